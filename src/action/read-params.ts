import { HeroError, isHeroError, place, type Span, show, visible } from '../base/index.ts';
import type { Params } from '../params/index.ts';
import type { ParamShape, ParamValues } from './actor.ts';
import type { ParamType, ReadEnvironment } from './param-type.ts';
import { isParamType, validateNow } from './param-view.ts';
import type { StandardIssue, StandardSchemaV1 } from './standard-schema.ts';

/** The most issues of a schema that a message lists. */
const maxIssues = 3;

/** Reads params by a shape. Throws the PARAMS_* error of the first param that is missing or does not fit. */
export async function readShape<S extends ParamShape>(
  shape: S,
  params: Params,
  environment: ReadEnvironment,
): Promise<ParamValues<S>> {
  const values: [string, unknown][] = [];
  for (const [key, type] of Object.entries(shape))
    values.push([key, await readParam(key, type, params, environment)]);
  return Object.fromEntries(values) as ParamValues<S>;
}

/**
 * The value of one param, or its default. Throws PARAMS_MISSING, or the PARAMS_* error of a value that does not
 * fit (PARAMS_BAD_VALUE for one that a foreign schema refuses), with the key and the place; the place of a secret is
 * left out where it would show the secret.
 */
export async function readParam(
  key: string,
  type: StandardSchemaV1,
  params: Params,
  environment: ReadEnvironment,
): Promise<unknown> {
  if (!isParamType(type)) return readForeign(key, type, params);
  if (!type.isRequired && !params.exists(key)) return type.readMissing();
  return type.isSecret ? readSecret(key, type, params, environment) : readOwn(key, type, params, environment);
}

/** Throws the error of a wrong value if it is known at once; an asynchronous schema is not awaited. */
export function checkValue(type: StandardSchemaV1, text: string, environment: ReadEnvironment): void {
  if (isParamType(type)) return void type.read(text, environment);
  const issues = validateNow(type, text)?.issues;
  if (issues) throw badValue(text, issues);
}

/** The place for an error about a secret: the head of the action, if it is on another line. */
export function secretSpan(head: Span | undefined, span: Span | undefined): Span | undefined {
  if (!head || !span) return undefined;
  return lineOf(head) === lineOf(span) ? undefined : head;
}

/** Params add key and place only to errors of their own copy of this package, so other errors are converted. */
function readOwn(
  key: string,
  type: ParamType<unknown>,
  params: Params,
  environment: ReadEnvironment,
): unknown {
  return params.getAs(key, text => {
    try {
      return type.read(text, environment);
    } catch (error) {
      if (!isHeroError(error)) throw error;
      throw new HeroError(error.code, error.message, error.hint === undefined ? {} : { hint: error.hint });
    }
  });
}

async function readForeign(key: string, type: StandardSchemaV1, params: Params): Promise<unknown> {
  const text = params.exists(key) ? params.get(key) : undefined;
  const result = await type['~standard'].validate(text);
  if (!result.issues) return result.value;
  const { issues } = result;
  return params.getAs(key, found => {
    throw badValue(found, issues);
  });
}

function badValue(text: string, issues: readonly StandardIssue[]): HeroError {
  const messages = issues.slice(0, maxIssues).map(({ message }) => visible(message));
  return new HeroError(
    'PARAMS_BAD_VALUE',
    `found ${show(text)}, but the schema says: ${messages.join('; ')}`,
  );
}

function readSecret(
  key: string,
  type: ParamType<unknown>,
  params: Params,
  environment: ReadEnvironment,
): unknown {
  try {
    return readOwn(key, type, params, environment);
  } catch (error) {
    throw isHeroError(error) ? withoutLine(error, params.origin) : error;
  }
}

/** The error without the line of the secret; one diagnostic stays, so that no place is added later. */
function withoutLine({ code, message, hint, diagnostics }: HeroError, head: Span | undefined): HeroError {
  const found = diagnostics[0]?.span;
  const span = secretSpan(head, found);
  const told = found && !span ? `${message} (${place(found)})` : message;
  const extra = hint === undefined ? {} : { hint };
  const diagnostic = { code, severity: 'error' as const, message: told, ...extra, ...(span && { span }) };
  return new HeroError(code, told, { ...extra, diagnostics: [diagnostic] });
}

function lineOf({ source, start }: Span): number {
  return source.position(start).line;
}

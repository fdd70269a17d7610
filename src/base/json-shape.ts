/** Reads a value of parsed JSON as a `T`; throws a `Mismatch` with the path of the member that does not fit. */
export type JsonShape<T> = (value: unknown, path: string) => T;

/** The type that a shape reads. */
export type JsonOf<S> = S extends JsonShape<infer T> ? T : never;

/** A member that does not fit its shape. */
class Mismatch extends Error {}

/**
 * Reads JSON text by a shape. For text that is not JSON or does not fit, throws the error that `fail` makes of the
 * problem, which names the member: `sources[0] is null, expected an object`. Members that the shape does not name are left out.
 *
 * @example
 * const shape = json.object({ version: json.literal(1), names: json.list(json.text) });
 * const { names } = parseJson(text, shape, problem => new HeroError('PLAY_BAD_STATE', `${path}: ${problem}`));
 */
export function parseJson<T>(text: string, shape: JsonShape<T>, fail: (problem: string) => Error): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw fail('it is not JSON');
  }
  try {
    return shape(value, '');
  } catch (error) {
    throw error instanceof Mismatch ? fail(error.message) : error;
  }
}

/** Shapes of JSON. */
export const json = {
  text: primitive<string>('string', 'a text'),
  number: primitive<number>('number', 'a number'),
  boolean: primitive<boolean>('boolean', 'true or false'),
  literal,
  optional,
  nullable,
  list,
  record,
  object,
  /** Any JSON value, unchecked: for members that have a reader of their own. */
  any: (value: unknown): unknown => value,
};

function primitive<T>(type: 'string' | 'number' | 'boolean', expected: string): JsonShape<T> {
  return (value, path) => {
    if (typeof value !== type) throw mismatch(value, path, expected);
    return value as T;
  };
}

/** One of some fixed values. */
function literal<const T extends string | number | boolean>(...values: readonly T[]): JsonShape<T> {
  return (value, path) => {
    const found = values.find(each => each === value);
    if (found !== undefined) return found;
    throw mismatch(value, path, values.map(each => JSON.stringify(each)).join(' or '));
  };
}

/** A member that may be missing. */
function optional<T>(shape: JsonShape<T>): JsonShape<T | undefined> {
  return (value, path) => (value === undefined ? undefined : shape(value, path));
}

/** A member that may be null. */
function nullable<T>(shape: JsonShape<T>): JsonShape<T | null> {
  return (value, path) => (value === null ? null : shape(value, path));
}

function list<T>(shape: JsonShape<T>): JsonShape<T[]> {
  return (value, path) => {
    if (!Array.isArray(value)) throw mismatch(value, path, 'a list');
    return value.map((item, at) => shape(item, `${path}[${at}]`));
  };
}

/** An object with any keys. */
function record<T>(shape: JsonShape<T>): JsonShape<Record<string, T>> {
  return (value, path) => {
    const entries = Object.entries(objectOf(value, path));
    return Object.fromEntries(entries.map(([key, item]) => [key, shape(item, memberOf(path, key))]));
  };
}

/** An object with known keys. Unknown keys and missing optional members are left out. */
function object<S extends Readonly<Record<string, JsonShape<unknown>>>>(shapes: S): JsonShape<JsonObject<S>> {
  const keys = Object.keys(shapes);
  return (value, path) => {
    const from = objectOf(value, path);
    const members = keys.map(key => {
      const found = Object.hasOwn(from, key) ? from[key] : undefined;
      return [key, (shapes[key] as JsonShape<unknown>)(found, memberOf(path, key))] as const;
    });
    return Object.fromEntries(members.filter(([, member]) => member !== undefined)) as JsonObject<S>;
  };
}

type OptionalKey<S> = { [K in keyof S]: undefined extends JsonOf<S[K]> ? K : never }[keyof S];
type JsonObject<S> = { [K in Exclude<keyof S, OptionalKey<S>>]: JsonOf<S[K]> } & {
  [K in OptionalKey<S>]?: Exclude<JsonOf<S[K]>, undefined>;
};

function objectOf(value: unknown, path: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>;
  throw mismatch(value, path, 'an object');
}

function memberOf(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}

/** The message never quotes the value: it may be a secret. */
function mismatch(value: unknown, path: string, expected: string): Mismatch {
  const found = value === undefined ? 'missing' : value === null ? 'null' : `a ${kindOf(value)}`;
  return new Mismatch(`${path === '' ? 'the whole' : path} is ${found}, expected ${expected}`);
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'list';
  return typeof value === 'string' ? 'text' : typeof value;
}

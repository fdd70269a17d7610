import type { Code } from './codes.ts';
import { type Diagnostic, type DiagnosticJson, diagnosticJson, makeDiagnostic } from './diagnostic.ts';
import { hideByName } from './secret-name.ts';

/** The symbol that Node's console and `util.inspect` look up; registered, so that nothing of Node is imported. */
const inspect: unique symbol = Symbol.for('nodejs.util.inspect.custom');

/** The parts of an error besides its code and its message. */
export interface HeroErrorOptions {
  /** One imperative sentence. */
  hint?: string;
  cause?: unknown;
  /** The places in texts that the error is about. */
  diagnostics?: readonly Diagnostic[];
}

/**
 * The error that engine, store and git throw. Programs look at `code`; the message is for people.
 *
 * @example
 * throw new HeroError('PLAY_FAILED', 'the service is down', { hint: 'start it again' });
 */
export class HeroError extends Error {
  override readonly name = 'HeroError';
  readonly code: Code;
  readonly hint: string | undefined;
  readonly diagnostics: readonly Diagnostic[];

  constructor(code: Code, message: string, options: HeroErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.hint = options.hint;
    this.diagnostics = (options.diagnostics ?? []).map(makeDiagnostic);
  }

  /** Plain data for logs: places instead of source texts, without the values of secret names. */
  toJSON(): { name: string; code: Code; message: string; hint?: string; diagnostics: DiagnosticJson[] } {
    const { name, code, message, hint, diagnostics } = this;
    return {
      name,
      code,
      message: hideByName(message),
      ...(hint !== undefined && { hint: hideByName(hint) }),
      diagnostics: diagnostics.map(diagnosticJson),
    };
  }

  /** The stack, then the hint and the diagnostics on a line each, as `util.inspect` and a console print them. */
  [inspect](_depth: number, options: object, show: (value: unknown, options: object) => string): string {
    const { hint, diagnostics } = this.toJSON();
    const lines = [
      hideByName(this.stack ?? `${this.name}: ${this.message}`),
      `  code: ${this.code}`,
      ...(hint === undefined ? [] : [`  hint: ${hint}`]),
      ...diagnostics.map(({ code, message, place }) => `  ${code}: ${message}${place ? ` (${place})` : ''}`),
    ];
    if (this.cause !== undefined) lines.push(`  [cause]: ${show(this.cause, options)}`);
    return lines.join('\n');
  }
}

/**
 * True when a caught value is a HeroError (also one of another copy of this package), optionally of one code.
 *
 * @example
 * const error = await session.addPlaybook({ path: 'missing.hero' }).catch(caught => caught);
 * isHeroError(error, 'PLAY_PATH_NOT_FOUND'); // true
 */
export function isHeroError(error: unknown, code?: Code): error is HeroError {
  return (
    error instanceof Error &&
    error.name === 'HeroError' &&
    'code' in error &&
    (code === undefined || error.code === code)
  );
}

import type { Code } from './codes.ts';
import type { Diagnostic } from './diagnostic.ts';

export interface HeroErrorOptions {
  /** One thing to do about it. */
  hint?: string;
  cause?: unknown;
  /** The places in texts that the error is about. */
  diagnostics?: readonly Diagnostic[];
}

/** What engine, store and git throw. Programs look at `code`; the message is for people. */
export class HeroError extends Error {
  override readonly name = 'HeroError';
  readonly code: Code;
  readonly hint: string | undefined;
  readonly diagnostics: readonly Diagnostic[];

  constructor(code: Code, message: string, options: HeroErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.hint = options.hint;
    this.diagnostics = options.diagnostics ?? [];
  }
}

/** Whether something caught is a HeroError (also one of another copy of this package), optionally of one code. */
export function isHeroError(error: unknown, code?: Code): error is HeroError {
  return (
    error instanceof Error &&
    error.name === 'HeroError' &&
    'code' in error &&
    (code === undefined || error.code === code)
  );
}

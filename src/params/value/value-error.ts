import { type Code, HeroError, show } from '../../base/index.ts';

/** The most UTF-16 units a number, a size or a time may have; nobody means more. */
export const maxValueLength = 256;

/** The error of a value that is not what its reader expects: the words found, then what would have done. */
export function unexpected(code: Code, text: string, expected: string, hint?: string): HeroError {
  const found = text.trim() === '' ? 'nothing' : show(text);
  return new HeroError(code, `found ${found}, expected ${expected}`, hint === undefined ? {} : { hint });
}

/** Refuses an overlong text before anything looks at it. Throws PARAMS_TOO_LONG. */
export function limitLength(text: string, expected: string, limit = maxValueLength): void {
  if (text.length <= limit) return;
  throw new HeroError(
    'PARAMS_TOO_LONG',
    `found a text of ${text.length} characters, expected ${expected} of at most ${limit} characters`,
  );
}

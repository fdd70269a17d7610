import { type Code, HeroError, show } from '../../base/index.ts';

/** The most UTF-16 units of a number, a size or a time; a longer text is a mistake. */
export const maxValueLength = 256;

/** The error for a value that its reader does not expect: the value found, then the expected form. */
export function unexpected(code: Code, text: string, expected: string, hint?: string): HeroError {
  const found = text.trim() === '' ? 'nothing' : show(text);
  return new HeroError(code, `found ${found}, expected ${expected}`, hint === undefined ? {} : { hint });
}

/** Refuses an overlong text before any reader sees it. Throws PARAMS_TOO_LONG. */
export function limitLength(text: string, expected: string, limit = maxValueLength): void {
  if (text.length <= limit) return;
  throw new HeroError(
    'PARAMS_TOO_LONG',
    `found a text of ${text.length} characters, expected ${expected} of at most ${limit} characters`,
  );
}

import { unexpected } from './value-error.ts';

const trueWords = new Set(['1', 'true', 't', 'yes', 'y', 'on']);
const falseWords = new Set(['0', 'false', 'f', 'no', 'n', 'off']);
const defaultTrueWords = new Set(['', '1', 'true', 'y', 'yes', 'on']);
const defaultFalseWords = new Set(['', '0', 'false', 'n', 'no', 'off']);

/** Yes or no in any of the usual words, in any case. Throws PARAMS_NOT_A_BOOL for every other word. */
export function readBool(text: string): boolean {
  const word = text.trim().toLowerCase();
  if (trueWords.has(word)) return true;
  if (falseWords.has(word)) return false;
  throw unexpected('PARAMS_NOT_A_BOOL', text, '`true` or `false`');
}

/** True when a value counts as true where true is the default: empty, or a word for yes. */
export function isTrueWord(text: string): boolean {
  return defaultTrueWords.has(plainWord(text));
}

/** True when a value counts as false where false is the default: empty, or a word for no. */
export function isFalseWord(text: string): boolean {
  return defaultFalseWords.has(plainWord(text));
}

function plainWord(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]/g, '');
}

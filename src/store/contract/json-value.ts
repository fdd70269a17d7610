import { HeroError, show } from '../../base/index.ts';

/** A value as it is stored: for people, so over several lines. STORE_BAD_VALUE when JSON has no form for it. */
export function writeJson(key: string, value: unknown): string {
  const text = stringify(key, value);
  if (text !== undefined) return `${text}\n`;
  throw badValue(key, `is ${typeof value}, which JSON has no form for`, 'use delete to remove a key');
}

/** The value of a stored JSON text. STORE_BAD_JSON names the key. */
export function parseStoredJson(key: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const message = `the value of ${show(key)} is not JSON: it begins with ${show(text, 20)}`;
    throw new HeroError('STORE_BAD_JSON', message, { hint: 'mend the value or read it with get', cause });
  }
}

function stringify(key: string, value: unknown): string | undefined {
  try {
    return JSON.stringify(value, null, 2);
  } catch (cause) {
    throw badValue(key, 'cannot be written as JSON', 'store plain objects, lists, text and numbers', cause);
  }
}

function badValue(key: string, found: string, hint: string, cause?: unknown): HeroError {
  return new HeroError('STORE_BAD_VALUE', `the value of ${show(key)} ${found}`, { hint, cause });
}

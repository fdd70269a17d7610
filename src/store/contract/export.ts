import { HeroError, parseObject } from '../../base/index.ts';
import type { Operation } from './db.ts';
import { checkKey, isWellFormed } from './key.ts';

/** A key and its value as a line of JSON; bytes that are no text as base64. */
export function exportLine(key: string, value: Uint8Array): string {
  try {
    return JSON.stringify({
      key,
      value: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(value),
    });
  } catch {
    return JSON.stringify({ key, base64: Buffer.from(value).toString('base64') });
  }
}

/** The sets that lines of an export stand for; empty lines are passed over. Throws STORE_BAD_EXPORT. */
export async function readExport(lines: Iterable<string> | AsyncIterable<string>): Promise<Operation[]> {
  const operations: Operation[] = [];
  let number = 0;
  for await (const line of lines) {
    number++;
    if (line.trim() !== '') operations.push(readLine(line, number));
  }
  return operations;
}

function readLine(line: string, number: number): Operation {
  const { key, value, base64 } = parseObject(line) ?? {};
  if (typeof key !== 'string') throw badLine(number);
  checkLineKey(key, number);
  if (typeof value === 'string' && isWellFormed(value)) return { kind: 'set', key, value };
  const bytes = typeof base64 === 'string' ? Buffer.from(base64, 'base64') : undefined;
  // Buffer passes over what is no base64; a value that lost a part is worse than none.
  if (value !== undefined || !bytes || bytes.toString('base64') !== base64) throw badLine(number);
  return { kind: 'set', key, value: new Uint8Array(bytes) };
}

function checkLineKey(key: string, number: number): void {
  try {
    checkKey(key);
  } catch (cause) {
    throw badLine(number, cause);
  }
}

function badLine(number: number, cause?: unknown): HeroError {
  const why = cause instanceof HeroError ? `: ${cause.message}` : '';
  return new HeroError('STORE_BAD_EXPORT', `line ${number} is no line of an export${why}`, {
    hint: 'a line is {"key":"…","value":"…"}; nothing was imported',
    cause,
  });
}

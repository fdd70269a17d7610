import { HeroError, json, parseJson } from '../../base/index.ts';
import { fromBase64 } from './base64.ts';
import type { Operation } from './db.ts';
import { checkKey, isWellFormed } from './key.ts';

const lineShape = json.object({
  key: json.text,
  value: json.optional(json.text),
  base64: json.optional(json.text),
});

/** A key and its value as a line of JSON; bytes that are not UTF-8 text as base64. */
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

/** The sets of the lines of an export; empty lines are skipped. STORE_BAD_EXPORT names the first bad line. */
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
  const { key, value, base64 } = parseJson(line, lineShape, problem => badLine(number, problem));
  checkLineKey(key, number);
  if (value !== undefined && base64 !== undefined) throw badLine(number, 'it has a value and base64');
  if (value !== undefined && !isWellFormed(value)) throw badLine(number, 'the value has a lone surrogate');
  const found = value ?? (base64 === undefined ? undefined : fromBase64(base64));
  if (found === undefined) throw badLine(number, 'it has neither a value nor valid base64');
  return { kind: 'set', key, value: found };
}

function checkLineKey(key: string, number: number): void {
  try {
    checkKey(key);
  } catch (cause) {
    throw badLine(number, cause instanceof HeroError ? cause.message : 'the key is bad', cause);
  }
}

function badLine(number: number, problem: string, cause?: unknown): HeroError {
  return new HeroError('STORE_BAD_EXPORT', `line ${number} is not a line of an export: ${problem}`, {
    hint: 'write each line as {"key":"…","value":"…"}; nothing was imported',
    cause,
  });
}

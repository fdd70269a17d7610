import { stat } from 'node:fs/promises';
import { folderMark } from '../action/index.ts';
import { sha256 } from '../base/hash.ts';
import { readRegularFile } from '../sys/file.ts';

/** A plan compares larger files, and files that are not text, by their hash. */
const readable = 1024 * 1024;

/** The content of a path, as a plan compares it: a text, the mark of a folder, or a hash; undefined when it is missing. */
export async function readForPlan(path: string): Promise<string | undefined> {
  const found = await stat(path).catch(() => undefined);
  if (!found) return undefined;
  if (found.isDirectory()) return folderMark;
  if (!found.isFile()) return '(no regular file)';
  const bytes = (await readRegularFile(path).catch(() => undefined)) ?? new Uint8Array();
  return (
    (bytes.length <= readable ? decode(bytes) : undefined) ?? `(${bytes.length} bytes, ${sha256(bytes)})`
  );
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

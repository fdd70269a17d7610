import { join } from 'node:path';
import { readRegularFile } from '../sys/file.ts';

/** The head of a checkout. */
export interface Head {
  /** Undefined when no branch is checked out. */
  readonly branch?: string;
  /** Undefined before the first commit. */
  readonly commit?: string;
}

/** The head of a checkout, read from its files; undefined where there is none. No program is run. */
export async function readHead(checkout: string): Promise<Head | undefined> {
  const text = await readText(join(checkout, '.git/HEAD'));
  if (text === undefined) return undefined;
  const ref = /^ref: (.+)$/m.exec(text)?.[1]?.trim();
  if (ref === undefined) return { commit: text.trim() };
  const commit = await readRef(checkout, ref);
  return { branch: ref.replace(/^refs\/heads\//, ''), ...(commit !== undefined && { commit }) };
}

async function readRef(checkout: string, ref: string): Promise<string | undefined> {
  // Git would not write a name that leads elsewhere.
  if (!ref.startsWith('refs/') || ref.split('/').includes('..')) return undefined;
  const loose = await readText(join(checkout, '.git', ref));
  if (loose !== undefined) return loose.trim();
  const packed = (await readText(join(checkout, '.git/packed-refs'))) ?? '';
  const line = packed.split('\n').find(each => each.endsWith(` ${ref}`));
  return line?.split(' ', 1)[0];
}

async function readText(path: string): Promise<string | undefined> {
  const bytes = await readRegularFile(path).catch(() => undefined);
  return bytes && new TextDecoder().decode(bytes);
}

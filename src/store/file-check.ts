import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { show } from '../base/index.ts';
import { isThere, listFiles, removeFiles, temporaryPrefix } from '../sys/file.ts';
import type { StoreFault } from './db.ts';
import { decodeFileName, isKeyFileName, isLongName } from './file-name.ts';
import { isShard, sideFolder } from './store-layout.ts';
import type { ValueFiles } from './value-files.ts';

/** A fault and what takes it away; undefined where only a person can. */
interface Finding extends StoreFault {
  readonly mend?: () => Promise<unknown>;
}

/** What is not as the store would have written it. */
export async function checkFiles(files: ValueFiles): Promise<StoreFault[]> {
  return (await find(files)).map(({ what, key }) => ({ what, ...(key !== undefined && { key }) }));
}

/** Takes away what is left over; what may be of use stays. Answers what it mended. */
export async function repairFiles(files: ValueFiles, assertHeld: () => void): Promise<StoreFault[]> {
  const mended: StoreFault[] = [];
  for (const { mend, ...fault } of await find(files, assertHeld)) {
    if (!mend) continue;
    await mend();
    mended.push(fault);
  }
  return mended;
}

async function find(files: ValueFiles, assertHeld = () => {}): Promise<Finding[]> {
  if (!isThere(files.directory)) return [];
  return [...(await oddNames(files)), ...(await oddLongNames(files)), ...(await leftOver(files, assertHeld))];
}

/** Names that no key has. */
async function oddNames({ directory }: ValueFiles): Promise<Finding[]> {
  const entries = await readdir(directory, { withFileTypes: true });
  return entries
    .filter(({ name }) => name !== sideFolder && !name.startsWith('.git') && !isShard(name))
    .filter(
      entry =>
        !entry.isFile() ||
        !(decodeFileName(entry.name) !== undefined || isLongName(entry.name) || isKeyFileName(entry.name)),
    )
    .map(({ name }) => ({ what: `${show(name)} is no file of the store` }));
}

/** Hashed names without their keys, and keys without their values. */
async function oddLongNames(files: ValueFiles): Promise<Finding[]> {
  const found: Finding[] = [];
  for (const { file } of await files.entries())
    if (isLongName(file) && (await files.longKey(file)) === undefined)
      found.push({ what: `the value ${show(file)} has lost its key` });
  return found;
}

/** What writers that were killed left behind: they wrote it, and nobody reads it. */
async function leftOver(files: ValueFiles, assertHeld: () => void): Promise<Finding[]> {
  const found: Finding[] = [];
  for (const folder of [files.directory, files.side])
    for (const name of (await listFiles(folder)).filter(isTemporary))
      found.push({
        what: `${show(join(folder, name), 1000)} was left by a writer`,
        mend: () => removeFiles(folder, [name]),
      });
  const limits = join(files.side, 'ttl');
  for (const file of await listFiles(limits))
    if (!isThere(files.path(file)) && !isThere(files.shardPath(file)))
      found.push({
        what: `the time limit ${show(file)} belongs to no value`,
        mend: () => removeFiles(limits, [file]),
      });
  if (isThere(join(files.side, 'batch')))
    found.push({ what: 'a batch was left half done', mend: () => files.recover(assertHeld) });
  return found;
}

// Those of locks come and go while nobody writes, and locks sweep them.
function isTemporary(name: string): boolean {
  return name.startsWith(temporaryPrefix) && !name.startsWith(`${temporaryPrefix}lock.`);
}

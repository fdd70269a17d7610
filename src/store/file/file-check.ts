import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { show } from '../../base/index.ts';
import { isThere, listFiles, removeFiles, temporaryPrefix } from '../../sys/file.ts';
import type { StoreFault } from '../contract/db.ts';
import { decodeFileName, isKeyFileName, isLongName } from './file-name.ts';
import { isShard, shardOf, sideFolder } from './store-layout.ts';
import type { ValueFiles } from './value-files.ts';

/** A fault and the step that mends it; without one, a person has to decide. */
interface Finding extends StoreFault {
  readonly mend?: () => Promise<unknown>;
}

/** The files that are not as the store would have written them. */
export async function checkFiles(files: ValueFiles): Promise<StoreFault[]> {
  return (await find(files)).map(({ what, key }) => ({ what, ...(key !== undefined && { key }) }));
}

/** Removes files that no reader uses, and finishes a batch; returns the mended faults. The caller holds the lock. */
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
  const odd = [...(await oddNames(files)), ...(await oddPlaces(files)), ...(await oddLongNames(files))];
  return [...odd, ...(await leftOver(files, assertHeld))];
}

/** Names that are not of a key, and entries that are not files. */
async function oddNames({ directory }: ValueFiles): Promise<Finding[]> {
  const entries = await readdir(directory, { withFileTypes: true });
  const found = entries
    .filter(({ name }) => name !== sideFolder && !name.startsWith('.git') && !isShard(name))
    .filter(entry => !isOurs(entry))
    .map(({ name }) => name);
  for (const shard of entries.filter(isShardFolder)) {
    const inside = await readdir(join(directory, shard.name), { withFileTypes: true });
    found.push(...inside.filter(entry => !isOurs(entry)).map(({ name }) => join(shard.name, name)));
  }
  return found.map(name => ({ what: `${show(name)} is not a file of the store` }));
}

function isOurs(entry: Dirent): boolean {
  const { name } = entry;
  return entry.isFile() && (decodeFileName(name) !== undefined || isLongName(name) || isKeyFileName(name));
}

/** Values of large stores in the wrong folder, and values that hide others. */
async function oddPlaces({ directory }: ValueFiles): Promise<Finding[]> {
  const found: Finding[] = [];
  const top = new Set(await listFiles(directory));
  for (const { name } of (await readdir(directory, { withFileTypes: true })).filter(isShardFolder))
    for (const file of await listFiles(join(directory, name))) {
      if (decodeFileName(file) === undefined && !isLongName(file)) continue;
      if (shardOf(file) !== name)
        found.push({ what: `the value ${show(join(name, file))} belongs in ${shardOf(file)}` });
      else if (top.has(file))
        found.push({ what: `the value ${show(join(name, file))} is hidden by ${show(file)}` });
    }
  return found;
}

function isShardFolder(entry: Dirent): boolean {
  return entry.isDirectory() && isShard(entry.name);
}

/** Hashed names without their keys. */
async function oddLongNames(files: ValueFiles): Promise<Finding[]> {
  const found: Finding[] = [];
  for (const { file } of await files.entries())
    if (isLongName(file) && (await files.longKey(file)) === undefined)
      found.push({ what: `the value ${show(file)} has lost its key` });
  return found;
}

/** Files that killed writers left, and that no reader uses. */
async function leftOver(files: ValueFiles, assertHeld: () => void): Promise<Finding[]> {
  const found: Finding[] = [];
  for (const folder of [files.directory, files.side])
    for (const name of (await listFiles(folder)).filter(isTemporary))
      found.push({
        what: `${show(join(folder, name), 1000)} was left by a crashed writer`,
        mend: () => removeFiles(folder, [name]),
      });
  const limits = join(files.side, 'ttl');
  for (const file of await listFiles(limits)) {
    const mend = () => removeFiles(limits, [file]);
    if (!isThere(files.path(file)) && !isThere(files.shardPath(file)))
      found.push({ what: `the time limit ${show(file)} belongs to no value`, mend });
    else if ((await files.end(file)) === undefined)
      found.push({ what: `the time limit ${show(file)} is damaged, and has no effect`, mend });
  }
  if (isThere(join(files.side, 'batch')))
    found.push({ what: 'a batch was not finished', mend: () => files.recover(assertHeld) });
  return found;
}

// The temporary files of locks are removed by the locks.
function isTemporary(name: string): boolean {
  return name.startsWith(temporaryPrefix) && !name.startsWith(`${temporaryPrefix}lock.`);
}

import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { failure, notRegular } from './file-failure.ts';

const newline = 0x0a;
const cautious = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** Writes a new file of lines, mode 0600, and syncs it; returns its SHA-256. STORE_FAILED. */
export async function writeLineFile(path: string, lines: AsyncIterable<string>): Promise<string> {
  const hash = newHash();
  let handle: FileHandle | undefined;
  try {
    handle = await open(path, 'wx', 0o600);
    for await (const line of lines) {
      const bytes = Buffer.from(`${line}\n`);
      hash.update(bytes);
      await handle.writeFile(bytes);
    }
    await handle.sync();
    return hash.digest('hex');
  } catch (error) {
    throw failure('write', path, error);
  } finally {
    await handle?.close();
  }
}

/** Yields the lines of a file, ended by `\n` only; returns the SHA-256 of the file. STORE_NOT_A_FILE, STORE_FAILED. */
export async function* readLineFile(path: string): AsyncGenerator<string, string> {
  const hash = newHash();
  let handle: FileHandle | undefined;
  let parts: Buffer[] = [];
  try {
    handle = await open(path, cautious);
    if (!(await handle.stat()).isFile()) throw notRegular(path);
    for await (const chunk of handle.createReadStream({ autoClose: false }) as AsyncIterable<Buffer>) {
      hash.update(chunk);
      let start = 0;
      for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, start)) {
        yield Buffer.concat([...parts, chunk.subarray(start, end)]).toString();
        parts = [];
        start = end + 1;
      }
      parts.push(chunk.subarray(start));
    }
  } catch (error) {
    throw failure('read', path, error);
  } finally {
    await handle?.close();
  }
  const rest = Buffer.concat(parts).toString();
  if (rest !== '') yield rest;
  return hash.digest('hex');
}

function newHash() {
  return process.getBuiltinModule('node:crypto').createHash('sha256');
}

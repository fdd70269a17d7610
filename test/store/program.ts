// A process that uses a store, for the tests of many processes: program.mjs <driver> <task> <directory> <more…>
import { createHash } from 'node:crypto';
import { fsyncSync, openSync, writeSync } from 'node:fs';
import { openDb, type StoreDriver } from '../../src/store/index.ts';

const [driver, task = '', directory = '', ...more] = process.argv.slice(2);
const db = openDb(directory, { driver: driver as StoreDriver, waitMs: 60_000 });

/** A value that says what it has to be. */
function describeValue(key: string, number: number, length: number): string {
  const body = String.fromCharCode(97 + (number % 26)).repeat(length);
  return JSON.stringify({ key, number, length, sha256: digest(body), body });
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function say(line: string): void {
  writeSync(1, `${line}\n`);
}

const tasks: Record<string, () => Promise<void>> = {
  /** Adds one to `count`, so often. */
  async count() {
    for (let i = 0; i < Number(more[0]); i++) {
      await db.update('count', text => `${Number(text ?? 0) + 1}`);
      say(`${i}`);
    }
  },
  /** Writes keys of its own forever, and logs each write when it is acknowledged. */
  async write() {
    const [name = '', log = '', first = '0', largest = '2000'] = more;
    const fd = openSync(log, 'a');
    for (let number = Number(first) + 1; ; number++) {
      const key = `${name}/${number % 7}`;
      await db.set(key, describeValue(key, number, (number * 7919) % Number(largest)));
      writeSync(fd, `${key} ${number}\n`);
      fsyncSync(fd);
    }
  },
  /** Sets five keys to one value, again and again. */
  async batch() {
    for (let number = Number(more[0]); ; number++) {
      const keys = [0, 1, 2, 3, 4].map(index => `five/${index}`);
      await db.batch(keys.map(key => ({ kind: 'set', key, value: `${number} `.repeat(500) })));
      say(`${number}`);
    }
  },
  /** Writes values of any size to one key, so often. */
  async sizes() {
    for (let number = 0; number < Number(more[0]); number++)
      await db.set('shared', describeValue('shared', number, 2 ** (number % 21)));
  },
  /** Holds the lock inside an update until it is told to go on; says what became of it. */
  async hold() {
    const done = db.update('held', async () => {
      say('inside');
      await new Promise(resolve => process.stdin.once('data', resolve));
      return 'late';
    });
    say(await done.then(String, error => error.code));
    process.stdin.destroy();
  },
};

await tasks[task]?.();

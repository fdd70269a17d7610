// What the store costs, beside the bare calls that a durable replacement of a file needs, and beside other stores. One
// run, everything in turns, best of several rounds; microseconds of one operation, and how much of that is the bare calls.
// `npm run bench:store` after `npm run build`; BENCH_DIR says on which disk, ROUNDS how often.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { open, readdir, readFile, rename } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ClassicLevel } from 'classic-level';
import Conf from 'conf';
import { KeyvFile } from 'keyv-file';
import lmdb from 'lmdb';
import nodePersist from 'node-persist';
import { createStorage } from 'unstorage';
import fsDriver from 'unstorage/drivers/fs';
import writeFileAtomic from 'write-file-atomic';
import * as heroplay from '../dist/index.js';

const rounds = Number(process.env.ROUNDS ?? 3);
const keyCount = 1000;
const folder = mkdtempSync(join(process.env.BENCH_DIR ?? tmpdir(), 'hero-bench-'));
const keys = Array.from({ length: keyCount }, (_, at) => `key-${String(at).padStart(4, '0')}`);

async function synced(path, flags, use = () => undefined) {
  const handle = await open(path, flags);
  await use(handle);
  await handle.sync();
  await handle.close();
}

/** The calls that a durable replacement needs, and no more. */
function bare(directory) {
  mkdirSync(directory);
  let number = 0;
  return {
    async set(key, value) {
      const temporary = join(directory, `.tmp-${number++}`);
      await synced(temporary, 'wx', handle => handle.writeFile(value));
      await rename(temporary, join(directory, key));
      await synced(directory, 'r');
    },
    get: key => readFile(join(directory, key), 'utf8'),
    keys: () => readdir(directory),
  };
}

function ours(db) {
  return {
    set: (key, value) => db.set(key, value),
    get: key => db.get(key),
    keys: () => db.keys(),
    update: (key, value) => db.update(key, () => value),
    batch: entries => db.batch(entries.map(([key, value]) => ({ kind: 'set', key, value }))),
    close: () => db.close(),
  };
}

const stores = {
  'bare calls': bare,
  'heroplay FileStore': directory => ours(new heroplay.FileStore(directory)),
  'heroplay MemoryStore': () => ours(new heroplay.MemoryStore()),
  ...(heroplay.LmdbStore && { 'heroplay LmdbStore': directory => ours(new heroplay.LmdbStore(directory)) }),
  'write-file-atomic': directory => {
    mkdirSync(directory);
    return {
      set: (key, value) => writeFileAtomic(join(directory, key), value),
      get: key => readFile(join(directory, key), 'utf8'),
      keys: () => readdir(directory),
    };
  },
  'unstorage fs': directory => {
    const storage = createStorage({ driver: fsDriver({ base: directory }) });
    return {
      set: (key, value) => storage.setItem(key, value),
      get: key => storage.getItem(key),
      keys: () => storage.getKeys(),
    };
  },
  'node-persist': async directory => {
    const storage = nodePersist.create();
    await storage.init({ dir: directory, writeQueue: false });
    return {
      set: (key, value) => storage.setItem(key, value),
      get: key => storage.getItem(key),
      keys: () => storage.keys(),
    };
  },
  conf: directory => {
    const conf = new Conf({ cwd: directory, projectName: 'bench', accessPropertiesByDotNotation: false });
    return {
      fill: entries => conf.set(Object.fromEntries(entries)),
      set: (key, value) => conf.set(key, value),
      get: key => conf.get(key),
      keys: () => Object.keys(conf.store),
      batch: entries => conf.set(Object.fromEntries(entries)),
    };
  },
  'keyv-file, one file each': directory => keyvFile({ filename: directory, separatedFile: true }),
  'keyv-file, one file': directory => keyvFile({ filename: `${directory}.json`, writeDelay: 0 }),
  'lmdb, flushed': directory => {
    const db = lmdb.open({ path: directory });
    const flushed = async write => {
      await write;
      await db.flushed;
    };
    return {
      set: (key, value) => flushed(db.put(key, value)),
      get: key => db.get(key),
      keys: () => [...db.getKeys()],
      update: (key, value) => flushed(db.transaction(() => db.get(key) && db.put(key, value))),
      batch: entries =>
        flushed(
          db.transaction(() => {
            for (const [key, value] of entries) db.put(key, value);
          }),
        ),
      close: () => db.close(),
    };
  },
  'classic-level, sync': directory => {
    const db = new ClassicLevel(directory);
    const sync = { sync: true };
    return {
      set: (key, value) => db.put(key, value, sync),
      get: key => db.get(key),
      keys: () => db.keys().all(),
      batch: entries =>
        db.batch(
          entries.map(([key, value]) => ({ type: 'put', key, value })),
          sync,
        ),
      close: () => db.close(),
    };
  },
};

function keyvFile(options) {
  const store = new KeyvFile(options);
  return {
    fill: entries => Promise.all(entries.map(([key, value]) => store.set(key, value))),
    set: (key, value) => store.set(key, value),
    get: async key => (await store.get(key))?.value,
  };
}

/** What is measured: how often per round, and how. */
const measures = {
  set: [60, each => (store, value, at) => each(at, key => store.set(key, value))],
  update: [60, each => (store, value, at) => each(at, key => store.update(key, value)), 'update'],
  get: [300, each => (store, _, at) => each(at, key => store.get(key))],
  keys: [5, () => store => store.keys(), 'keys'],
  'batch of 10': [
    10,
    () => (store, value, at) =>
      store.batch(Array.from({ length: 10 }, (_, n) => [keys[(at * 10 + n) % keyCount], value])),
    'batch',
  ],
  '16 sets at once': [
    5,
    () => (store, value, at) =>
      Promise.all(Array.from({ length: 16 }, (_, n) => store.set(keys[(at * 16 + n) % keyCount], value))),
  ],
};
const one = (at, run) => run(keys[(at * 7) % keyCount]);

async function timed(store, value, [times, make, needs]) {
  if (needs && !store[needs]) return undefined;
  const run = make(one);
  await run(store, value, 0);
  const started = performance.now();
  for (let at = 1; at <= times; at++) await run(store, value, at);
  return (1000 * (performance.now() - started)) / times;
}

async function opened(name, size) {
  const store = await stores[name](join(folder, `${size}-${name.replaceAll(/[^a-z]+/g, '-')}`));
  const entries = keys.map(key => [key, 'x'.repeat(size)]);
  if (store.fill) await store.fill(entries);
  else
    for (let at = 0; at < keyCount; at += 100)
      await Promise.all(entries.slice(at, at + 100).map(([key, value]) => store.set(key, value)));
  return store;
}

async function table(size) {
  const names = Object.keys(stores).filter(
    name => !process.env.ONLY || name.includes(process.env.ONLY) || name === 'bare calls',
  );
  const open = new Map();
  for (const name of names) open.set(name, await opened(name, size));
  const best = new Map();
  const value = 'y'.repeat(size);
  for (let round = 0; round < rounds; round++)
    for (const [what, measure] of Object.entries(measures))
      for (const name of names) {
        const each = await timed(open.get(name), value, measure);
        const id = `${name} ${what}`;
        if (each !== undefined) best.set(id, Math.min(each, best.get(id) ?? Number.POSITIVE_INFINITY));
      }
  for (const store of open.values()) await store.close?.();
  print(size, names, best);
}

function print(size, names, best) {
  console.log(`\n${keyCount} keys, values of ${size} bytes, best of ${rounds}: µs (times the bare set)\n`);
  const columns = Object.keys(measures);
  console.log(`| | ${columns.join(' | ')} |\n|${' --- |'.repeat(columns.length + 1)}`);
  const base = best.get('bare calls set');
  for (const name of names) {
    const cells = columns.map(what => {
      const each = best.get(`${name} ${what}`);
      return each === undefined ? '–' : `${each.toFixed(each < 10 ? 1 : 0)} (${(each / base).toFixed(2)})`;
    });
    console.log(`| ${name} | ${cells.join(' | ')} |`);
  }
}

for (const size of [100, 10_000]) await table(size);
rmSync(folder, { recursive: true, force: true });
// Some of them keep timers.
process.exit(0);

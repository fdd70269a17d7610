import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HeroError } from '../../src/base/index.ts';
import {
  backupStore,
  checkBackup,
  compareWithBackup,
  type Db,
  FileStore,
  type KeyAccess,
  KeyRing,
  LmdbStore,
  MemoryStore,
  restoreStore,
  SealedStore,
} from '../../src/store/index.ts';
import { type Damage, damagesOf, withExtraMember } from '../support/damage.ts';

const folder = mkdtempSync(join(tmpdir(), 'hero-damaged-'));
const access: KeyAccess = { passphrase: async () => 'a long passphrase', identities: async () => undefined };
const batch = {
  history: 0,
  operations: [
    { key: 'a', value: 'bmV3', end: 9e9 },
    { key: 'b', value: 'bmV3' },
    { key: 'gone', value: '' },
  ],
};
let count = 0;

/** A sound directory, copied for each damage. */
const sound = (name: string) => join(folder, name);
const sealed = (directory: string) => {
  const store = new FileStore(directory, { name: 'secrets' });
  return new SealedStore(store, new KeyRing('secrets', store.keyRingPath(), access));
};

beforeAll(async () => {
  const files = new FileStore(sound('files'));
  await files.set('a', '1');
  await files.close();
  cpSync(sound('files'), sound('logged'), { recursive: true });
  writeFileSync(join(sound('logged'), '.store/batch'), JSON.stringify(batch));
  const lmdb = new LmdbStore(sound('lmdb'));
  await lmdb.set('a', '1');
  await lmdb.close();
  const secrets = sealed(sound('sealed'));
  await secrets.set('a', '1');
  await secrets.close();
  await files.set('limited', '2', { ttl: 1e6 });
  await backupStore(files, sound('backup'));
  const store = new FileStore(sound('sealed'), { name: 'secrets' });
  await backupStore(store, sound('sealed-backup'));
  // A copy of a lock that is held would be held too.
  for (const each of [files, store]) await each.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface DamagedFile {
  /** The directory that has the file. */
  readonly of: string;
  readonly file: string;
  readonly code: string;
  /** Damages that lose nothing: the reader has a default for what is missing. */
  readonly harmless?: readonly string[];
  readonly uses: (directory: string) => Record<string, () => Promise<unknown>>;
}

function usesOf(db: Db): Record<string, () => Promise<unknown>> {
  return {
    get: () => db.get('a'),
    keys: () => db.keys(),
    set: () => db.set('b', '2'),
    update: () => db.update('a', text => text),
  };
}

const damagedFiles: DamagedFile[] = [
  {
    of: 'files',
    file: '.store/format.json',
    code: 'STORE_BAD_FORMAT',
    harmless: ['sharded is missing', 'sharded is true'],
    uses: directory => {
      const db = new FileStore(directory);
      return { ...usesOf(db), check: () => db.check(), repair: () => db.repair() };
    },
  },
  {
    of: 'lmdb',
    file: '.store/format.json',
    code: 'STORE_BAD_FORMAT',
    uses: directory => usesOf(new LmdbStore(directory)),
  },
  {
    of: 'logged',
    file: '.store/batch',
    code: 'STORE_BAD_FORMAT',
    // A missing value is a delete, and a missing end is no limit: only the whole log says more.
    harmless: ['history is 0.5', 'history is "1e999"', ...[0, 1, 2].flatMap(harmlessInOperation)],
    uses: directory => usesOf(new FileStore(directory)),
  },
  {
    of: 'sealed',
    file: '.store/keys.json',
    code: 'STORE_BAD_KEYS',
    harmless: ['recipients is missing'],
    // The keys of values are readable without the key ring.
    uses: directory => {
      const { keys: _, ...uses } = usesOf(sealed(directory));
      return uses;
    },
  },
  {
    of: 'backup',
    file: 'manifest.json',
    code: 'STORE_BAD_BACKUP',
    harmless: [
      'time is 0.5',
      'time is "1e999"',
      ...['0', '1'].flatMap(at => [`entries.${at}.size is 0.5`, `entries.${at}.size is "1e999"`]),
      'entries.1.end is missing',
      'entries.1.end is 0.5',
    ],
    uses: directory => ({
      check: () => checkBackup(directory),
      compare: () => compareWithBackup(new MemoryStore(), directory),
      restore: () => restoreStore(new MemoryStore(), directory),
    }),
  },
  {
    of: 'sealed-backup',
    file: 'keys.json',
    code: 'STORE_BAD_BACKUP',
    uses: directory => ({
      check: () => checkBackup(directory),
      restore: () => restoreStore(new FileStore(join(folder, `to-${count++}`)), directory),
    }),
  },
];

function harmlessInOperation(at: number): string[] {
  const member = `operations.${at}`;
  return [
    `${member}.key is "text"`,
    `${member}.value is missing`,
    `${member}.end is missing`,
    `${member}.end is 0.5`,
  ];
}

/** All files of a directory but locks, with their bytes. */
function contentOf(directory: string): Record<string, string> {
  const names = readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && !/^(?:lock|wanted|epoch|\.tmp)/.test(entry.name))
    .map(entry => join(entry.parentPath, entry.name));
  return Object.fromEntries(names.map(name => [name.slice(directory.length), readFileSync(name, 'base64')]));
}

describe.each(damagedFiles)('$of/$file, damaged', ({ of, file, code, harmless = [], uses }) => {
  const damaged = (text: string) => {
    const directory = join(folder, `${of}-${count++}`);
    cpSync(sound(of), directory, { recursive: true });
    writeFileSync(join(directory, file), text);
    return directory;
  };

  test(`each use is ${code} with the name of the file, and changes no file`, async () => {
    const text = readFileSync(join(sound(of), file), 'utf8');
    const harmful = damagesOf(text).filter(([name]) => !harmless.includes(name));
    expect(harmful.length).toBeGreaterThan(10);
    for (const [name, other] of harmful) {
      const directory = damaged(other);
      const before = contentOf(directory);
      for (const [use, run] of Object.entries(uses(directory)))
        expect(await failureOf(run), `${name}: ${use}`).toEqual([code, true]);
      expect(contentOf(directory), name).toEqual(before);
    }
  });

  test('each use of a harmless change gives a result or a coded error', async () => {
    const text = readFileSync(join(sound(of), file), 'utf8');
    const all = damagesOf(text).filter(([name]) => harmless.includes(name));
    expect(all.length).toBeGreaterThanOrEqual(Math.min(1, harmless.length));
    for (const [name, other] of all)
      for (const [use, run] of Object.entries(uses(damaged(other))))
        expect(await codeOf(run), `${name}: ${use}`).toMatch(/^(?:none|STORE_\w+)$/);
  });

  async function failureOf(run: () => Promise<unknown>): Promise<[string, boolean]> {
    const error = await run().catch(reason => reason);
    if (!(error instanceof HeroError)) return [`no HeroError: ${error}`, false];
    return [error.code, error.message.includes(file.replace('.store/', ''))];
  }
});

test.each(damagedFiles.filter(({ of }) => of !== 'sealed-backup'))(
  'an unknown member of $of/$file is ignored',
  async ({ of, file, uses }) => {
    const directory = join(folder, `${of}-${count++}`);
    cpSync(sound(of), directory, { recursive: true });
    writeFileSync(join(directory, file), withExtraMember(readFileSync(join(directory, file), 'utf8')));
    for (const run of Object.values(uses(directory))) await run();
    expect(existsSync(join(directory, file))).toBe(of !== 'logged');
  },
);

describe('a damaged line of an export', () => {
  const lines = ['{"key":"a","value":"1"}', '{"key":"a","base64":"/w=="}'];
  const isHarmless = ([name]: Damage) => ['key is "text"', 'empty'].includes(name);

  test.each(lines)('is STORE_BAD_EXPORT with its number, and nothing is imported: %s', async line => {
    const db = new MemoryStore();
    for (const [name, text] of damagesOf(line).filter(each => !isHarmless(each)))
      await expect(db.import(['{"key":"good","value":"x"}', text]), name).rejects.toMatchObject({
        code: 'STORE_BAD_EXPORT',
        message: expect.stringContaining('line 2 '),
      });
    expect(await db.keys()).toEqual([]);
  });

  test('of a sealed store is a coded error, and nothing is imported', async () => {
    const directory = join(folder, `sealed-${count++}`);
    cpSync(sound('sealed'), directory, { recursive: true });
    const db = sealed(directory);
    let line = '';
    for await (const each of db.export()) line = each;
    const before = contentOf(directory);
    for (const [name, text] of damagesOf(line).filter(each => !isHarmless(each)))
      expect(await codeOf(() => db.import([line, text])), name).toMatch(
        /^STORE_(?:BAD_EXPORT|SEALED_BROKEN)$/,
      );
    expect(contentOf(directory)).toEqual(before);
  });
});

async function codeOf(run: () => Promise<unknown>): Promise<string> {
  const error = await run().then(
    () => undefined,
    reason => reason,
  );
  if (error === undefined) return 'none';
  return error instanceof HeroError ? error.code : `no HeroError: ${error}`;
}

import { called, type Examples, typed } from './example.ts';

export const store: Examples = {
  STORE_BAD_KEY: called("await new MemoryStore().set('', 'value')", 'Give a key of at least one character.'),
  STORE_KEY_TOO_LONG: called(
    "await new MemoryStore().set('k'.repeat(2000), 'value')",
    'Shorten the key, and keep the long part in the value.',
  ),
  STORE_BAD_VALUE: called(
    "await new MemoryStore().set('port', 80)",
    "Store text, `set('port', '80')`, or JSON, `setJson('port', 80)`.",
  ),
  STORE_NOT_A_FILE: called(
    `await mkdir('values/port', { recursive: true });
await new FileStore('values').get('port');`,
    'Move away what stands where the value should be.',
  ),
  STORE_TOO_LARGE: called(
    `await mkdir('values');
await writeFile('values/report', '');
await truncate('values/report', 5 * 2 ** 30);
await new FileStore('values').get('report');`,
    'Keep big files in folders of their own, and their paths in the store.',
  ),
  STORE_BAD_JSON: called(
    `const db = new MemoryStore();
await db.set('settings', '{ port: 80 }');
await db.getJson('settings');`,
    "Write the value with `setJson('settings', { port: 80 })`, or read it with `get`.",
  ),
  STORE_LOCKED: called(
    `await mkdir('values/.store', { recursive: true });
await Lock.acquire('values/.store', { command: 'hero' });
await new FileStore('values', { waitMs: 100 }).set('port', '80');`,
    'Wait until that process is done, or end it; `waitMs` says how long a writer waits.',
  ),
  STORE_NESTED: called(
    `const db = new MemoryStore();
await db.update('count', async text => {
  await db.set('last', text ?? '0');
  return String(Number(text) + 1);
});`,
    'Return the new value only, and write other keys behind the update, or all of them in one `batch`.',
  ),
  STORE_NO_HISTORY: called(
    "await new FileStore('values').history('port')",
    "Open the store with a history: `new FileStore('values', { history: 10 })`.",
  ),
  STORE_BAD_FORMAT: called(
    `await mkdir('values/.store', { recursive: true });
await writeFile('values/.store/format.json', '{ "format": "heroplay-store", "version": 99 }');
await new FileStore('values').get('port');`,
    'Open the store with the version that wrote it.',
  ),
  STORE_BAD_EXPORT: called(
    'await new MemoryStore().import([\'{"key":"port"}\'])',
    'Give each line a key and a value: `{"key":"port","value":"80"}`.',
  ),
  STORE_BAD_BACKUP: called(
    `const db = new MemoryStore();
await db.set('city', 'Ghent');
await backupStore(db, 'kept');
await writeFile('kept/data.jsonl', '{"key":"city","value":"Bruges"}');
await restoreStore(db, 'kept');`,
    'Restore another backup; `checkBackup` says whether one is whole.',
  ),
  STORE_OTHER_DRIVER: typed(
    `hero config set city Ghent
hero run --text '!!context.configure store:lmdb'`,
    'Move the databases that are there with `hero store migrate lmdb`.',
  ),
  STORE_SEALED_BROKEN: called(
    `const files = new FileStore('values');
await files.set('token', 'written past the seal');
const access = { passphrase: async () => 'four words and more', identities: async () => undefined };
const keys = new KeyRing(files.name, 'values/.store/keys.json', access);
await new SealedStore(files, keys).get('token');`,
    'Restore the value from a backup, or set it again; only a sealed database can write it.',
  ),
  STORE_WRONG_KEY: called(
    `const open = passphrase =>
  new KeyRing('values', 'keys.json', { passphrase: async () => passphrase, identities: async () => undefined });
await open('four words and more').current();
await open('fewer words').current();`,
    'Give the passphrase, or the age identity, that opens the ring.',
  ),
  STORE_BAD_KEYS: called(
    `await writeFile('keys.json', '<<<<<<< two merged rings');
const access = { passphrase: async () => 'four words and more', identities: async () => undefined };
await new KeyRing('values', 'keys.json', access).current();`,
    'Restore `keys.json` from git or a backup: without it nothing can be opened.',
  ),
  STORE_REVEAL_REFUSED: typed(
    'hero secret get api.token > token.txt',
    'Add `--reveal` where the output is meant to hold the secret.',
  ),
  STORE_FAILED: called(
    `await writeFile('values', 'a file, no folder');
await new FileStore('values/inner').set('port', '80');`,
    'Open the store in a folder that can be made and written.',
  ),
};

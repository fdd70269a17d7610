import { called, type Examples } from './example.ts';

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
  STORE_FAILED: called(
    `await writeFile('values', 'a file, no folder');
await new FileStore('values/inner').set('port', '80');`,
    'Open the store in a folder that can be made and written.',
  ),
};

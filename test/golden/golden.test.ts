import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { FileStore, KeyRing, PlayBook, type PlayEvent, SealedStore } from '../../src/index.ts';
import { checkedLines, openGolden, steady } from './play.ts';

// What sessions and stores of build 40625b0 wrote. Never record these files again: homes of that build must stay
// readable, and their actions must stay known.

const recorded = join(import.meta.dirname, 'recorded');

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'hero-golden-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

function expectRecorded(name: string, text: string): void {
  const path = join(recorded, name);
  if (process.env.RECORD) writeFileSync(path, text);
  expect(text).toBe(readFileSync(path, 'utf8'));
}

/** The bytes of all files below a folder that a store keeps, by their paths. */
function bytesBelow(path: string): string {
  const files = readdirSync(path, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && !/lock|wanted/.test(entry.name))
    .map(entry => join(entry.parentPath, entry.name))
    .sort();
  return `${JSON.stringify(
    files.map(file => [file.slice(path.length + 1), readFileSync(file).toString('base64')]),
    null,
    1,
  )}\n`;
}

test('hashes of actions are those of the recorded build', () => {
  const playbook = new PlayBook();
  for (const name of ['every-kind.hero', 'hashes.hero'])
    playbook.add(readFileSync(join(import.meta.dirname, name), 'utf8'));
  const lines = playbook.actions.map(action => `${action.fullName} ${action.hash()}`);
  expectRecorded('hashes.txt', `${[...lines, `playbook ${playbook.hash()}`].join('\n')}\n`);
});

test('keys of actions are those of the recorded build', async () => {
  const session = await openGolden(folder());
  const keys: string[] = [];
  session.on((event: PlayEvent) => {
    if (event.type === 'started') keys.push(`${event.action.name} ${event.action.key}`);
    if (event.type === 'entered') keys.push(...event.actions.map(({ name, key }) => `${name} ${key}`));
  });
  await session.run();
  expectRecorded('keys.txt', `${[...new Set(keys)].join('\n')}\n`);
});

test('the key of an action in a file is made of the real path and the text', async () => {
  const home = folder();
  const path = join(home, 'a.hero');
  writeFileSync(path, "!!play.echo content:'hi' // said\n!!play.echo content:hi\n");
  const { newSession } = await import('../../src/index.ts');
  const session = await newSession({ home, playbookPath: path, interactive: false });
  const keys: string[] = [];
  session.on((event: PlayEvent) => event.type === 'started' && keys.push(event.action.key));
  await session.run();
  const hash = createHash('sha256').update(`${path}\n!!play.echo content:hi`).digest('hex').slice(0, 16);
  expect(keys).toEqual([`${hash}-1`, `${hash}-2`]);
});

test('a journal has the bytes of the recorded build', async () => {
  const home = folder();
  const session = await openGolden(home);
  await session.run();
  const lines = checkedLines(join(session.path, 'journal.jsonl')).map(line => steady(line, home));
  expectRecorded('journal.txt', `${lines.join('\n')}\n`);
});

test('a session and its playbook are kept with the bytes of the recorded build', async () => {
  const home = folder();
  const session = await openGolden(home);
  await session.run();
  const state = readFileSync(join(session.path, 'session.json'), 'utf8');
  expectRecorded('session.txt', steady(state, home));
  expectRecorded('playbook.txt', readFileSync(join(session.path, 'playbook.hero'), 'utf8'));
});

test('a file store has the bytes of the recorded build', async () => {
  const path = join(folder(), 'db');
  const store = new FileStore(path, { name: 'golden' });
  await store.set('plain', 'text');
  await store.set('Empty value/with:odd*characters', '');
  await store.set('bytes', new Uint8Array([0, 255, 10, 13]));
  await store.setJson('json', { list: [1, 'two', null] });
  await store.set('k'.repeat(900), 'under a long key');
  await store.batch([
    { kind: 'set', key: 'batched', value: 'äöü' },
    { kind: 'delete', key: 'plain' },
  ]);
  await store.close();
  expectRecorded('store.txt', bytesBelow(path));
});

/** A copy of a home that the recorded build wrote. */
function recordedHome(): string {
  const home = folder();
  cpSync(join(recorded, 'home'), home, { recursive: true });
  return home;
}

test('an interrupted session of the recorded build is resumed, and nothing is played twice', async () => {
  const home = recordedHome();
  const { newSession } = await import('../../src/index.ts');
  const session = await newSession({ home, sessionName: 'interrupted', resume: true, interactive: false });
  const played: string[] = [];
  session.on((event: PlayEvent) => event.type === 'said' && played.push(event.text));
  await session.run({ resume: true, resolve: { 2: 'done' } });
  expect(played).toEqual(['third']);
});

test('sealed values and keys of the recorded build are opened', async () => {
  const path = join(recordedHome(), 'sealed');
  const access = {
    passphrase: async () => 'golden passphrase',
    identities: async () => undefined,
  };
  const store = new FileStore(path, 'golden');
  const sealed = new SealedStore(store, new KeyRing('golden', join(path, '.store', 'keys.json'), access));
  expect(await sealed.get('token')).toBe('golden sealed value');
});

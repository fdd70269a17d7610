import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { PlannedChange } from '../../src/action/index.ts';
import type { Session } from '../../src/index.ts';
import { commit, makeUpstream, redirect, runGit } from '../git/upstream.ts';
import { folderWith, isolate } from '../play/world.ts';
import { scriptIn } from './folder.ts';

isolate();

interface Outlook {
  readonly changes: readonly PlannedChange[];
  readonly unknown: readonly string[];
}

/** What each action of a script would change. */
async function outlook(folder: string, text: string): Promise<Outlook[]> {
  const session = await scriptIn(folder, text, { rehearsal: true });
  const { actions } = await session.plan();
  return actions.map(({ changes, unknown }) => ({ changes, unknown }));
}

const nothing = { changes: [], unknown: [] };
const change = (kind: PlannedChange['kind'], what: string, more: object = {}) => ({
  changes: [{ kind, what, ...more }],
  unknown: [],
});

async function playIn(folder: string, text: string): Promise<Session> {
  const session = await scriptIn(folder, text);
  await session.run();
  return session;
}

describe('file.*', () => {
  test('write creates, changes, or leaves', async () => {
    const folder = folderWith({ 'old.txt': 'one\n', 'same.txt': 'two\n' });
    const at = (name: string) => join(folder, name);
    expect(
      await outlook(
        folder,
        '!!file.write path:new/a.txt content:two\n!!file.write path:old.txt content:two\n!!file.write path:same.txt content:two\n!!file.write path:old.txt content:three overwrite:no',
      ),
    ).toEqual([
      change('create', at('new/a.txt'), { after: 'two\n' }),
      change('change', at('old.txt'), { before: 'one\n', after: 'two\n' }),
      nothing,
      { changes: [], unknown: [expect.stringContaining(at('old.txt'))] },
    ]);
    expect([readFileSync(at('old.txt'), 'utf8'), existsSync(at('new'))]).toEqual(['one\n', false]);
  });

  test('one action sees what those before it would leave', async () => {
    const folder = folderWith({});
    const at = (name: string) => join(folder, name);
    const text = [
      '!!file.write path:a.txt content:one',
      '!!file.copy from:a.txt to:b.txt',
      '!!file.write path:b.txt content:two',
      '!!file.delete path:a.txt',
      '!!file.copy from:a.txt to:c.txt',
      '!!file.delete path:a.txt',
      '!!file.mkdir path:out',
      '!!file.mkdir path:out',
      '!!file.delete path:out recursive:yes',
    ].join('\n');
    expect(await outlook(folder, text)).toEqual([
      change('create', at('a.txt'), { after: 'one\n' }),
      change('create', at('b.txt'), { after: 'one\n' }),
      change('change', at('b.txt'), { before: 'one\n', after: 'two\n' }),
      change('remove', at('a.txt'), { before: 'one\n' }),
      { changes: [], unknown: [expect.stringContaining(at('a.txt'))] },
      nothing,
      change('create', at('out'), { after: '(a folder)' }),
      nothing,
      change('remove', at('out')),
    ]);
  });

  test('a folder is there with what was made in it, and with it goes all of it', async () => {
    const folder = folderWith({ 'old/a.txt': 'one\n' });
    const at = (name: string) => join(folder, name);
    const folderAt = (kind: 'create' | 'remove', name: string) =>
      change(kind, at(name), kind === 'create' ? { after: '(a folder)' } : {});
    const steps: [string, Outlook][] = [
      ['write path:new/in/a.txt content:one', change('create', at('new/in/a.txt'), { after: 'one\n' })],
      ['mkdir path:new', nothing],
      ['mkdir path:new/in', nothing],
      ['mkdir path:new/i', folderAt('create', 'new/i')],
      ['delete path:new/in/a.txt', change('remove', at('new/in/a.txt'), { before: 'one\n' })],
      ['mkdir path:new/in', nothing],
      ['delete path:new recursive:yes', folderAt('remove', 'new')],
      ['delete path:new/in/a.txt', nothing],
      ['delete path:new recursive:yes', nothing],
      ['mkdir path:new', folderAt('create', 'new')],
      ['delete path:old recursive:yes', folderAt('remove', 'old')],
      ['delete path:old/a.txt', nothing],
      ['write path:old/b.txt content:two', change('create', at('old/b.txt'), { after: 'two\n' })],
      ['mkdir path:old', nothing],
      ['write path:old/a.txt content:one', change('create', at('old/a.txt'), { after: 'one\n' })],
    ];
    const found = await outlook(folder, steps.map(([step]) => `!!file.${step}`).join('\n'));
    expect(found).toEqual(steps.map(([, expected]) => expected));
  });

  test('what was planned is what is left to do no more', async () => {
    const folder = folderWith({});
    const text =
      '!!file.write path:a.txt content:one\n!!file.copy from:a.txt to:b.txt\n!!file.mkdir path:out\n!!file.delete path:c.txt';
    await playIn(folder, text);
    expect(await outlook(folder, text)).toEqual([nothing, nothing, nothing, nothing]);
  });

  test('what is no text is told by its size', async () => {
    const folder = folderWith({ 'a.bin': Uint8Array.of(0xff, 0xfe, 0) });
    const [first] = await outlook(folder, '!!file.write path:a.bin content:one');
    expect(first?.changes[0]).toMatchObject({
      kind: 'change',
      before: expect.stringMatching(/^\(3 bytes, [0-9a-f]{64}\)$/),
    });
  });
});

describe('config.*', () => {
  test('set creates, changes or leaves; delete removes', async () => {
    const folder = folderWith({});
    const session = await playIn(folder, '!!config.set key:old value:one\n!!config.set key:same value:two');
    const text = [
      '!!config.set key:fresh value:one',
      '!!config.set key:old value:two',
      '!!config.set key:same value:two',
      '!!config.delete key:old',
      '!!config.delete key:old',
      '!!config.list',
    ].join('\n');
    const plan = await (await scriptIn(folder, text, { context: session.context, rehearsal: true })).plan();
    const key = (name: string) => `the key ${name} of the configuration of default`;
    expect(plan.actions.map(({ changes, unknown }) => ({ changes, unknown }))).toEqual([
      change('create', key('fresh'), { after: 'one' }),
      change('change', key('old'), { before: 'one', after: 'two' }),
      nothing,
      change('remove', key('old'), { before: 'two' }),
      nothing,
      nothing,
    ]);
    expect(await session.configDb().keys()).toEqual(['old', 'same']);
  });
});

describe('git.clone', () => {
  const url = 'https://git.example/ada/kit';

  function served(): { folder: string; path: string; upstream: string } {
    const folder = folderWith({});
    const upstream = makeUpstream(join(folder, 'served/ada/kit'));
    redirect('https://git.example/', join(folder, 'served'));
    return { folder, upstream, path: join(folder, 'coderoot/git.example/ada/kit') };
  }

  test('creates what is missing, and asks no server for it', async () => {
    const folder = folderWith({});
    redirect('https://git.example/', join(folder, 'nowhere'));
    expect(await outlook(folder, `!!git.clone url:'${url}'`)).toEqual([
      change('create', `the checkout ${join(folder, 'coderoot/git.example/ada/kit')}`),
    ]);
  });

  test('leaves what is there, switches to another branch, and does not know what pulling brings', async () => {
    const { folder, path, upstream } = served();
    await playIn(folder, `!!git.clone url:'${url}' depth:0`);
    const head = runGit(upstream, 'rev-parse', 'main');
    commit(upstream, { 'new.txt': 'new' });
    const what = `the checkout ${path}`;
    expect(
      await outlook(
        folder,
        ['', ' branch:main', ' branch:feature/x', ' pull:yes', ' reset:yes']
          .map(more => `!!git.clone url:'${url}'${more}`)
          .join('\n'),
      ),
    ).toEqual([
      nothing,
      nothing,
      change('change', what, { before: `main ${head}`, after: 'on feature/x' }),
      { changes: [], unknown: [expect.stringContaining(what)] },
      { changes: [], unknown: [expect.stringContaining(what)] },
    ]);
    expect(runGit(path, 'rev-parse', '--abbrev-ref', 'HEAD')).toBe('main');
  });
});

test('exec.run says what it runs, and knows no more', async () => {
  const folder = folderWith({});
  mkdirSync(join(folder, 'sub'));
  expect(await outlook(folder, "!!exec.run cmd:touch args:'a b','c'")).toEqual([
    { changes: [{ kind: 'run', what: 'touch a b c' }], unknown: [expect.any(String)] },
  ]);
});

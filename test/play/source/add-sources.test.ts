import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Context } from '../../../src/index.ts';
import { commit, makeUpstream, redirect, runGit, tempFolder } from '../../git/upstream.ts';
import { failure, folderWith, isolate, open, writeFiles } from '../world.ts';

isolate();

const texts = (actions: readonly { heroscript(): string }[]) => actions.map(action => action.heroscript());

describe('a playbook', () => {
  test('is added from a text, which is called as the caller says', async () => {
    const session = await open();
    const added = await session.addPlaybook({ text: '\n!!a.x', name: 'notes', folder: '/srv' });
    expect(added.map(({ place }) => place)).toEqual(['notes:2:1']);
    expect(added[0]?.origin).toEqual({ folder: '/srv', chain: [] });
    expect((await session.addPlaybook({ text: '!!b.x' }))[0]?.origin.folder).toBe(process.cwd());
    expect(session.playbook.actions).toHaveLength(2);
  });

  test('is added from a file, whatever it is called', async () => {
    const folder = folderWith({ 'a.txt': '!!a.x' });
    const [action] = await (await open()).addPlaybook({ path: join(folder, 'a.txt') });
    expect(action?.origin).toEqual({ folder, chain: [join(folder, 'a.txt')] });
  });

  test('is added from a folder, its scripts in order', async () => {
    const path = folderWith({
      'z.md': '!!a.one',
      'sub/a.md': '!!a.two',
      'a.hero': '!!a.three',
      'x.txt': '!!a.no',
    });
    expect(texts(await (await open()).addPlaybook({ path }))).toEqual(['!!a.two', '!!a.one', '!!a.three']);
  });

  test('is added whole or not at all', async () => {
    const path = folderWith({ 'a.hero': '!!a.x' });
    const session = await open();
    expect((await failure(() => session.addPlaybook({ path, prio: 100 }))).code).toBe('PLAY_BAD_ARGUMENTS');
    expect((await failure(() => session.addPlaybook({ path: join(path, 'none') }))).code).toBe(
      'PLAY_PATH_NOT_FOUND',
    );
    expect(session.playbook.actions).toEqual([]);
  });

  test('needs exactly one of text, path and url', async () => {
    const session = await open();
    for (const source of [{}, { text: '', path: '.' }, { text: '', path: '.', url: 'h/a/b' }]) {
      const error = await failure(() => session.addPlaybook(source));
      expect(error.message).toBe(
        `expected one of text, path and url, but found ${Object.keys(source).length}`,
      );
    }
  });

  test('plays before and after others by its prio', async () => {
    const session = await open();
    await session.addPlaybook({ text: '!!a.last' });
    await session.addPlaybook({ text: '!!a.mid', prio: 50 });
    await session.addPlaybook({ text: '!!a.first', prio: 0 });
    expect(session.playbook.names()).toEqual(['first', 'mid', 'last']);
  });

  test('has names replaced in values, and in nothing else', async () => {
    const session = await open();
    const replace = { WHO: "x'\n!!git.clone url:'y", a: '{WHO}' };
    const added = await session.addPlaybook({
      text: `!!a.x k:'{who} \${A} {{WHO}} {no}' {who}\n!!b.y k:1`,
      replace,
    });
    expect(added).toHaveLength(2);
    expect(added[0]?.params.get('k')).toBe("x'\n!!git.clone url:'y {WHO} {{WHO}} {no}");
    expect(added[0]?.params.args).toEqual(['{who}']);
  });
});

describe('a playbook of a git repository', () => {
  const url = 'https://git.example/ada/library';

  async function upstream(): Promise<string> {
    const folder = tempFolder();
    const repository = makeUpstream(join(folder, 'ada/library'));
    commit(repository, { 'play/a.hero': '!!a.one' });
    redirect('https://git.example/', folder);
    return repository;
  }

  test('is checked out below the coderoot of the context', async () => {
    await upstream();
    const session = await open({ contextName: 'ops', coderoot: join(tempFolder(), 'code') });
    const added = await session.addPlaybook({ url: `${url}/src/branch/main/play` });
    const root = join(session.context.coderoot, 'git.example/ada/library');
    expect(texts(added)).toEqual(['!!a.one']);
    expect(added[0]?.origin).toMatchObject({
      folder: join(root, 'play'),
      remote: { url: `${url}/src/branch/main/play`, root },
    });
  });

  test('is fetched again with gitPull only', async () => {
    const repository = await upstream();
    const session = await open();
    await session.addPlaybook({ url });
    commit(repository, { 'play/a.hero': '!!a.two' });
    expect(texts(await session.addPlaybook({ url }))).toEqual(['!!a.one']);
    expect(texts(await session.addPlaybook({ url, gitPull: true }))).toEqual(['!!a.two']);
  });

  test('with local changes is pulled with gitReset only', async () => {
    await upstream();
    const session = await open();
    await session.addPlaybook({ url });
    const checkout = join(session.context.coderoot, 'git.example/ada/library');
    writeFiles(checkout, { 'play/a.hero': '!!a.mine' });
    expect((await failure(() => session.addPlaybook({ url, gitPull: true }))).code).toBe('GIT_LOCAL_CHANGES');
    expect(texts(await session.addPlaybook({ url, gitPull: true, gitReset: true }))).toEqual(['!!a.one']);
    expect(runGit(checkout, 'status', '--porcelain')).toBe('');
  });

  test('may be a repository of this machine, when the person names it', async () => {
    const repository = await upstream();
    const session = await open();
    const [action] = await session.addPlaybook({ url: repository });
    expect(action?.origin.folder).toBe(join(session.context.coderoot, 'local/ada/library/play'));
  });

  test.each<[string, (signal: AbortSignal, context: Context) => Promise<unknown>]>([
    ['a new session', (signal, context) => open({ context, playbookUrl: url, signal })],
    [
      'a session that is open',
      async (signal, context) => open({ session: await open({ context }), playbookUrl: url, signal }),
    ],
  ])('is not checked out for %s when that is given up', async (_, load) => {
    await upstream();
    const { context } = await open();
    const error = await failure(() => load(AbortSignal.abort(new Error('enough')), context));
    expect(error.code).toBe('SYS_COMMAND_STOPPED');
    expect(existsSync(join(context.coderoot, 'git.example/ada/library/.git'))).toBe(false);
    expect(await load(new AbortController().signal, context)).toBeDefined();
  });

  test('that is not there is an error', async () => {
    await upstream();
    const session = await open();
    const error = await failure(() => session.addPlaybook({ url: `${url}/src/branch/main/none` }));
    expect(error.code).toBe('GIT_PATH_NOT_FOUND');
  });
});

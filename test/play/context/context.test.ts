import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { listContexts, OurTime, openContext, Params } from '../../../src/index.ts';
import { requireContext } from '../../../src/play/index.ts';
import { tempFolder } from '../../git/upstream.ts';
import { failure, folderWith, isolate, now, open, play, writeFiles } from '../world.ts';

isolate();

describe('a context', () => {
  test('is opened by name, and nothing is made for that', async () => {
    const home = tempFolder();
    const context = await openContext('Ops', { home });
    expect(context.name).toBe('ops');
    expect(context.path).toBe(join(home, 'contexts/ops'));
    expect(await context.exists()).toBe(false);
    expect(readdirSync(home)).toEqual([]);
    expect((await openContext()).name).toBe('default');
  });

  test('keeps coderoot and params, in a folder of its owner only', async () => {
    const home = tempFolder();
    const context = await openContext('ops', { home });
    await context.configure({ coderoot: '~/ops/code', params: Params.from({ domain: 'example.org' }) });
    await context.configure({ params: Params.from({ size: '2 GB' }) });
    const again = await openContext('ops', { home });
    expect(again.coderoot).toBe(join(homedir(), 'ops/code'));
    expect(again.code.path).toBe(again.coderoot);
    expect(Object.fromEntries(again.params.toMap())).toEqual({ domain: 'example.org', size: '2 GB' });
    expect(await again.exists()).toBe(true);
    expect(statSync(again.path).mode & 0o777).toBe(0o700);
  });

  test('without a coderoot has the one of the environment', async () => {
    const context = await openContext('ops', { home: tempFolder() });
    await context.configure({});
    expect(context.coderoot).toBe(process.env.HERO_CODEROOT);
    expect(JSON.parse(readFileSync(join(context.path, 'context.json'), 'utf8'))).not.toHaveProperty(
      'coderoot',
    );
  });

  test('is listed with the others, sorted', async () => {
    const home = tempFolder();
    expect(await listContexts({ home })).toEqual([]);
    for (const name of ['zeta', 'alpha']) await (await openContext(name, { home })).save();
    writeFiles(home, { 'contexts/a-file': 'x', 'contexts/.hidden/x': 'x' });
    expect(await listContexts({ home })).toEqual(['alpha', 'zeta']);
  });

  test('must be there when it is required', async () => {
    const home = tempFolder();
    const none = await failure(() => requireContext('ops', home));
    expect([none.code, none.hint]).toEqual(['PLAY_NO_CONTEXT', 'run a script to make one']);
    await (await openContext('ops', { home })).save();
    expect((await requireContext('Ops', home)).name).toBe('ops');
    expect((await failure(() => requireContext('opps', home))).hint).toBe('there are `ops`');
  });

  test('with a broken file is refused', async () => {
    const home = folderWith({ 'contexts/ops/context.json': '{' });
    expect((await failure(() => openContext('ops', { home }))).code).toBe('PLAY_BAD_STATE');
  });

  test('has named databases, the configuration among them', async () => {
    const context = await openContext('ops', { home: tempFolder() });
    await context.configDb().set('city', 'Ghent');
    await context.db('Names').set('city', 'Bruges');
    expect(await context.db('config').get('city')).toBe('Ghent');
    expect(await context.db('names').get('city')).toBe('Bruges');
    expect(existsSync(join(context.path, 'db/names'))).toBe(true);
    expect((await failure(() => context.db('../x'))).code).toBe('PLAY_BAD_NAME');
  });

  test('knows its sessions, the latest last', async () => {
    const home = tempFolder();
    for (const [sessionName, time] of [
      ['beta', now + 5],
      ['alpha', now],
      ['gamma', now],
    ] as const)
      await open({ home, contextName: 'ops', sessionName, clock: () => time });
    const context = await openContext('ops', { home });
    await open({ context, sessionName: 'alpha', playbookText: '!!play.echo content:x', run: true });
    writeFiles(context.path, { 'sessions/strange/note.txt': 'x' });
    const sessions = await context.sessions();
    expect(sessions.map(({ name }) => name)).toEqual(['alpha', 'gamma', 'beta']);
    expect(sessions[0]).toEqual({
      name: 'alpha',
      start: OurTime.fromEpoch(now),
      end: OurTime.fromEpoch(now),
      remotes: [],
    });
    expect((await context.latestSession())?.name).toBe('beta');
    expect(await (await openContext('empty', { home })).latestSession()).toBeUndefined();
  });

  test('is made again by its script', async () => {
    const context = await openContext('ops', { home: tempFolder() });
    expect(context.heroscript()).toBe('!!context.configure name:ops\n');
    await context.configure({ coderoot: '/srv/code', params: Params.from({ domain: "it's" }) });
    const home = tempFolder();
    await play(context.heroscript(), { home });
    const again = await openContext('ops', { home });
    expect(again.coderoot).toBe('/srv/code');
    expect(again.params.equal(context.params)).toBe(true);
    expect(again.heroscript()).toBe(context.heroscript());
  });
});

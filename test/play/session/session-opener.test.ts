import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { newSession, openContext, type SessionArgs } from '../../../src/index.ts';
import { tempFolder } from '../../git/upstream.ts';
import { failure, folderWith, heard, isolate, now, open } from '../world.ts';

isolate();

describe('the name of a session', () => {
  test('is the time when none is given, with _2 and _3 when that is taken', async () => {
    const home = tempFolder();
    const names = [];
    for (let at = 0; at < 3; at++) names.push((await open({ home })).name);
    expect(names).toEqual(['2026_11_22_10_15_30', '2026_11_22_10_15_30_2', '2026_11_22_10_15_30_3']);
  });

  test('is taken by one of many that open at once', async () => {
    const home = tempFolder();
    const sessions = await Promise.all(Array.from({ length: 8 }, () => open({ home })));
    expect(new Set(sessions.map(({ name }) => name)).size).toBe(8);
  });

  test('is the given one in lower case', async () => {
    const session = await open({ sessionName: 'Nightly' });
    expect(session.name).toBe('nightly');
    expect(existsSync(join(session.context.path, 'sessions/nightly/session.json'))).toBe(true);
  });

  test('is the one that the script defines, unless another is given', async () => {
    const playbookText = '!!a.x\n!!core.session_define name:weekly';
    expect((await open({ playbookText })).name).toBe('weekly');
    expect((await open({ playbookText, sessionName: 'mine' })).name).toBe('mine');
  });
});

describe('the context of a session', () => {
  test('is `default`, or the given one', async () => {
    const home = tempFolder();
    expect((await open({ home })).context.name).toBe('default');
    expect((await open({ home, contextName: 'ops' })).context.path).toBe(join(home, 'contexts/ops'));
    const context = await openContext('mine', { home });
    expect((await open({ context })).context).toBe(context);
  });

  test('is the one that a local script configures', async () => {
    const text = '!!a.x\n!!Context.Configure name:Ops';
    expect((await open({ playbookText: text })).context.name).toBe('ops');
    const playbookPath = join(folderWith({ 'a.hero': text }), 'a.hero');
    expect((await open({ playbookPath })).context.name).toBe('ops');
    expect((await open({ playbookPath, contextName: 'mine' })).context.name).toBe('mine');
  });

  test.each(['core.configure', 'core.context_set', 'context_define'])(
    'may be configured by %s',
    async name => {
      expect((await open({ playbookText: `!!${name} name:ops` })).context.name).toBe('ops');
    },
  );

  test('is not the one of prose', async () => {
    expect((await open({ playbookText: 'write `!!context.configure name:ops`' })).context.name).toBe(
      'default',
    );
  });

  test('keeps the coderoot', async () => {
    const home = tempFolder();
    await open({ home, contextName: 'ops', coderoot: '/srv/code' });
    expect((await openContext('ops', { home })).coderoot).toBe('/srv/code');
    expect((await openContext('default', { home })).coderoot).toBe(process.env.HERO_CODEROOT);
  });
});

describe('arguments that contradict each other', () => {
  test.each<[keyof SessionArgs, keyof SessionArgs]>([
    ['context', 'contextName'],
    ['context', 'coderoot'],
    ['context', 'home'],
    ['session', 'context'],
    ['session', 'contextName'],
    ['session', 'sessionName'],
    ['session', 'coderoot'],
    ['session', 'home'],
    ['session', 'interactive'],
    ['session', 'actors'],
    ['session', 'ask'],
    ['session', 'clock'],
    ['session', 'allowInclude'],
    ['playbookPath', 'playbookUrl'],
    ['playbookPath', 'playbookText'],
    ['playbookText', 'playbookUrl'],
  ])('%s and %s are refused', async (first, second) => {
    const home = tempFolder();
    const all: SessionArgs = {
      context: await openContext('ops', { home }),
      session: await open(),
      contextName: 'default',
      sessionName: 'name',
      interactive: true,
      coderoot: '/srv',
      playbookUrl: 'h/a/b',
      playbookPath: '.',
      playbookText: '',
      home,
      actors: [],
      ask: async () => '',
      clock: () => now,
      allowInclude: [],
    };
    const error = await failure(() => newSession({ [first]: all[first], [second]: all[second] }));
    expect([error.code, error.message]).toEqual([
      'PLAY_BAD_ARGUMENTS',
      `\`${first}\` and \`${second}\` cannot be given together`,
    ]);
    expect(readdirSync(home)).toEqual([]);
  });

  test('a coderoot without a context is refused', async () => {
    const error = await failure(() => open({ coderoot: '/srv', contextName: '' }));
    expect(error.message).toBe('`coderoot` needs a `contextName`: it belongs to a context');
  });
});

describe('S01: a bad name', () => {
  const names = ['../../x', '.', '..', 'a/b', '', 'CON', 'x'.repeat(300), '-rf', 'a\nb'];

  test.each(names)('of a session, %j, makes nothing', async sessionName => {
    const home = tempFolder();
    expect((await failure(() => open({ home, sessionName }))).code).toBe('PLAY_BAD_NAME');
    expect(readdirSync(home)).toEqual([]);
  });

  test.each(names)('of a context, %j, makes nothing', async contextName => {
    const home = tempFolder();
    expect((await failure(() => open({ home, contextName }))).code).toBe('PLAY_BAD_NAME');
    expect(readdirSync(home)).toEqual([]);
  });
});

describe('the playbook of a new session', () => {
  test('comes from a text, a file or a folder', async () => {
    const folder = folderWith({ 'a.hero': '!!a.x' });
    for (const args of [
      { playbookText: '!!a.x' },
      { playbookPath: folder },
      { playbookPath: join(folder, 'a.hero') },
    ])
      expect((await open(args)).playbook.heroscript()).toBe('!!a.x\n');
    expect((await open()).playbook.actions).toEqual([]);
  });

  test('comes with priorities', async () => {
    const session = await open({ playbookText: '!!a.x\n!!b.x', playbookPriorities: { 1: 'b.*' } });
    expect(session.playbook.find().map(({ actor }) => actor)).toEqual(['b', 'a']);
  });

  test('with errors leaves nothing behind', async () => {
    const home = tempFolder();
    const error = await failure(() => open({ home, playbookText: "!!a.x v:'open" }));
    expect(error.code).toBe('PLAY_SCRIPT_ERRORS');
    expect(readdirSync(home)).toEqual([]);
  });

  test('is played when `run` is set', async () => {
    expect((await open({ playbookText: '!!play.echo content:x' })).playbook.find()).toHaveLength(1);
    const session = await open({ playbookText: '!!play.echo content:x', run: true });
    expect(session.playbook.find()).toEqual([]);
    expect(session.end?.unix()).toBe(now);
  });

  test('may be played by actors and modules of the program', async () => {
    const seen: string[] = [];
    const module = {
      name: 'all of a',
      filter: 'a.*',
      play(session: Awaited<ReturnType<typeof open>>) {
        for (const action of session.playbook.find({ filter: 'a.*' })) {
          seen.push(action.name);
          action.done = true;
        }
      },
    };
    await open({ playbookText: '!!a.x\n!!a.y', actors: [module], run: true });
    expect(seen).toEqual(['x', 'y']);
  });
});

describe('an open session', () => {
  test('goes on with another playbook, its priorities and a run', async () => {
    const session = await open({ playbookText: '!!play.echo content:one' });
    const said = heard(session);
    const same = await open({
      session,
      playbookText: '!!config.set key:a value:b',
      playbookPriorities: { 0: 'config.*' },
      run: true,
    });
    expect(same).toBe(session);
    expect(said).toEqual(['one']);
    expect(session.playbook.sorted().map(({ actor }) => actor)).toEqual(['config', 'play']);
  });
});

describe('a kept session', () => {
  test('is opened again with all that it knew', async () => {
    const home = tempFolder();
    const first = await open({
      home,
      sessionName: 'nightly',
      playbookPriorities: { 7: 'x.*' },
      playbookText:
        "// hello\n!!core.params_session_set team:'night crew' word\n!!session.env_set key:A val:1\n!!play.echo content:{A}",
    });
    await first.run();
    const again = await open({ home, sessionName: 'nightly', clock: () => now + 100 });
    expect(again.start.unix()).toBe(now);
    expect(again.end?.unix()).toBe(now);
    expect(again.params.equal(first.params)).toBe(true);
    expect([...again.env]).toEqual([['A', '1']]);
    expect(again.playbook.hash()).toBe(first.playbook.hash());
    expect(again.playbook.actions[0]?.comments).toBe('hello');
    expect(again.heroscript()).toBe(first.heroscript());
  });

  test('gets the given playbook in place of its own, and stays as old as it was', async () => {
    const home = tempFolder();
    await open({ home, sessionName: 'nightly', playbookText: '!!a.x' });
    const again = await open({ home, sessionName: 'nightly', playbookText: '!!b.x', clock: () => now + 9 });
    expect(again.playbook.heroscript()).toBe('!!b.x\n');
    expect(again.start.unix()).toBe(now);
    await again.save();
    expect((await open({ home, sessionName: 'nightly' })).playbook.heroscript()).toBe('!!b.x\n');
  });

  test('keeps its playbook when the new one has errors', async () => {
    const home = tempFolder();
    await open({ home, sessionName: 'nightly', playbookText: '!!a.x' });
    await failure(() => open({ home, sessionName: 'nightly', playbookText: "!!a.x v:'open" }));
    expect((await open({ home, sessionName: 'nightly' })).playbook.heroscript()).toBe('!!a.x\n');
  });
});

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { defineActor, type Module, type PlayEvent, p, type Session } from '../../../src/index.ts';
import { sharedJson } from '../../support/shared.ts';
import { failure, folderWith, heard, isolate, open, play } from '../world.ts';

isolate();

/** A module that plays with `session.playbook.find`, as the seed does. */
function finder(name: string, filter: string, seen: string[]): Module {
  return {
    name,
    filter,
    play(session) {
      for (const action of session.playbook.find({ filter })) {
        seen.push(`${name}:${action.name}:${action.params.getDefault('k', '')}`);
        action.done = true;
      }
    },
  };
}

/** A module that plays with `session.play`. */
function streamer(name: string, filter: string, seen: string[], inner = filter): Module {
  return {
    name,
    filter,
    async play(session) {
      seen.push(`${name}(`);
      for await (const action of session.play(inner))
        seen.push(`${action.name}:${action.params.getDefault('k', '')}`);
      seen.push(')');
    },
  };
}

/** Whether an event tells of the start or the end of an action. */
function isStep(event: PlayEvent) {
  return event.type === 'started' || event.type === 'done' || event.type === 'failed';
}

function actor(name: string, seen: string[]) {
  const action = {
    summary: 'Remembers.',
    params: { k: p.text().default('') },
    run: ({ k }: { k: string }) => void seen.push(`${name}:${k}`),
  };
  return defineActor(name, { x: action, y: action });
}

describe('the order of play', () => {
  test('is by priority, and told priorities count at once', async () => {
    const text = `!!play.echo content:echo
!!a.x k:1
!!config.list
!!a.y k:2
!!core.priorities_add 0:'a.y'`;
    const seen: string[] = [];
    const session = await open({ playbookText: text, actors: [actor('a', seen)] });
    session.on(event => event.type === 'said' && seen.push(event.text));
    await session.run();
    expect(seen).toEqual(['a:2', 'echo', 'a:1']);
  });

  test('takes in what an action adds while it is played', async () => {
    const seen: string[] = [];
    const adder = defineActor('add', {
      more: {
        summary: 'Adds.',
        params: {},
        run: async (_, { session }) =>
          void (await session.addPlaybook({ text: '!!a.x k:new\n!!session.env_set key:A val:set', prio: 0 })),
      },
    });
    await play('!!add.more\n!!a.y k:{A}', { actors: [adder, actor('a', seen)] });
    expect(seen).toEqual(['a:new', 'a:set']);
  });

  test('plays nothing twice', async () => {
    const session = await open({ playbookText: '!!play.echo content:x' });
    const said = heard(session);
    await session.run();
    await session.run();
    expect(said).toEqual(['x']);
  });
});

describe('preparation', () => {
  test('goes in the order of the text, before anything else', async () => {
    const text = `!!play.echo content:'{A} {team} {domain}'
!!session.env_set key:A val:1
!!core.params_session_set team:'{A}2'
!!session.env_set key:A value:3
!!core.params_context_set domain:'{team}4'`;
    expect(await play(text)).toEqual(['3 12 124']);
  });

  test('may be done without a run', async () => {
    const session = await open({ playbookText: '!!session.env_set key:A val:1\n!!a.x' });
    await session.prepare();
    expect(session.envGet('A')).toBe('1');
    expect(session.playbook.find().map(({ name }) => name)).toEqual(['x']);
  });

  test('refuses params that the action does not have', async () => {
    const error = await failure(() => play('!!session.env_set key:A val:1 valu:2'));
    expect(error.diagnostics.map(({ message }) => message)).toEqual([
      '`session.env_set` has no param `valu`',
    ]);
  });
});

describe('leftovers', () => {
  test('are one error that lists each with its place and the nearest name, and nothing is played', async () => {
    const session = await open({
      playbookText: '!!play.echo content:x\n!!play.ecko content:x\n  !!site.page\n!!git.clone pth:x',
      sessionName: 'nightly',
    });
    const said = heard(session);
    const error = await failure(() => session.run());
    expect(error.code).toBe('PLAY_SCRIPT_ERRORS');
    expect(error.message).toBe('3 actions cannot be played, so nothing was');
    const told = error.diagnostics.map(({ code, message, hint, span }) => [
      code,
      message,
      hint,
      span?.source.position(span.start),
    ]);
    expect(told).toEqual([
      [
        'ACTION_UNKNOWN',
        expect.stringContaining('`play.ecko`'),
        'did you mean `play.echo`?',
        { line: 2, column: 1 },
      ],
      ['ACTION_UNKNOWN', expect.stringContaining('`site.page`'), expect.any(String), { line: 3, column: 3 }],
      [
        'ACTION_UNKNOWN_PARAM',
        '`git.clone` has no param `pth`',
        expect.stringMatching(/^it has `url`/),
        { line: 4, column: 13 },
      ],
    ]);
    expect(said).toEqual([]);
  });

  test('count actions, not faults', async () => {
    const error = await failure(() => play('!!play.echo a:1 b:2'));
    expect(error.message).toBe('an action cannot be played, so nothing was');
    expect(error.diagnostics).toHaveLength(2);
  });

  test('that are all unknown have a code of their own', async () => {
    expect((await failure(() => play('!!a.x\n!!b.y'))).code).toBe('ACTION_UNKNOWN');
  });

  test('may be ignored, and stay open', async () => {
    const session = await open({ playbookText: '!!a.x\n!!play.echo content:x\n!!b.y' });
    const said = heard(session);
    await session.run({ unknown: 'ignore' });
    expect(said).toEqual(['x']);
    expect(session.playbook.find().map(({ fullName }) => fullName)).toEqual(['a.x', 'b.y']);
  });

  const [hostile] = sharedJson<{ id: string; input: string }>('hostile.json').filter(
    ({ id }) => id === 'P10',
  );
  test.skipIf(!hostile)('P10: are names that every object knows', async () => {
    const before = Object.getOwnPropertyNames(Object.prototype).sort();
    const error = await failure(() => play(hostile?.input ?? ''));
    expect(error.code).toBe('ACTION_UNKNOWN');
    expect(error.diagnostics).toHaveLength(3);
    expect(Object.getOwnPropertyNames(Object.prototype).sort()).toEqual(before);
  });
});

describe('a module in the style of the seed', () => {
  test('plays its actions and marks them done', async () => {
    const seen: string[] = [];
    const said = await play('!!a.x k:{A}\n!!play.echo content:e\n!!a.y k:2\n!!session.env_set key:A val:1', {
      actors: [finder('m', 'a.*', seen)],
    });
    expect(seen).toEqual(['m:x:1', 'm:y:2']);
    expect(said).toEqual(['e']);
  });

  test('that leaves its action open is an error', async () => {
    const lazy: Module = { name: 'lazy', filter: 'a.*', play: () => undefined };
    const error = await failure(() => play('\n!!a.x', { actors: [lazy] }));
    expect(error.code).toBe('PLAY_NOT_DONE');
    expect(error.message).toMatch(/`lazy`.*`a\.x` \(text:2:1\)/);
  });

  test('is called again for an action that it left for its turn', async () => {
    const seen: string[] = [];
    const first: Module = {
      name: 'one at a time',
      filter: 'a.*',
      play(session) {
        const [action] = session.playbook.find({ filter: 'a.*' });
        if (action) action.done = true;
        seen.push(action?.name ?? '');
      },
    };
    await play('!!a.x\n!!b.x k:b\n!!a.y', { actors: [first, actor('b', seen)] });
    expect(seen).toEqual(['x', 'b:b', 'y']);
  });

  test('that fails is told with the place of the action it was at', async () => {
    const events: PlayEvent[] = [];
    const broken: Module = {
      name: 'broken',
      filter: 'a.*',
      play(session) {
        for (const action of session.playbook.find({ filter: 'a.*' })) {
          action.params.getInt('n');
          action.done = true;
        }
      },
    };
    const session = await open({ playbookText: '!!a.x n:1\n!!a.x n:two', actors: [broken] });
    session.on(event => events.push(event));
    const error = await failure(() => session.run());
    expect(error.code).toBe('PARAMS_NOT_A_NUMBER');
    expect(error.diagnostics[0]?.span?.source.position(error.diagnostics[0].span.start)).toEqual({
      line: 2,
      column: 7,
    });
    expect(events.flatMap(event => (event.type === 'failed' ? [event.action.number] : []))).toEqual([2]);
  });
});

describe('a module that streams', () => {
  test('stops at the open action that somebody else plays next', async () => {
    const seen: string[] = [];
    const text = '!!a.x k:1\n!!a.y k:2\n!!b.x k:b\n!!a.x k:3\n!!config.list\n!!a.y k:4';
    await play(text, { actors: [streamer('m', 'a.*', seen), actor('b', seen)] });
    expect(seen).toEqual(['m(', 'x:1', 'y:2', ')', 'b:b', 'm(', 'x:3', ')', 'm(', 'y:4', ')']);
  });

  test('passes over its own actions of another name, and over those that nobody plays', async () => {
    const seen: string[] = [];
    const session = await open({
      playbookText: '!!a.y k:0\n!!a.x k:1\n!!nobody.x\n!!a.x k:2',
      actors: [streamer('m', 'a.*', seen, 'a.x')],
    });
    const error = await failure(() => session.run({ unknown: 'ignore' }));
    expect(error.code).toBe('PLAY_NOT_DONE');
    expect(seen).toEqual(['m(', 'x:1', 'x:2', ')']);
  });

  test('starts and ends each action, with the templates of that moment', async () => {
    const events: string[] = [];
    const module: Module = {
      name: 'm',
      filter: 'a.*',
      async play(session) {
        for await (const action of session.play('a.*')) {
          session.envSet('LAST', action.params.get('k'));
          expect(action.done).toBe(false);
        }
      },
    };
    const session = await open({ playbookText: "!!a.x k:one\n!!a.x k:'after {LAST}'", actors: [module] });
    session.on(event => isStep(event) && events.push(`${event.type} ${event.action.text}`));
    await session.run();
    expect(events).toEqual([
      'started !!a.x k:one',
      'done !!a.x k:one',
      "started !!a.x k:'after {LAST}'",
      "done !!a.x k:'after {LAST}'",
    ]);
  });

  test('leaves the action open that it breaks off at', async () => {
    const module: Module = {
      name: 'm',
      filter: 'a.*',
      async play(session) {
        for await (const action of session.play('a.*')) if (action.name === 'y') break;
      },
    };
    const session = await open({ playbookText: '!!a.x\n!!a.y', actors: [module] });
    expect((await failure(() => session.run())).message).toContain('`a.y`');
    expect(session.playbook.actions.map(({ done }) => done)).toEqual([true, false]);
  });

  test('may be the program itself, without a run', async () => {
    const session = await open({
      playbookText: '!!a.x k:{A}\n!!b.x\n!!a.y k:2\n!!session.env_set key:A val:1',
    });
    const seen: string[] = [];
    for await (const action of session.play('a.*')) seen.push(action.params.get('k'));
    expect(seen).toEqual(['1', '2']);
    expect(session.playbook.find().map(({ fullName }) => fullName)).toEqual(['b.x']);
  });
});

describe('a module that does some by hand and streams others', () => {
  /** Does `x` by hand, streams the rest; what it sets is learned with the first that is told after. */
  const mixed = (order: 'before' | 'after', end: () => void = () => undefined): Module => ({
    name: 'm',
    filter: 'a.*',
    async play(session) {
      const byHand = () => {
        for (const action of session.playbook.find({ filter: 'a.x' })) {
          session.params.set(`hand${action.params.get('k')}`, 'yes');
          action.done = true;
        }
      };
      if (order === 'before') byHand();
      for await (const action of session.play('a.y')) session.params.set('stream', action.params.get('k'));
      if (order === 'after') byHand();
      end();
    },
  });

  test.each(['before', 'after'] as const)('tells of each once, those by hand %s the others', async order => {
    const session = await open({ playbookText: '!!a.x k:1\n!!a.y k:2\n!!a.x k:3', actors: [mixed(order)] });
    const events: PlayEvent[] = [];
    session.on(event => events.push(event));
    await session.run();
    const done = events.flatMap(event => (event.type === 'done' ? [event.action.text] : []));
    expect(done.sort()).toEqual(['!!a.x k:1', '!!a.x k:3', '!!a.y k:2']);
    const set = events.flatMap(event => (event.type === 'done' && event.set ? [event.set] : []));
    expect(Object.assign({}, ...set)).toEqual({ hand1: 'yes', hand3: 'yes', stream: '2' });
    expect(events.filter(event => event.type === 'done' && event.set?.hand1)).toHaveLength(1);
    const last = events.findLastIndex(({ type }) => type === 'done');
    expect(events.findLastIndex(({ type }) => type === 'left')).toBeGreaterThan(last);
    expect(events.at(-1)).toMatchObject({ type: 'ended', played: 3, failed: 0 });
  });

  test.each(['before', 'after'] as const)(
    'plays nothing again that it did by hand %s it failed',
    async order => {
      const args = {
        playbookText: '!!a.x k:1\n!!a.y k:2\n!!a.z',
        home: folderWith({}),
        sessionName: 'nightly',
      };
      const broken = mixed(order, () => {
        throw new Error('no');
      });
      await failure(async () => (await open({ ...args, actors: [broken] })).run());
      const seen: string[] = [];
      const session = await open({ ...args, actors: [finder('m', 'a.*', seen)] });
      await session.run({ resume: true, resolve: { 3: 'retry' } });
      expect(seen).toEqual(['m:z:']);
    },
  );
});

describe('an interrupt while a module plays', () => {
  test.each([
    ['between two actions', (action: { name: string }) => action.name === 'x'],
    ['in an action', (action: { name: string }) => action.name === 'y'],
  ])('%s is no failure', async (_when, isMoment) => {
    const stop = new AbortController();
    const module: Module = {
      name: 'm',
      filter: 'a.*',
      async play(session) {
        for await (const action of session.play('a.*')) {
          if (isMoment(action)) stop.abort(new Error('enough'));
          if (action.name === 'y') throw new Error('broken off');
        }
      },
    };
    const session = await open({ playbookText: '!!a.x\n!!a.y', actors: [module] });
    const events: PlayEvent[] = [];
    session.on(event => events.push(event));
    const error = await failure(() => session.run({ signal: stop.signal }));
    expect(error).toMatchObject({ code: 'PLAY_INTERRUPTED', message: 'the run was interrupted: enough' });
    expect(events.filter(({ type }) => type === 'failed')).toEqual([]);
    expect(events.at(-1)).toMatchObject({ type: 'interrupted' });
  });

  test('is told from a failure, which counts', async () => {
    const broken: Module = {
      name: 'broken',
      filter: 'a.*',
      play() {
        throw new Error('no');
      },
    };
    const session = await open({ playbookText: '!!a.x', actors: [broken] });
    const events: PlayEvent[] = [];
    session.on(event => events.push(event));
    await failure(() => session.run());
    expect(events.at(-1)).toMatchObject({ type: 'ended', status: 'failed', played: 0, failed: 1 });
  });
});

describe('who plays an action', () => {
  const echo = (seen: string[]) =>
    defineActor('play', {
      echo: {
        summary: 'Remembers.',
        params: { content: p.text() },
        run: ({ content }) => void seen.push(content),
      },
    });

  test('is a module of the program before its actors, those before the built-in ones', async () => {
    const [byModule, byActor]: string[][] = [[], []];
    expect(await play('!!play.echo content:x', { actors: [echo(byActor!)] })).toEqual([]);
    expect(byActor).toEqual(['x']);
    await play('!!play.echo content:y', { actors: [echo(byActor!), finder('m', 'play.*', byModule!)] });
    expect([byModule, byActor]).toEqual([['m:echo:'], ['x']]);
  });

  test('is the first of two that could', async () => {
    const seen: string[] = [];
    await play('!!a.x', { actors: [finder('one', 'a.*', seen), finder('two', 'a.x', seen)] });
    expect(seen).toEqual(['one:x:']);
  });

  test('may care for the kind of an action', async () => {
    const seen: string[] = [];
    const macro = defineActor('a', {
      x: { summary: 'Macros.', params: {}, kinds: ['macro'], run: () => void seen.push('macro') },
    });
    await play('!!!a.x', { actors: [macro] });
    expect(seen).toEqual(['macro']);
    expect((await failure(() => play('!!a.x', { actors: [macro] }))).code).toBe('ACTION_UNKNOWN');
  });
});

describe('a typed action', () => {
  test('gives back a result', async () => {
    const give = defineActor('a', {
      x: { summary: 'Gives.', params: {}, run: () => ({ path: '/srv', n: '1' }) },
    });
    const session = await open({ playbookText: '!!a.x', actors: [give], run: true });
    expect(session.playbook.actions[0]?.result.get('path')).toBe('/srv');
  });

  test('that fails ends the run with its place; what follows stays open', async () => {
    const events: string[] = [];
    const cause = new Error('out of tea');
    const fail = defineActor('a', {
      x: {
        summary: 'Fails.',
        params: {},
        run() {
          throw cause;
        },
      },
    });
    const session = await open({
      playbookText: '!!config.list\n!!a.x\n!!config.set key:k value:v',
      actors: [fail],
    });
    session.on(event => isStep(event) && events.push(`${event.type} ${event.action.name}`));
    const error = await failure(() => session.run());
    expect([error.code, error.message, error.cause]).toEqual([
      'PLAY_FAILED',
      '`a.x` failed: out of tea',
      cause,
    ]);
    expect(error.diagnostics[0]?.span?.source.position(error.diagnostics[0].span.start).line).toBe(2);
    expect(events).toEqual(['started config.list', 'done config.list', 'started a.x', 'failed a.x']);
    expect(session.playbook.find().map(({ name }) => name)).toEqual(['x', 'set']);
  });

  test('is told of what it does not understand, at its place', async () => {
    const error = await failure(() => play('!!file.mkdir'));
    expect(error.code).toBe('PLAY_NO_ANSWER');
    expect(error.diagnostics[0]?.span?.start).toBe(0);
  });
});

describe('an interrupted run', () => {
  test('starts no other action, and may go on later', async () => {
    const stop = new AbortController();
    const halt = defineActor('a', {
      x: {
        summary: 'Stops.',
        params: {},
        run(_, { signal }) {
          stop.abort();
          expect(signal.aborted).toBe(true);
        },
      },
    });
    const session = await open({
      playbookText: '!!a.x\n!!play.echo content:x\n!!core.priorities_add 0:a.x',
      actors: [halt],
    });
    const said = heard(session);
    expect((await failure(() => session.run({ signal: stop.signal }))).code).toBe('PLAY_INTERRUPTED');
    expect(said).toEqual([]);
    await session.run();
    expect(said).toEqual(['x']);
  });

  test('does not even prepare', async () => {
    const session = await open({ playbookText: '!!core.params_context_set a:1' });
    const error = await failure(() => session.run({ signal: AbortSignal.abort() }));
    expect(error.code).toBe('PLAY_INTERRUPTED');
    expect(session.context.params.empty()).toBe(true);
  });
});

describe('contexts in scripts', () => {
  const settings = async (text: string, args = {}): Promise<Session> => {
    const session = await open({ ...args, playbookText: text });
    await session.run();
    return session;
  };

  test.each(['context.configure', 'core.configure', 'core.context_set', 'core.context_define'])(
    '%s sets the coderoot, from where the script stands',
    async name => {
      const session = await settings(`!!${name} coderoot:'./code'`);
      expect(session.context.coderoot).toBe(join(process.cwd(), 'code'));
      expect(existsSync(join(session.context.path, 'context.json'))).toBe(true);
    },
  );

  test('core.coderoot_set does too', async () => {
    expect((await settings("!!core.coderoot_set coderoot:'/srv/code'")).context.coderoot).toBe('/srv/code');
    expect((await failure(() => settings('!!core.coderoot_set'))).code).toBe('PARAMS_MISSING');
  });

  test('an empty coderoot changes nothing, nor do the params of older scripts', async () => {
    const session = await settings("!!context.configure name:ops coderoot:'' interactive:true cid:'000'");
    expect(session.context.coderoot).toBe(process.env.HERO_CODEROOT);
    expect(session.context.name).toBe('ops');
  });

  test('another context than the one it runs in is refused', async () => {
    const error = await failure(() => settings('!!context.configure name:ops', { contextName: 'mine' }));
    expect([error.code, error.hint]).toEqual(['PLAY_OTHER_CONTEXT', expect.stringContaining('`--context`')]);
    expect((await settings('!!context.configure name:MINE', { contextName: 'mine' })).context.name).toBe(
      'mine',
    );
  });
});

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { defineActor, openContext, type PlayEvent, p, type Session } from '../../../src/index.ts';
import { SessionState } from '../../../src/play/model/session-state.ts';
import { makeEngine } from '../../../src/play/run/engine.ts';
import { performAction } from '../../../src/play/run/perform-action.ts';
import { machineHost } from '../../../src/play/session/machine-host.ts';
import { failure, folderWith, heard, isolate, open } from '../world.ts';

isolate();

/** Fails so often, then says what it was given. */
function unsteady(failures: number, policy = {}) {
  let count = 0;
  return defineActor('a', {
    x: {
      ...{ summary: 'Fails at first.', params: {}, open: true },
      ...policy,
      run(_params, { action, say }) {
        if (++count <= failures) throw new Error(`no ${count}`);
        say([...action.params.toMap().keys()].join(' '));
      },
    },
  });
}

function told(session: Session): PlayEvent[] {
  const events: PlayEvent[] = [];
  session.on(event => events.push(event));
  return events;
}

describe('retries', () => {
  test('are told, with the wait before the next, which doubles', async () => {
    const session = await open({
      playbookText: "!!a.x play.retries:3 play.wait:'0.001s'",
      actors: [unsteady(3)],
    });
    const events = told(session);
    await session.run();
    const steps = events.flatMap(event => {
      if (event.type === 'started') return `started ${event.attempt}`;
      if (event.type === 'retrying') return `${event.attempt} ${event.error.message} ${event.wait}`;
      return event.type === 'done' || event.type === 'failed' ? event.type : [];
    });
    expect(steps).toEqual([
      ...['started 1', '1 no 1 0.001', 'started 2', '2 no 2 0.002'],
      ...['started 3', '3 no 3 0.004', 'started 4', 'done'],
    ]);
  });

  test('end: the last error is that of the action', async () => {
    const session = await open({
      playbookText: "!!a.x play.retries:1 play.wait:'0s'",
      actors: [unsteady(5)],
    });
    expect((await failure(() => session.run())).message).toBe('`a.x` failed: no 2');
  });

  test('are those of the definition, where the script says nothing', async () => {
    const actors = [unsteady(1, { retries: 1, wait: 0 })];
    await (await open({ playbookText: '!!a.x', actors })).run();
    const never = [unsteady(1, { retries: 1, wait: 0 })];
    const session = await open({ playbookText: '!!a.x play.retries:0', actors: never });
    expect((await failure(() => session.run())).message).toContain('no 1');
  });

  test('wait for nobody who interrupts', async () => {
    const stop = new AbortController();
    const session = await open({
      playbookText: "!!a.x play.retries:1 play.wait:'1h'",
      actors: [unsteady(1)],
    });
    session.on(event => event.type === 'retrying' && setImmediate(() => stop.abort()));
    expect((await failure(() => session.run({ signal: stop.signal }))).code).toBe('PLAY_INTERRUPTED');
  });
});

test('an action whose time is over fails, and its program is ended', async () => {
  const folder = folderWith({});
  const pid = join(folder, 'pid');
  const session = await open({
    playbookText: `!!exec.run shell:sh cmd:'echo $$ > ${pid}; exec sleep 300' play.timeout:'1s'`,
  });
  expect((await failure(() => session.run())).code).toBe('PLAY_TIMEOUT');
  expect(existsSync(pid)).toBe(true);
  expect(() => process.kill(Number(readFileSync(pid, 'utf8')), 0)).toThrow('ESRCH');
});

test('an error that may be is told, and the run goes on', async () => {
  const session = await open({
    playbookText: '!!a.x play.on_error:continue\n!!a.x second:1',
    actors: [unsteady(1)],
  });
  const said = heard(session);
  const events = told(session);
  await session.run();
  expect(said).toEqual(['second']);
  expect(events).toContainEqual(expect.objectContaining({ type: 'failed', ignored: true }));
  expect(events.at(-1)).toMatchObject({ type: 'ended', status: 'done', played: 1, failed: 1 });
});

test('the effect is what the script says', async () => {
  const session = await open({ playbookText: '!!a.x play.effect:idempotent', actors: [unsteady(0)] });
  const events = told(session);
  await session.run();
  expect(events).toContainEqual(expect.objectContaining({ type: 'started', effect: 'idempotent' }));
});

describe('how an action is played', () => {
  test('is not the business of the action', async () => {
    const text = "!!a.x b:1 play.retries:2 play.timeout:'1m'\n!!core.params_session_set c:1 play.retries:2";
    const session = await open({ playbookText: text, actors: [unsteady(0)] });
    const said = heard(session);
    await session.run();
    expect(said).toEqual(['b']);
    expect([...session.params.toMap().keys()]).toEqual(['c']);
  });

  test.each([
    ['!!a.x play.retrys:2', 'ACTION_UNKNOWN_PARAM', 'did you mean `play.retries`?'],
    ["!!play.echo content:x play.timout:'1s'", 'ACTION_UNKNOWN_PARAM', 'did you mean `play.timeout`?'],
    ['!!a.x play.effect:probe', 'PARAMS_NO_CHOICE', undefined],
  ])('is looked at before anything runs: %s', async (text, code, hint) => {
    const session = await open({ playbookText: `!!a.x first:1\n${text}`, actors: [unsteady(0)] });
    const said = heard(session);
    const error = await failure(() => session.run());
    expect(error.diagnostics).toMatchObject([{ code, ...(hint && { hint }) }]);
    expect(said).toEqual([]);
  });

  test('belongs to the script: no action has such params', async () => {
    const define = () =>
      defineActor('a', { x: { summary: 'Plays.', params: { 'play.x': p.text() }, run: () => undefined } });
    expect((await failure(define)).code).toBe('ACTION_BAD_DEFINITION');
  });
});

test('a listener that throws fails no action', async () => {
  const warned = vi.spyOn(process, 'emitWarning').mockReturnValue(undefined);
  const session = await open({
    playbookText: "!!a.x play.retries:2 play.wait:'0s'",
    actors: [unsteady(0)],
  });
  const said = heard(session);
  const events = told(session);
  session.on(({ type }) => {
    if (type === 'done') throw new Error('no paper');
  });
  await session.run();
  expect(said).toHaveLength(1);
  expect(events.at(-1)).toMatchObject({ type: 'ended', status: 'done', played: 1, failed: 0 });
  warned.mockRestore();
});

test('a journal that cannot be written ends the run: the action that is done is not played again', async () => {
  const session = await open({ playbookText: '!!a.x', actors: [unsteady(0)] });
  const [action] = session.playbook.actions;
  if (!action) throw new Error('no action');
  const context = await openContext('ops', { home: folderWith({}) });
  const engine = makeEngine({
    ...{ session, state: new SessionState(session.now(), () => context.params), clock: () => 0 },
    ...{ given: [unsteady(0)], builtins: [], answers: {}, ask: undefined },
    host: machineHost({ context, clock: () => 0, allowed: [], isRehearsal: false }),
  });
  const { events } = engine;
  const kept: string[] = [];
  events.keepIn({
    append: ({ type }) => void kept.push(type),
    sync: async () => {
      if (kept.includes('done')) throw new Error('disk full');
    },
  });
  let count = 0;
  const actionRun = {
    ...{ parts: engine, action },
    ref: { number: 1, name: 'a.x', place: 'text:1:1', key: 'k-1', text: '!!a.x' },
    policy: { effect: 'once', retries: 2, wait: 0, onError: 'continue' } as const,
  };
  await expect(performAction(actionRun, () => void count++)).rejects.toThrow('disk full');
  expect(count).toBe(1);
  expect(engine.control.counts.failed).toBe(0);
  expect(kept).toEqual(['started', 'done']);
});

test('what a failed attempt set is set by the action', async () => {
  let count = 0;
  const setter = defineActor('a', {
    x: {
      summary: 'Sets, and fails at first.',
      params: {},
      retries: 1,
      wait: 0,
      run(_params, { session }) {
        if (++count > 1) return;
        session.params.set('port', '8080');
        throw new Error('not yet');
      },
    },
  });
  const session = await open({ playbookText: '!!a.x', actors: [setter] });
  const events = told(session);
  await session.run();
  expect(events).toContainEqual(expect.objectContaining({ type: 'done', set: { port: '8080' } }));
});

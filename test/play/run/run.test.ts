import { rmSync } from 'node:fs';
import { expect, test } from 'vitest';
import { defineActor, newSession } from '../../../src/index.ts';
import { journalPath } from '../../../src/play/context/session-file.ts';
import { readJournal } from '../../../src/play/journal/journal-reader.ts';
import { failure, folderWith, heard, isolate, open } from '../world.ts';

isolate();

/** Fails as often as it is told, and remembers the keys it was given. */
function unsteady(failures: number) {
  const keys: string[] = [];
  const actor = defineActor('a', {
    x: {
      summary: 'Fails at first.',
      params: {},
      effect: 'idempotent',
      run(_params, { idempotencyKey }) {
        keys.push(idempotencyKey);
        if (keys.length <= failures) throw new Error('not yet');
      },
    },
  });
  return { actor, keys };
}

test('keeps each step in the journal', async () => {
  const session = await open({ playbookText: '!!play.echo content:hello' });
  await session.run();
  const { records } = await readJournal(journalPath(session.path));
  const types = ['opened', 'planned', 'started', 'said', 'done', 'ended'];
  expect(records.map(({ type }) => type)).toEqual(types);
  expect(records[0]).toMatchObject({ run: 1, resumed: false });
});

test('one that failed is gone on with by the same object, and has the same keys', async () => {
  const { actor, keys } = unsteady(1);
  const session = await open({ playbookText: '!!play.echo content:once\n!!a.x', actors: [actor] });
  const said = heard(session);
  await failure(() => session.run());
  await session.run();
  expect(said).toEqual(['once']);
  expect(keys[0]).toBe(keys[1]);
});

test('one that did not end is played anew only when that is said, and then with other keys', async () => {
  const { actor, keys } = unsteady(1);
  const home = folderWith({ 'a.hero': '!!play.echo content:hi\n!!a.x' });
  const again = () =>
    newSession({ home, sessionName: 'nightly', playbookPath: `${home}/a.hero`, actors: [actor] });
  await failure(async () => (await again()).run());
  expect(await failure(async () => (await again()).run())).toMatchObject({
    code: 'PLAY_UNFINISHED',
    hint: expect.stringContaining('hero resume nightly'),
  });
  const session = await again();
  const said = heard(session);
  await session.run({ restart: true });
  expect(said).toEqual(['hi']);
  expect(session.runNumber).toBe(2);
  expect(new Set(keys).size).toBe(2);
});

test('there must be something to go on with', async () => {
  const session = await open({ playbookText: '!!play.echo content:hi' });
  const error = await failure(() => session.run({ resume: true }));
  expect([error.code, error.message]).toEqual([
    'PLAY_NOTHING_TO_RESUME',
    expect.stringContaining('was never played'),
  ]);
  await session.run();
  expect((await failure(() => session.run({ resume: true }))).message).toContain('ended');
});

test('a session is played by one at a time', async () => {
  const home = folderWith({});
  const other = () => newSession({ home, sessionName: 'nightly' });
  const busy = defineActor('a', {
    x: {
      summary: 'Tries to play its own session.',
      params: {},
      async run() {
        expect((await failure(async () => (await other()).run())).code).toBe('SYS_LOCKED');
      },
    },
  });
  const session = await newSession({ home, sessionName: 'nightly', playbookText: '!!a.x', actors: [busy] });
  await session.run();
  expect(session.playbook.find()).toEqual([]);
});

test('one that is taken over meanwhile ends before its next action, and writes nothing more', async () => {
  const home = folderWith({ 'a.hero': '!!a.x\n!!a.say' });
  let journal = '';
  const robbed = defineActor('a', {
    x: {
      summary: 'Is robbed of its session.',
      params: {},
      async run() {
        const thief = await newSession({ home, sessionName: 'nightly', resume: true, actors: [robbed] });
        await thief.run({ resume: true, takeOver: true, resolve: { 1: 'done' } });
        journal = await journalOf(thief.path);
      },
    },
    say: { summary: 'Says one thing.', params: {}, run: (_params, { say }) => say('next') },
  });
  const session = await newSession({
    ...{ home, sessionName: 'nightly', actors: [robbed] },
    playbookPath: `${home}/a.hero`,
  });
  const said = heard(session);
  expect((await failure(() => session.run())).code).toBe('SYS_FENCED');
  expect(said).toEqual([]);
  expect(await journalOf(session.path)).toBe(journal);
});

async function journalOf(path: string): Promise<string> {
  return JSON.stringify((await readJournal(journalPath(path))).records);
}

test('a run has keys of its own, also when its home is gone and all is named and numbered as before', async () => {
  const { actor, keys } = unsteady(0);
  const home = folderWith({});
  const args = { playbookText: '!!a.x', actors: [actor], home, sessionName: 'nightly' };
  const first = await open(args);
  await first.run();
  rmSync(home, { recursive: true });
  const second = await open(args);
  await second.run();
  expect([first.runNumber, second.runNumber]).toEqual([1, 1]);
  expect(new Set(keys).size).toBe(2);
});

test('another process that goes on with a run gives the same keys', async () => {
  const { actor, keys } = unsteady(1);
  const args = { playbookText: '!!a.x', actors: [actor], home: folderWith({}), sessionName: 'nightly' };
  await failure(async () => (await open(args)).run());
  await (await open(args)).run({ resume: true });
  expect(keys).toHaveLength(2);
  expect(new Set(keys).size).toBe(1);
});

test('a session that is being played is not played a second time, and goes on as if nobody had tried', async () => {
  const refused: string[] = [];
  const nested = defineActor('a', {
    x: {
      summary: 'Plays its own session.',
      params: {},
      run: async (_params, { session, say }) => {
        refused.push((await failure(() => session.run())).code);
        await session.addPlaybook({ text: '!!play.echo content:added' });
        await session.log('still in the run');
        say('on');
      },
    },
  });
  const session = await open({ playbookText: '!!a.x', actors: [nested] });
  const said = heard(session);
  const events: string[] = [];
  session.on(({ type }) => events.push(type));
  const running = session.run();
  refused.push((await failure(() => session.run())).code);
  await running;
  expect(refused).toEqual(['PLAY_BAD_ARGUMENTS', 'PLAY_BAD_ARGUMENTS']);
  expect(said).toEqual(['on', 'added']);
  expect(events).toContain('added');
  expect(events.filter(type => type === 'opened')).toHaveLength(1);
});

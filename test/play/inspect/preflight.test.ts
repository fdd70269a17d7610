import { describe, expect, test } from 'vitest';
import { type Ask, defineActor, p } from '../../../src/index.ts';
import { failure, heard, isolate, open } from '../world.ts';

isolate();

const actor = defineActor('a', {
  add: {
    summary: 'Says a sum.',
    params: { left: p.int(), right: p.int().describe('what is added'), token: p.secret().optional() },
    run: ({ left, right }, { say }) => say(String(left + right)),
  },
  learn: {
    summary: 'Learns a number.',
    params: {},
    sets: () => ['number'],
    run: (_params, { session, say }) => {
      session.params.set('number', '40');
      say('learned');
    },
  },
  wants: {
    summary: 'Asks for a city.',
    params: {},
    asks: () => [{ id: 'city', text: 'Where to?' }],
    run: async (_params, { session, say }) => say(await session.ask({ id: 'city', text: 'Where to?' })),
  },
});
const actors = [actor];

async function outcome(playbookText: string, args: { ask?: Ask; answers?: Record<string, string> } = {}) {
  const session = await open({ playbookText, actors, ...args });
  const said = heard(session);
  return { session, said };
}

describe('before anything runs', () => {
  test('all faults of all actions are told, and no question is asked', async () => {
    let asked = 0;
    const ask: Ask = async () => String(++asked);
    const text = '!!a.learn\n!!a.add left:x right:2\n!!a.add left:1 right:y\n!!a.add left:1';
    const { session, said } = await outcome(text, { ask });
    const error = await failure(() => session.run());
    expect(error.diagnostics.map(({ span }) => span?.source.position(span.start).line)).toEqual([2, 3]);
    expect([said, asked]).toEqual([[], 0]);
  });

  test('all that is missing is told, when nobody can be asked', async () => {
    const { session, said } = await outcome('!!a.learn\n!!a.add left:1\n!!a.add\n!!a.wants');
    const error = await failure(() => session.run());
    expect(error.code).toBe('PLAY_NO_ANSWER');
    const ids = error.diagnostics.map(
      ({ message, hint = '' }) => /--set ([\w.]+)=/.exec(message + hint)?.[1],
    );
    expect(ids).toEqual(['a.add.right', 'a.add.left', 'a.add.right_2', 'city']);
    expect(said).toEqual([]);
  });

  test('what is missing is asked, and what an action asks by itself is left to it', async () => {
    const asked: string[] = [];
    const ask: Ask = async ({ id, text }) => {
      asked.push(`${id}: ${text}`);
      return id === 'city' ? 'Ghent' : '2';
    };
    const { session, said } = await outcome('!!a.add left:1\n!!a.wants', { ask });
    await session.run();
    expect(asked).toEqual(['a.add.right: a.add needs `right`: what is added', 'city: Where to?']);
    expect(said).toEqual(['3', 'Ghent']);
  });

  test('answers fill what is missing; one that does not fit is refused', async () => {
    const good = await outcome('!!a.add left:1', { answers: { 'a.add.right': '5' } });
    await good.session.run();
    expect(good.said).toEqual(['6']);
    const bad = await outcome('!!a.learn\n!!a.add left:1', { answers: { 'a.add.right': 'five' } });
    await failure(() => bad.session.run());
    expect(bad.said).toEqual([]);
  });
});

test('a value that an earlier action sets is left for its turn', async () => {
  const { session, said } = await outcome("!!a.learn\n!!a.add left:'{number}' right:2");
  await session.run();
  expect(said).toEqual(['learned', '42']);
});

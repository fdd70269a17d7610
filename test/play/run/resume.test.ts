import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { type Ask, defineActor, newSession, type PlayEvent, p } from '../../../src/index.ts';
import type { RunOptions } from '../../../src/play/model/run-options.ts';
import { failure, folderWith, isolate } from '../world.ts';

isolate();

let home: string;
/** What was played, in order. */
let played: string[];
/** The actions that fail. */
let bad: Set<string>;

beforeEach(() => {
  home = folderWith({});
  played = [];
  bad = new Set();
});

const run = ({ id }: { id: string }) => {
  played.push(id);
  if (bad.has(id)) throw new Error('no luck');
  return { id };
};
const definition = { summary: 'Plays.', params: { id: p.text() }, run };
const actor = defineActor('a', {
  once: definition,
  again: { ...definition, effect: 'idempotent' },
  probe: { ...definition, effect: 'probe', check: ({ id }) => id.startsWith('done') },
  set: {
    ...definition,
    run: (params, { session }) => {
      session.params.set(params.id, 'known');
      return run(params);
    },
  },
});

async function play(
  script: string,
  { ask, ...options }: RunOptions & { ask?: Ask } = {},
): Promise<PlayEvent[]> {
  const path = join(home, 'a.hero');
  writeFileSync(path, script);
  const common = { home, sessionName: 'nightly', actors: [actor], ...(ask && { ask }) };
  const session = await newSession({
    ...common,
    ...(options.resume ? { resume: true } : { playbookPath: path }),
  });
  const events: PlayEvent[] = [];
  session.on(event => events.push(event));
  await session.run(options);
  return events;
}

const resume = (script: string, more: RunOptions & { ask?: Ask } = {}) =>
  play(script, { ...more, resume: true });

/** Plays until `bad` fails, and forgets what was played. */
async function breakOff(script: string, ...ids: string[]): Promise<void> {
  bad = new Set(ids);
  await failure(() => play(script));
  bad.clear();
  played = [];
}

test('what was finished is not played again, and what it gave and set is known', async () => {
  const script = "!!a.set id:city\n!!a.again id:two\n!!a.again id:'{city}'";
  await breakOff(script, 'two');
  await resume(script);
  expect(played).toEqual(['two', 'known']);
});

describe('what is in doubt', () => {
  const script = '!!a.once id:one\n!!a.once id:two';

  test('is told with its number, and nothing is played', async () => {
    await breakOff(script, 'one');
    const error = await failure(() => resume(script));
    expect(error.code).toBe('PLAY_IN_DOUBT');
    expect(error.diagnostics).toMatchObject([
      {
        message: expect.stringContaining('failed (no luck)'),
        hint: expect.stringContaining('--resolve 1=done'),
      },
    ]);
    expect(played).toEqual([]);
  });

  test('is done when that is said', async () => {
    await breakOff(script, 'one');
    const events = await resume(script, { resolve: { 1: 'done' } });
    expect(played).toEqual(['two']);
    expect(events).toContainEqual(expect.objectContaining({ type: 'skipped', reason: 'marked as done' }));
  });

  test('is played again when that is said, and the journal says who said so', async () => {
    await breakOff(script, 'one');
    const events = await resume(script, { resolve: { 1: 'retry' } });
    expect(played).toEqual(['one', 'two']);
    expect(events).toContainEqual(
      expect.objectContaining({
        type: 'noted',
        category: 'resume',
        text: 'action 1 (a.once): marked for retry',
      }),
    );
  });

  test('is asked for each time: an answer is for one start only', async () => {
    await breakOff(script, 'one');
    const asked: string[] = [];
    const ask: Ask = async ({ id }) => {
      asked.push(id);
      return 'retry';
    };
    bad.add('one');
    await failure(() => resume(script, { ask }));
    bad.clear();
    await resume(script, { ask });
    expect(asked).toEqual(['resume.1', 'resume.1']);
    expect(played).toEqual(['one', 'one', 'two']);
  });

  test('needs no word where the effect says enough', async () => {
    const probes = '!!a.probe id:done1\n!!a.probe id:two\n!!a.again id:three';
    await breakOff(probes, 'done1');
    const events = await resume(probes);
    expect(played).toEqual(['two', 'three']);
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'skipped', reason: 'found done by its check' }),
    );
  });
});

describe('a script that was changed', () => {
  const script = '!!a.once id:one\n!!a.once id:two\n!!a.once id:three';

  test('where it failed: that is played', async () => {
    await breakOff(script, 'two');
    const events = await resume(script.replace('two', 'better'));
    expect(played).toEqual(['better', 'three']);
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'noticed', text: expect.stringContaining('is new or was changed') }),
    );
  });

  test('in how an action is played, in comments and layout: that is no change', async () => {
    await breakOff(script, 'two');
    await resume(`// note\n!!a.once   id:'one' play.retries:3\n!!a.once id:better\n`);
    expect(played).toEqual(['better']);
  });

  test.each([
    ['changed', script.replace('one', 'other'), '- !!a.once id:one'],
    ['added', `!!a.once id:zero\n${script}`, '+ !!a.once id:zero'],
    ['taken out', '!!a.once id:two\n!!a.once id:three', '- !!a.once id:one'],
  ])('in what was played (%s): nothing is played, unless that is said', async (_what, after, line) => {
    await breakOff(script, 'two');
    const error = await failure(() => resume(after));
    expect([error.code, error.message]).toEqual(['PLAY_CHANGED', expect.stringContaining(line)]);
    expect(played).toEqual([]);
    await resume(after, { acceptChanges: true, resolve: { 2: 'done' } });
    expect(played.at(-1)).toBe('three');
  });

  test('not at all, though it has actions that nobody plays', async () => {
    const open = `!!b.nobody\n${script}`;
    bad.add('two');
    await failure(() => play(open, { unknown: 'ignore' }));
    bad.clear();
    await resume(open, { unknown: 'ignore', resolve: { 2: 'done' } });
    expect(played).toEqual(['one', 'two', 'three']);
  });
});

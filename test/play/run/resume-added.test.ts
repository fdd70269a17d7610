import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { defineActor, p } from '../../../src/index.ts';
import { failure, folderWith, isolate, open } from '../world.ts';

isolate();

/** Actors that write down what they play; `t.fails` fails as long as it is told to. */
function scene() {
  const log: string[] = [];
  const state = { fails: true };
  const home = folderWith({ 'more.hero': '!!t.log what:included' });
  const actor = defineActor('t', {
    log: {
      summary: 'Logs.',
      params: { what: p.text() },
      run: ({ what }) => void log.push(what),
    },
    add: {
      summary: 'Adds a text.',
      params: { path: p.text().optional() },
      async run({ path }, { session }) {
        await session.addPlaybook(
          path === undefined ? { text: '!!t.log what:added' } : { path: join(home, path) },
        );
      },
    },
    prepare: {
      summary: 'Adds a text while the script is prepared.',
      params: {},
      prepares: true,
      run: async (_, { session }) => void (await session.addPlaybook({ text: '!!t.log what:prepared' })),
    },
    fails: {
      summary: 'Fails.',
      params: {},
      effect: 'idempotent',
      run() {
        if (state.fails) throw new Error('not yet');
        log.push('end');
      },
    },
  });
  return { log, state, home, actor };
}

describe('what actions added', () => {
  test.each(['!!t.add', '!!t.add path:more.hero', '!!t.prepare'])('%s is played once', async first => {
    const { log, state, home, actor } = scene();
    const args = { home, sessionName: 'nightly', actors: [actor] };
    const session = await open({
      ...args,
      playbookText: `${first}\n!!core.priorities_add 98:'t.log'\n!!t.fails`,
    });
    await failure(() => session.run());
    // The same object goes on with what it has in memory.
    await failure(() => session.run());
    state.fails = false;
    const again = await open({ ...args, resume: true });
    await again.run({ resume: true });
    expect(log.sort()).toHaveLength(2);
    expect(log).toContain('end');
  });
});

test('priorities of the command line count when a run goes on', async () => {
  const { log, state, home, actor } = scene();
  const args = { home, sessionName: 'nightly', actors: [actor] };
  const playbookText = '!!t.log what:last\n!!t.fails';
  const session = await open({ ...args, playbookText, playbookPriorities: { 3: 't.fails' } });
  await failure(() => session.run());
  state.fails = false;
  await (await open({ ...args, resume: true })).run({ resume: true });
  expect(log).toEqual(['end', 'last']);
});

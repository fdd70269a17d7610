import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { newSession, type Session } from '../../src/index.ts';
import { loadActors } from '../../src/play/source/load-actors.ts';
import { useWorld } from '../support/cli.ts';
import { canaries } from './canaries.ts';
import { endings, plant } from './plant.ts';
import { scan, scanFolder } from './scan.ts';

const world = useWorld();

interface Heard {
  readonly session: Session;
  readonly told: string;
  readonly error: unknown;
}

/** Plays a planted script as a program does it. */
async function play(file: string): Promise<Heard> {
  const actors = await loadActors('hero.config.mjs');
  const answers = { pin: canaries.asked, given: canaries.setting };
  const session = await newSession({ playbookPath: file, actors, answers, interactive: false });
  session.params.set('given', canaries.setting);
  let told = '';
  session.on(event => {
    told += `${JSON.stringify(event)}\n${inspect(event, { depth: 9 })}\n`;
  });
  const error = await session.run().then(
    () => undefined,
    thrown => thrown,
  );
  return { session, told, error };
}

/** All that somebody may print of an error. */
function printed(error: unknown): Record<string, string> {
  if (!(error instanceof Error)) return { error: inspect(error) };
  const { message, stack = '', cause } = error;
  return {
    message,
    stack,
    hint: String(Reflect.get(error, 'hint')),
    cause: String(cause),
    inspected: inspect(error, { depth: 12, showHidden: true, maxStringLength: 1e6 }),
    'inspected cause': inspect(cause, { depth: 12, showHidden: true, maxStringLength: 1e6 }),
    JSON: JSON.stringify({ ...error }),
  };
}

describe.each(Object.keys(endings).filter(name => name !== 'waiting'))(
  'a program that plays %s.hero',
  name => {
    test('hears no secret in events, errors and what it prints of the session', async () => {
      const mine = plant(world.folder, world.home);
      const { session, told, error } = await play(`${name}.hero`);
      expect(error === undefined).toBe(name === 'done');
      expect(told).toContain('[secret]');
      expect(scan(told, 'events')).toEqual([]);
      for (const [part, text] of Object.entries(printed(error))) expect(scan(text, part)).toEqual([]);
      expect(scan(inspect(session, { depth: 9 }), 'session')).toEqual([]);
      expect(scan(session.heroscript(), 'heroscript()')).toEqual([]);
      expect(scanFolder(world.folder, mine)).toEqual([]);
    });
  },
);

test('an error keeps a cause that gives nothing away', async () => {
  plant(world.folder, world.home);
  const { error } = await play('missing.hero');
  expect(inspect(error)).toContain('ENOENT');
});

test('a program hears no secret of a plan, or of what a plan is refused for', async () => {
  plant(world.folder, world.home);
  const actors = await loadActors('hero.config.mjs');
  const open = (playbookPath: string) => newSession({ playbookPath, actors, rehearsal: true });
  expect(scan(JSON.stringify(await (await open('path.hero')).plan()), 'plan')).toEqual([]);
  const error = await (await open('late.hero')).plan().catch(thrown => thrown);
  for (const [part, text] of Object.entries(printed(error))) expect(scan(text, part)).toEqual([]);
});

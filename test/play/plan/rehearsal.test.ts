import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { defineActor, p, type Session } from '../../../src/index.ts';
import { failure, folderWith, isolate, open } from '../world.ts';

isolate();

const module = { name: 'tower', filter: 'tower.*', async play() {} };
const greet = defineActor('greet', {
  hello: { summary: 'Greets.', params: { who: p.text() }, effect: 'pure', run() {} },
});

test('hides what the session hides', async () => {
  const session = await open({ playbookText: "!!play.echo content:'sword-in-stone'" });
  session.hide('sword-in-stone');
  expect(session.rehearsal().mask('it is sword-in-stone')).toBe('it is [secret]');
});

test('has the actors and modules of the session', async () => {
  const playbookText = '!!greet.hello who:Ada\n!!tower.ring';
  const session = await open({ playbookText, actors: [greet, module] });
  const { actions } = await session.plan();
  expect(actions.map(({ name, unknown }) => [name, unknown])).toEqual([
    ['greet.hello', []],
    ['tower.ring', [expect.stringContaining('tower')]],
  ]);
});

test('adds no line to the journal', async () => {
  const session = await open({ playbookText: '' });
  await session.rehearsal().log('x');
  expect(existsSync(`${session.path}/journal.jsonl`)).toBe(false);
  await session.log('x');
  expect(existsSync(`${session.path}/journal.jsonl`)).toBe(true);
});

test.each<[string, (session: Session) => ReturnType<Session['db']>]>([
  ['the session', session => session.db()],
  ['the configuration', session => session.configDb()],
  ['the context', session => session.context.db('other')],
])('reads the database of %s and cannot write it', async (_, dbOf) => {
  const session = await open({ playbookText: '', home: folderWith({}) });
  await dbOf(session).set('city', 'Ghent');
  const db = dbOf(session.rehearsal());
  expect([await db.get('city'), await db.keys()]).toEqual(['Ghent', ['city']]);
  const writes = [
    () => db.set('city', 'Delft'),
    () => db.setJson('city', 1),
    () => db.delete('city'),
    () => db.clear(),
    () => db.destroy(),
  ];
  for (const write of writes) expect((await failure(write)).code).toBe('PLAY_BAD_ARGUMENTS');
  expect(await dbOf(session).get('city')).toBe('Ghent');
});

import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { defineActor, newSession, p } from '../../src/index.ts';
import { hero, useWorld, write } from '../support/cli.ts';
import { sharedJson } from '../support/shared.ts';
import { scanFolderFor, scanFor } from './scan.ts';

const world = useWorld();
const entries = sharedJson<{ id: string; input: string }>('hostile.json');
const input = (id: string) => entries.find(entry => entry.id === id)?.input ?? '';

test.skipIf(input('A08') === '')('A08: secrets of an action are told nowhere', async () => {
  const secrets = input('A08').match(/CANARY-\w+/g) ?? [];
  expect(secrets).toHaveLength(3);
  write(
    'hero.config.mjs',
    `export default ({ defineActor, p }) => defineActor('mail', { configure: { summary: 'Any.', open: true,
      params: { name: p.text(), secret: p.secret() }, run: (_, { action, say }) => say(action.params.get('url')) } });`,
  );
  const script = write('a.hero', `${input('A08')}!!exec.run cmd:false\n`);
  let printed = '';
  for (const words of [
    ['run'],
    ['run', '-v'],
    ['run', '--json'],
    ['plan', '-v'],
    ['plan', '--json'],
    ['check'],
    ['find', ''],
  ]) {
    const { out, err } = await hero([...words, `${world.folder}/a.hero`]);
    expect(out + err).not.toBe('');
    printed += out + err;
  }
  await hero(['plan', `${world.folder}/a.hero`, '--out', 'plan.json']);
  for (const words of [['resume'], ['show']]) printed += Object.values(await hero(words)).join('\n');
  expect(printed).toContain('https://***@h/x');
  expect(scanFor(secrets, printed, 'what was printed')).toEqual([]);
  expect(scanFolderFor(secrets, world.folder, [`${world.folder}/${script}`])).toEqual([]);
});

test.skipIf(input('A05') === '')('A05: what is put in the place of a name adds no action', async () => {
  const said: string[] = [];
  const names: string[] = [];
  const session = await newSession({ playbookText: "!!play.echo content:'{A}'\n", interactive: false });
  session.envSet('A', '{B}');
  session.envSet('B', "x'\n!!git.clone url:'ext::sh -c id");
  session.on(event => {
    if (event.type === 'said') said.push(event.text);
    if (event.type === 'started') names.push(event.action.name);
  });
  const plan = await session.plan();
  expect(plan.actions.map(({ name }) => name)).toEqual(['play.echo']);
  await session.run();
  expect(said).toEqual(['{B}']);
  expect(names).toEqual(['play.echo']);
  expect(session.playbook.sorted()).toHaveLength(1);
  expect(readFileSync(`${session.path}/journal.jsonl`, 'utf8')).not.toContain('git.clone');
});

test('A05: neither do the values of an include', async () => {
  const value = "x'\n!!git.clone url:'ext::sh -c id";
  writeFileSync('part.hero', "!!play.echo content:'{NAME}'\n");
  const session = await newSession({
    playbookText: '!!mine.include\n',
    interactive: false,
    actors: [include(value)],
  });
  const said: string[] = [];
  session.on(event => event.type === 'said' && said.push(event.text));
  await session.run();
  expect(said).toEqual([value]);
  expect(session.playbook.sorted().map(({ fullName }) => fullName)).toEqual(['play.echo', 'mine.include']);
  const { code, out } = await hero([
    'run',
    '-t',
    '!!play.include path:part.hero replace:\'"NAME:x !!git.clone url:y"\'',
  ]);
  expect([code, out]).toEqual([0, 'x !!git.clone url:y\n']);
});

/** An actor that includes with a value that no script could write on a line. */
function include(value: string) {
  return defineActor('mine', {
    include: {
      summary: 'Includes.',
      params: { path: p.path().default('part.hero') },
      async run(_params, { session }) {
        await session.addPlaybook({ path: 'part.hero', replace: { NAME: value } });
      },
    },
  });
}

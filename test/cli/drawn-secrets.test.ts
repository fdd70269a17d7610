import { describe, expect, test } from 'vitest';
import { hero, useWorld, write } from '../support/cli.ts';

useWorld();

const named = 'swordfish-of-the-harbour';
const inUrl = 'marlin-of-the-bay';
/** An unclosed quote in an action with secrets, in a line with secrets, and after lines that hold more of them. */
const broken = `!!site.open token:'${named}' url:'https://ada:${inUrl}@example.org/x'
// ${named} and https://ada:${inUrl}@example.org
!!site.open token:'${named}' url:'https://ada:${inUrl}@example.org/x' title:'never closed
`;
/** Secrets in one line with a mistake that is found before anything is played. */
const unknown = `!!git.clonee token:'${named}' url:'https://ada:${inUrl}@example.org/x'\n`;

const commands = [
  ['check', 'a.hero'],
  ['check', '--json', 'a.hero'],
  ['check', '--format', 'github', 'a.hero'],
  ['fmt', 'a.hero'],
  ['fmt', '--check', 'a.hero'],
  ['fmt', '--diff', 'a.hero'],
  ['find', '', 'a.hero'],
  ['run', 'a.hero'],
  ['run', '--json', 'a.hero'],
  ['a.hero'],
  ['plan', 'a.hero'],
  ['plan', '--json', 'a.hero'],
];

describe.each([
  ['does not parse', broken],
  ['names an unknown action', unknown],
])('the output about a script that %s holds no secret:', (_, text) => {
  test.each(commands.map(argv => [argv]))('hero %j', async argv => {
    write('a.hero', text);
    const { out, err } = await hero(argv);
    expect(out + err).not.toBe('');
    expect(out + err).not.toContain(named);
    expect(out + err).not.toContain(inUrl);
  });
});

test.each([
  ['run', '-t', broken],
  ['plan', '-t', broken],
])('hero %s of a text holds no secret', async (...argv) => {
  const { code, out, err } = await hero(argv);
  expect(code).toBe(2);
  expect(out + err).not.toContain(named);
  expect(out + err).not.toContain(inUrl);
});

test('a line is drawn with stars in the place of its secrets', async () => {
  write('a.hero', broken);
  const { err } = await hero(['fmt', 'a.hero'], { width: 200 });
  expect(err).toContain(`url:'https://${'*'.repeat(4 + inUrl.length)}@example.org/x' title:`);
});

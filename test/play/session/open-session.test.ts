import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript-5';
import { expect, test } from 'vitest';
import { Params, type Session } from '../../../src/index.ts';
import { root } from '../../support/shared.ts';
import { isolate, open } from '../world.ts';

isolate();

const openRehearsal = () => open({ playbookText: '!!play.echo content:hello', rehearsal: true });

/** The names of the members of an interface, from its source. */
function membersOf(file: string, name: string): string[] {
  const text = readFileSync(join(root, 'src', file), 'utf8');
  const { statements } = ts.createSourceFile(file, text, ts.ScriptTarget.ES2023);
  const found = statements.filter(ts.isInterfaceDeclaration).find(each => each.name.text === name);
  const names = found?.members.map(({ name: member }) => member && ts.isIdentifier(member) && member.text);
  return [...new Set(names?.filter(each => typeof each === 'string'))].sort();
}

/** The own keys of an object and those of its prototypes, without the ones that every object has. */
function keysOf(object: object): string[] {
  const keys = new Set<string>();
  for (let at = object; at !== Object.prototype; at = Object.getPrototypeOf(at))
    for (const key of Reflect.ownKeys(at)) keys.add(typeof key === 'string' ? key : key.toString());
  return [...keys].filter(key => key !== 'constructor').sort();
}

test('a session has the members of the interface Session, and what Node asks to print it', async () => {
  const session = await openRehearsal();
  const members = membersOf('play/model/session.ts', 'Session');
  expect(members).toContain('run');
  expect(keysOf(session)).toEqual([...members, 'Symbol(nodejs.util.inspect.custom)'].sort());
});

test('the answers of a session have the members of the interface KnownAnswers', async () => {
  const { answers } = await openRehearsal();
  expect(keysOf(answers)).toEqual(membersOf('play/model/session.ts', 'KnownAnswers'));
});

test('the params of a session have the members of Params', async () => {
  const { params } = await openRehearsal();
  expect(keysOf(params)).toEqual(keysOf(new Params()));
});

test.each(['begin', 'readd', 'learnNames', 'restore', 'resumeFrom', 'registerSecrets'])(
  'a program cannot call %s of a session',
  async name => {
    const session: Session = await openRehearsal();
    expect(name in session).toBe(false);
  },
);

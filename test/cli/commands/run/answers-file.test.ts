import { mkdirSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type HeroError, isHeroError } from '../../../../src/base/index.ts';
import { readAnswersFile } from '../../../../src/cli/commands/run/answers-file.ts';
import { useWorld } from '../../../support/cli.ts';

useWorld();

/** The error of a file that cannot be read. */
async function refusal(): Promise<HeroError> {
  try {
    await readAnswersFile('answers');
  } catch (error) {
    if (isHeroError(error)) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('answers', () => {
  it.each([
    ['params in a line', 'city:Ghent who:crew', { city: 'Ghent', who: 'crew' }],
    [
      'params in lines',
      "city: Ghent // where\nfile.mkdir.path: 'two words'\n",
      { city: 'Ghent', 'file.mkdir.path': 'two words' },
    ],
    ['a block of text', 'note: """\n  one\n  two\n  """\n', { note: 'one\ntwo' }],
    ['nothing', '', {}],
    ['blank lines', '\n \n', {}],
    [
      'a JSON object',
      ' {"city": "Ghent", "file.mkdir.path": "a\\nb"}\n',
      { city: 'Ghent', 'file.mkdir.path': 'a\nb' },
    ],
    ['numbers and truth values', '{"depth": 1.5, "sure": false}', { depth: '1.5', sure: 'false' }],
    ['an empty object', '{}', {}],
  ])('%s', async (_, text, answers) => {
    writeFileSync('answers', text);
    expect(await readAnswersFile('answers')).toEqual(answers);
  });

  it('`__proto__` is an id like any other', async () => {
    writeFileSync('answers', '{"__proto__": "Ghent"}');
    expect(Object.entries(await readAnswersFile('answers'))).toEqual([['__proto__', 'Ghent']]);
  });
});

describe('what cannot be read', () => {
  it.each([
    ['a JSON list', '["Ghent"]', 'a list'],
    ['null', 'null\n', 'null'],
    ['a JSON text', '"Ghent"', 'a string'],
    ['a number', '5', 'a number'],
    ['an object that is cut off', '{"city": "Ghent"', 'JSON'],
    ['a list that is cut off', '["Ghent"', 'JSON'],
    ['a list as an answer', '{"sure": true, "city": ["Ghent"]}', '`city`'],
    ['null as an answer', '{"city": null}', '`city`'],
    ['an open quote', "city:'Ghent", 'SCRIPT_UNCLOSED_QUOTE'],
    ['an action', '!!play.echo city:Ghent', 'SCRIPT_ILLEGAL_CHARACTER'],
    ['a value without a key', 'city:Ghent Ghent', 'no key'],
    ['words', 'to Ghent', '2 values'],
  ])('%s', async (_, text, why) => {
    writeFileSync('answers', text);
    const error = await refusal();
    expect(error.message).toContain('`answers`');
    expect(error.message).toContain(why);
    expect([error.code, error.hint]).toEqual(['CLI_USAGE', expect.any(String)]);
    // It may be secret.
    expect(JSON.stringify([error, error.cause ?? ''])).not.toContain('Ghent');
  });

  it('a file that is not there', async () => {
    const error = await refusal();
    expect([error.code, error.message]).toEqual([
      'CLI_USAGE',
      'the answers of `answers` cannot be read: there is no such file',
    ]);
  });

  it('a folder', async () => {
    mkdirSync('answers');
    expect((await refusal()).code).toBe('STORE_NOT_A_FILE');
  });

  it('bytes that are no text', async () => {
    writeFileSync('answers', Buffer.of(0x63, 0xff));
    expect((await refusal()).code).toBe('SCRIPT_NOT_UTF8');
  });
});

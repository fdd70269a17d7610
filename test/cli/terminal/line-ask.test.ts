import { describe, expect, it } from 'vitest';
import { checkAnswer, type Question } from '../../../src/action/index.ts';
import { isHeroError } from '../../../src/base/index.ts';
import { askByLine } from '../../../src/cli/terminal/line-ask.ts';

/** Asks with typed lines, after which the input ends; gives what was answered and all that was written. */
async function ask(question: Partial<Question>, ...typed: string[]) {
  let written = '';
  const lines = {
    write: (text: string) => {
      written += text;
    },
    read: async () => typed.shift(),
  };
  const asked = { id: 'x', text: 'Which?', ...question };
  const answer = await askByLine(asked, typed => checkAnswer(asked, typed), lines).catch(error =>
    isHeroError(error) ? error : Promise.reject(error),
  );
  return { answer: typeof answer === 'string' ? answer : `${answer.code}: ${answer.message}`, written };
}

const ended = 'PLAY_NO_ANSWER: the question `x` has no answer, because the input ended: `Which?`';
const items = ['c', 'a', 'b'];

describe('a text', () => {
  it.each([
    [{}, ['  Ghent '], 'Ghent', 'Which?: '],
    [{}, [''], '', 'Which?: '],
    [{ default: 'd' }, [''], 'd', 'Which? [d]: '],
    [{ default: 'd' }, ['e'], 'e', 'Which? [d]: '],
    [{ default: 'd' }, [], 'd', 'Which? [d]: '],
    [{}, [], ended, 'Which?: '],
    [
      { minLength: 3, default: 'dflt' },
      ['ab', ''],
      'dflt',
      'Which? [dflt]: answer with at least 3 characters\nWhich? [dflt]: ',
    ],
    [{ minLength: 2 }, ['', '😀😀'], '😀😀', 'Which?: Which?: '],
    [{ minLength: 2 }, ['a'], ended, 'Which?: answer with at least 2 characters\nWhich?: '],
    [{ secret: true }, [' s '], ' s ', 'Which?: '],
  ])('%j %j', async (question, typed, answer, written) => {
    expect(await ask(question, ...typed)).toEqual({ answer, written });
  });
});

describe('yes or no', () => {
  const type = 'yesno';
  it.each([
    [{ type }, ['Yes'], 'true', 'Which?: '],
    [{ type }, ['0'], 'false', 'Which?: '],
    [{ type, default: 'no' }, [''], 'no', 'Which? [no]: '],
    [{ type }, ['maybe', 'n'], 'false', 'Which?: answer yes or no\nWhich?: '],
    [{ type }, ['', 'y'], 'true', 'Which?: Which?: '],
    [{ type }, [], ended, 'Which?: '],
  ] as const)('%j %j', async (question, typed, answer, written) => {
    expect(await ask(question, ...typed)).toEqual({ answer, written });
  });
});

describe('one choice', () => {
  const type = 'choice';
  const list = '1: a\n2: b\n3: c\n';
  it.each([
    [{ type, choices: items }, ['2'], 'b', `${list}Which?: `],
    [{ type, choices: items }, ['c'], 'c', `${list}Which?: `],
    [{ type, choices: items }, ['*'], 'a', `${list}Which?: `],
    [{ type, choices: items, default: 'c' }, [''], 'c', `${list}Which? [c]: `],
    [
      { type, choices: items },
      ['9', '0', 'd', '2'],
      'b',
      `${list}${'Which?: answer with a number from 1 to 3\n'.repeat(3)}Which?: `,
    ],
    [{ type, choices: ['\u001b[2J'] }, ['1'], '\u001b[2J', '1: \\u{1B}[2J\nWhich?: '],
  ] as const)('%j %j', async (question, typed, answer, written) => {
    expect(await ask(question, ...typed)).toEqual({ answer, written });
  });
});

describe('several choices', () => {
  const type = 'choices';
  const list = '1: a\n2: b\n3: c\n';
  const again = 'Which?: answer with numbers from 1 to 3, separated by commas\n';
  it.each([
    [{ type, choices: items }, ['3,1'], 'c,a', `${list}Which?: `],
    [{ type, choices: items }, [' 3 , b '], 'c,b', `${list}Which?: `],
    [{ type, choices: items }, ['*'], 'a,b,c', `${list}Which?: `],
    [{ type, choices: items, default: 'a' }, [''], 'a', `${list}Which? [a]: `],
    [{ type, choices: items }, ['2abc', '1,9', '2'], 'b', `${list}${again.repeat(2)}Which?: `],
  ] as const)('%j %j', async (question, typed, answer, written) => {
    expect(await ask(question, ...typed)).toEqual({ answer, written });
  });
});

it('spells out what would steer the terminal', async () => {
  const { written } = await ask({ text: 'Where\u001b]0;x\u0007?', default: '\u202e' }, '');
  expect(written).toBe('Where\\u{1B}]0;x\\u{7}? [\\u{202E}]: ');
});

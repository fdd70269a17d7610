import { describe, expect, test } from 'vitest';
import { checkAnswer, noAnswers, type Question } from '../../src/action/index.ts';
import { thrown } from '../params/thrown.ts';

const question = (rest: Partial<Question>): Question => ({ id: 'q', text: 'What?', ...rest });

describe('an answer', () => {
  test.each<[Partial<Question>, string, string]>([
    [{}, ' blue ', 'blue'],
    [{}, '', ''],
    [{ type: 'text', minLength: 2 }, '😀😀', '😀😀'],
    [{ type: 'yesno' }, 'Y', 'true'],
    [{ type: 'yesno' }, 'off', 'false'],
    [{ type: 'choice', choices: ['Red', 'blue'] }, ' red ', 'Red'],
    [{ type: 'choices', choices: ['a', 'b c', 'd'] }, "d, 'b c'", 'd,b c'],
    [{ type: 'choices', choices: ['a'] }, '', ''],
  ])('to %j, %j, is kept as %j', (rest, answer, kept) => {
    expect(checkAnswer(question(rest), answer)).toBe(kept);
  });

  test.each<[Partial<Question>, string, string]>([
    [{ minLength: 3 }, 'ab', '`q`: found `ab`, not at least 3 characters'],
    [{ type: 'yesno' }, 'maybe', '`q`: found `maybe`, not yes or no'],
    [{ type: 'choice', choices: ['a', 'b'] }, 'c', '`q`: found `c`, not one of `a`, `b`'],
    [{ type: 'choices', choices: ['a', 'b'] }, 'a, c', '`q`: found `c`, not one of `a`, `b`'],
    [{ type: 'yesno', secret: true }, 'hunter2', '`q`: found an answer that is not yes or no'],
  ])('to %j, %j, is refused', (rest, answer, message) => {
    const error = thrown(() => checkAnswer(question(rest), answer));
    expect([error.code, error.message]).toEqual(['PLAY_BAD_ANSWER', message]);
  });
});

test('no answer is an error that names the question and every way to answer it', () => {
  const error = noAnswers(
    [{ question: question({ id: 'my.colour', text: 'Which colour?' }) }],
    'the input ended',
  );
  expect(error.code).toBe('PLAY_NO_ANSWER');
  expect(error.message).toMatch(/`my\.colour`.*the input ended.*`Which colour\?`/);
  expect(error.hint).toMatch(/--set my\.colour=.*--answers.*HERO_ANSWER_MY_COLOUR.*terminal/);
});

test('several open questions are one error that names each', () => {
  const open = ['a', 'b'].map(id => ({ question: question({ id }) }));
  const error = noAnswers(open, 'the input ended');
  expect(error.diagnostics.map(({ code, message }) => [code, message])).toEqual([
    ['PLAY_NO_ANSWER', expect.stringContaining('`a`')],
    ['PLAY_NO_ANSWER', expect.stringContaining('`b`')],
  ]);
});

import { describe, expect, test } from 'vitest';
import { checkAnswer, noAnswer, type Question } from '../../src/play/index.ts';
import { thrown } from '../params/thrown.ts';

const question = (rest: Partial<Question>): Question => ({ id: 'q', text: 'What?', ...rest });

describe('an answer', () => {
  test.each<[Partial<Question>, string, string]>([
    [{}, ' blue ', 'blue'],
    [{}, '', ''],
    [{ kind: 'text', minLength: 2 }, '😀😀', '😀😀'],
    [{ kind: 'yesno' }, 'Y', 'true'],
    [{ kind: 'yesno' }, 'off', 'false'],
    [{ kind: 'choice', choices: ['Red', 'blue'] }, ' red ', 'Red'],
    [{ kind: 'choices', choices: ['a', 'b c', 'd'] }, "d, 'b c'", 'd,b c'],
    [{ kind: 'choices', choices: ['a'] }, '', ''],
  ])('to %j, %j, is kept as %j', (rest, answer, kept) => {
    expect(checkAnswer(question(rest), answer)).toBe(kept);
  });

  test.each<[Partial<Question>, string, string]>([
    [{ minLength: 3 }, 'ab', '`q`: found `ab`, not at least 3 characters'],
    [{ kind: 'yesno' }, 'maybe', '`q`: found `maybe`, not yes or no'],
    [{ kind: 'choice', choices: ['a', 'b'] }, 'c', '`q`: found `c`, not one of `a`, `b`'],
    [{ kind: 'choices', choices: ['a', 'b'] }, 'a, c', '`q`: found `c`, not one of `a`, `b`'],
    [{ kind: 'yesno', secret: true }, 'hunter2', '`q`: found an answer that is not yes or no'],
  ])('to %j, %j, is refused', (rest, answer, message) => {
    const error = thrown(() => checkAnswer(question(rest), answer));
    expect([error.code, error.message]).toEqual(['PLAY_BAD_ANSWER', message]);
  });
});

test('no answer is an error that names the question and every way to answer it', () => {
  const error = noAnswer(question({ id: 'colour', text: 'Which colour?' }), 'nobody can be asked');
  expect(error.code).toBe('PLAY_NO_ANSWER');
  expect(error.message).toBe('nobody can be asked, but `colour` is asked: `Which colour?`');
  expect(error.hint).toBe('give the answer with `--set colour=…`, by a `default:`, or run in a terminal');
});

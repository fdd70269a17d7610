import { HeroError, show } from '../base/index.ts';
import { readBool } from '../params/bool.ts';
import { readList } from '../params/index.ts';

/** Something to ask the person, as data. */
export interface Question {
  /** What the answer is known by; a session param of this name answers it beforehand. */
  readonly id: string;
  readonly text: string;
  /** `text` (the default), `yesno`, one `choice`, or several `choices` as a comma list. */
  readonly kind?: 'text' | 'yesno' | 'choice' | 'choices';
  readonly choices?: readonly string[];
  readonly default?: string;
  /** The fewest characters of a text. */
  readonly minLength?: number;
  /** Whether the answer must not be shown. */
  readonly secret?: boolean;
}

/** Asks the person; rejects when there is no answer. */
export type Ask = (question: Question) => Promise<string>;

/** An answer as it is kept: trimmed, `true` or `false` for yes and no. Throws PLAY_BAD_ANSWER. */
export function checkAnswer(question: Question, answer: string): string {
  switch (question.kind ?? 'text') {
    case 'text':
      return checkText(question, answer);
    case 'yesno':
      return String(readYesNo(question, answer));
    case 'choice':
      return checkChoice(question, answer);
    case 'choices':
      return readList(answer)
        .map(item => checkChoice(question, item))
        .join(',');
  }
}

/** The error for a question that nobody answered, with every way to answer it. */
export function noAnswer(question: Question, why: string): HeroError {
  const ways = `give the answer with \`--set ${question.id}=…\`, by a \`default:\`, or run in a terminal`;
  return new HeroError(
    'PLAY_NO_ANSWER',
    `${why}, but ${show(question.id)} is asked: ${show(question.text)}`,
    { hint: ways },
  );
}

function checkText(question: Question, answer: string): string {
  const text = answer.trim();
  if ([...text].length >= (question.minLength ?? 0)) return text;
  throw badAnswer(question, answer, `at least ${question.minLength} characters`);
}

function readYesNo(question: Question, answer: string): boolean {
  try {
    return readBool(answer);
  } catch {
    throw badAnswer(question, answer, 'yes or no');
  }
}

function checkChoice(question: Question, answer: string): string {
  const choice = question.choices?.find(item => item.toLowerCase() === answer.trim().toLowerCase());
  if (choice !== undefined) return choice;
  throw badAnswer(question, answer, `one of ${(question.choices ?? []).map(item => show(item)).join(', ')}`);
}

function badAnswer(question: Question, answer: string, expected: string): HeroError {
  const found = question.secret ? 'an answer that is not' : `${show(answer)}, not`;
  return new HeroError('PLAY_BAD_ANSWER', `${show(question.id)}: found ${found} ${expected}`);
}

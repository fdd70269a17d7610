import { type Diagnostic, HeroError, type Span, show } from '../base/index.ts';
import { readList } from '../params/index.ts';
import { readBool } from '../params/value/bool.ts';

/** A question for the person, as data. */
export interface Question {
  /** Identifies the answer: in `--set`, in a file of answers, in the environment, in the journal. */
  readonly id: string;
  readonly text: string;
  /** `text` (the default), `yesno`, one `choice`, several `choices` as a comma list, or the type of a param. */
  readonly type?: string;
  readonly choices?: readonly string[];
  readonly default?: string;
  /** The least number of characters of a text. */
  readonly minLength?: number;
  /** True when the answer must not be shown. */
  readonly secret?: boolean;
}

/** Returns an answer in the form in which it is kept, or throws the error of a wrong one. */
export type CheckAnswer = (answer: string) => string;

/** Asks the person; rejects when there is no answer. An answer that `check` refuses may be asked for again. */
export type Ask = (question: Question, check: CheckAnswer) => Promise<string>;

/** A question without an answer, and its place in a script. */
export interface OpenQuestion {
  readonly question: Question;
  readonly check: CheckAnswer;
  readonly span?: Span;
}

/** An answer in the form in which it is kept: trimmed, `true` or `false` for yes and no. Throws PLAY_BAD_ANSWER. */
export function checkAnswer(question: Question, answer: string): string {
  switch (question.type) {
    case 'yesno':
      return String(readYesNo(question, answer));
    case 'choice':
      return checkChoice(question, answer);
    case 'choices':
      return readList(answer)
        .map(item => checkChoice(question, item))
        .join(',');
    default:
      return checkText(question, answer);
  }
}

/** The environment variable that answers a question: `HERO_ANSWER_` and its id in capitals. */
export function answerVariable(id: string): string {
  return `HERO_ANSWER_${id.toUpperCase().replace(/[^A-Z0-9]+/g, '_')}`;
}

/** The error for questions without answers: each of them, and every way to answer it. */
export function noAnswers(open: readonly Pick<OpenQuestion, 'question' | 'span'>[], why: string): HeroError {
  const diagnostics = open.map(({ question, span }): Diagnostic => {
    const { id, text } = question;
    const message = `the question ${show(id)} has no answer, because ${why}: ${show(text)}`;
    return {
      code: 'PLAY_NO_ANSWER',
      severity: 'error',
      message,
      hint: waysToAnswer(id),
      ...(span && { span }),
    };
  });
  const [first] = diagnostics;
  if (diagnostics.length === 1 && first) {
    return new HeroError('PLAY_NO_ANSWER', first.message, { hint: first.hint ?? '', diagnostics });
  }
  return new HeroError('PLAY_NO_ANSWER', `${diagnostics.length} questions are open, so nothing was played`, {
    diagnostics,
  });
}

function waysToAnswer(id: string): string {
  return `answer with \`--set ${id}=…\`, in a file of \`--answers\`, as \`${answerVariable(id)}\`, or in a terminal`;
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

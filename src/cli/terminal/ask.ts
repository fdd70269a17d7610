import { type Ask, type CheckAnswer, checkAnswer, type Question } from '../../action/index.ts';
import { HeroError, isHeroError } from '../../base/index.ts';
import { readList } from '../../params/index.ts';
import type { Io } from '../io.ts';
import { askByLine, terminalLines } from './line-ask.ts';
import { printable } from './line-text.ts';

/** Asks questions in the terminal: line by line in a dumb one, otherwise with prompts that are redrawn. */
export function ask(io: Io): Ask {
  if (io.env.TERM === 'dumb')
    return (question, check) => askByLine(question, check, terminalLines(io.err, io.signal));
  return (question, check) => askWithPrompt(question, check, io);
}

/** Throws PLAY_INTERRUPTED on Ctrl-C or Escape. */
async function askWithPrompt(question: Question, check: CheckAnswer, { signal }: Io): Promise<string> {
  const prompts = await import('@clack/prompts');
  const answer = await draw(prompts, question, check, signal);
  if (prompts.isCancel(answer)) throw new HeroError('PLAY_INTERRUPTED', 'the question was not answered');
  if (!Array.isArray(answer)) return String(answer ?? '');
  // The order of the choices, not of the key presses.
  return (question.choices ?? []).filter(choice => answer.includes(choice)).join(',');
}

type Prompts = typeof import('@clack/prompts');

function draw(
  prompts: Prompts,
  question: Question,
  check: CheckAnswer,
  signal: AbortSignal,
): Promise<unknown> {
  const { default: initial, type, secret } = question;
  const common = { message: printable(question.text), output: process.stderr, signal, withGuide: false };
  const options = (question.choices ?? []).map(value => ({ value, label: printable(value) }));
  const validate = (value: string | undefined) => problemWith(question, check, value ?? '');
  if (type === 'yesno') return prompts.confirm({ ...common, initialValue: isYes(question) });
  if (type === 'choice')
    return prompts.select({ ...common, options, ...(initial && { initialValue: initial }) });
  if (type === 'choices') {
    const initialValues = initial === undefined ? [] : readList(initial);
    return prompts.multiselect({ ...common, options, initialValues, required: initial !== undefined });
  }
  if (secret) return prompts.password({ ...common, validate });
  return prompts.text({
    ...common,
    validate,
    ...(initial !== undefined && { placeholder: printable(initial), defaultValue: initial }),
  });
}

/** The initial choice of a yes/no question. */
function isYes(question: Question): boolean {
  return question.default === undefined || checkAnswer(question, question.default) === 'true';
}

/** The problem of an answer, or undefined; an empty answer means the default. */
function problemWith(question: Question, check: CheckAnswer, answer: string): string | undefined {
  try {
    check(answer === '' ? (question.default ?? '') : answer);
    return undefined;
  } catch (error) {
    if (isHeroError(error)) return error.message;
    throw error;
  }
}

import { type Ask, type CheckAnswer, checkAnswer, type Question } from '../../action/index.ts';
import { HeroError, isHeroError } from '../../base/index.ts';
import { readList } from '../../params/index.ts';
import { printable } from '../commands/run/run-output.ts';
import type { Io } from '../io.ts';
import { askByLine, terminalLines } from './line-ask.ts';

/** How the person at the terminal is asked: line by line on a dumb one, else with a picture. */
export function ask(io: Io): Ask {
  if (io.env.TERM === 'dumb')
    return (question, check) => askByLine(question, check, terminalLines(io.err, io.signal));
  return (question, check) => askWithPicture(question, check, io);
}

/** Throws PLAY_INTERRUPTED when the person gives up with Ctrl-C or Escape. */
async function askWithPicture(question: Question, check: CheckAnswer, { signal }: Io): Promise<string> {
  const prompts = await import('@clack/prompts');
  const answer = await draw(prompts, question, check, signal);
  if (prompts.isCancel(answer)) throw new HeroError('PLAY_INTERRUPTED', 'the question was not answered');
  if (!Array.isArray(answer)) return String(answer ?? '');
  // In the order they are offered, not in that of the keys.
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

/** Which of the two is chosen at first. */
function isYes(question: Question): boolean {
  return question.default === undefined || checkAnswer(question, question.default) === 'true';
}

/** What is wrong with an answer; an empty one stands for the default. */
function problemWith(question: Question, check: CheckAnswer, answer: string): string | undefined {
  try {
    check(answer === '' ? (question.default ?? '') : answer);
    return undefined;
  } catch (error) {
    if (isHeroError(error)) return error.message;
    throw error;
  }
}

import { type CheckAnswer, noAnswers, type Question } from '../../action/index.ts';
import { HeroError, isHeroError } from '../../base/index.ts';
import { readBool } from '../../params/value/bool.ts';
import { printable } from './line-text.ts';

/** A dialogue in lines. */
export interface Lines {
  write(text: string): void;
  /** The next line, or undefined at the end of the input; a hidden line is not shown while it is typed. */
  read(isHidden: boolean): Promise<string | undefined>;
}

/**
 * Asks line by line, which works in a terminal without cursor movement. A blank line is the default; the question is
 * asked again after a wrong answer. Throws PLAY_NO_ANSWER when the input ends and there is no default.
 */
export async function askByLine(question: Question, check: CheckAnswer, lines: Lines): Promise<string> {
  const choices = [...(question.choices ?? [])].sort();
  for (const [at, choice] of choices.entries()) lines.write(`${at + 1}: ${printable(choice)}\n`);
  const suffix = question.default === undefined ? '' : ` [${printable(question.default)}]`;
  for (;;) {
    lines.write(`${printable(question.text)}${suffix}: `);
    const line = await lines.read(question.secret === true);
    if (line === undefined || line.trim() === '') {
      if (question.default !== undefined) return question.default;
      if (line === undefined) throw noAnswers([{ question }], 'the input ended');
      if (isText(question) && !question.minLength && problem(check, '') === undefined) return '';
      continue;
    }
    // Blanks may belong to a secret.
    const answer = readAnswer(question, question.secret ? line : line.trim(), choices);
    const wrong = answer === undefined ? expected(question, choices) : problem(check, answer);
    if (answer !== undefined && wrong === undefined) return answer;
    lines.write(`${printable(wrong ?? '')}\n`);
  }
}

function isText({ type }: Question): boolean {
  return type !== 'yesno' && type !== 'choice' && type !== 'choices';
}

/** The problem of an answer, or undefined. */
function problem(check: CheckAnswer, answer: string): string | undefined {
  try {
    check(answer);
    return undefined;
  } catch (error) {
    if (isHeroError(error)) return error.message;
    throw error;
  }
}

/** The answer in a line, or undefined. */
function readAnswer(question: Question, line: string, choices: readonly string[]): string | undefined {
  if (question.type === 'yesno') return readYesNo(line);
  if (question.type === 'choice') return line === '*' ? choices[0] : choiceOf(line, choices);
  if (question.type === 'choices') return readChoices(line, choices);
  return [...line].length < (question.minLength ?? 0) ? undefined : line;
}

function readYesNo(line: string): string | undefined {
  try {
    return String(readBool(line));
  } catch (error) {
    if (isHeroError(error)) return undefined;
    throw error;
  }
}

/** Numbers in a comma list, in the order they are typed; `*` is all. */
function readChoices(line: string, choices: readonly string[]): string | undefined {
  if (line === '*') return choices.join(',');
  const picked = line.split(',').map(word => choiceOf(word.trim(), choices));
  return picked.every(choice => choice !== undefined) ? picked.join(',') : undefined;
}

function choiceOf(word: string, choices: readonly string[]): string | undefined {
  return /^\d+$/.test(word) ? choices[Number(word) - 1] : choices.find(choice => choice === word);
}

function expected(question: Question, choices: readonly string[]): string {
  if (question.type === 'yesno') return 'answer yes or no';
  if (question.type === 'choice') return `answer with a number from 1 to ${choices.length}`;
  if (question.type === 'choices')
    return `answer with numbers from 1 to ${choices.length}, separated by commas`;
  return `answer with at least ${question.minLength} characters`;
}

/** The lines of the terminal; an interrupt ends the wait for one. */
export function terminalLines(write: (text: string) => void, signal: AbortSignal): Lines {
  return {
    write,
    async read(isHidden) {
      const line = process.stdin.readableEnded ? undefined : await readLine(signal, isHidden);
      // The line on the screen is still open.
      if (line === undefined || isHidden) write('\n');
      if (signal.aborted) throw new HeroError('PLAY_INTERRUPTED', 'the question was not answered');
      return line;
    },
  };
}

async function readLine(signal: AbortSignal, isHidden: boolean): Promise<string | undefined> {
  const { createInterface } = await import('node:readline');
  const hiding = isHidden ? { output: await discarding(), terminal: true, historySize: 0 } : {};
  const reader = createInterface({ input: process.stdin, signal, ...hiding });
  // In raw mode the terminal sends no signals.
  reader.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  try {
    for await (const line of reader) return line;
  } finally {
    reader.close();
  }
  return undefined;
}

/** A stream that drops everything that is written to it. */
async function discarding(): Promise<NodeJS.WritableStream> {
  const { Writable } = await import('node:stream');
  return new Writable({ write: (_, __, done) => done() });
}

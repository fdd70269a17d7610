import { checkAnswer, type Question } from '../../../action/index.ts';
import { keyAccess, type Secrets } from '../../../play/index.ts';
import type { Io } from '../../io.ts';
import { openContext, type PlaceOptions } from '../session-options.ts';

/** The secrets of a context, opened by the environment or the person at the terminal. */
export async function secretsOf(options: PlaceOptions, io: Io): Promise<Secrets> {
  return (await openContext(options, io)).secrets(accessOf(io));
}

/** What opens secrets: the environment, else the person. */
export function accessOf(io: Io) {
  return keyAccess(
    io.env,
    io.isTerminal && !io.env.CI
      ? (text, minLength) => typeSecret(text, 'passphrase', io, minLength)
      : undefined,
  );
}

/** Asks the person for something that is not shown. */
export async function typeSecret(text: string, id: string, io: Io, minLength = 1): Promise<string> {
  const { ask } = await import('../../terminal/ask.ts');
  const question: Question = { id, text, secret: true, minLength };
  return ask(io)(question, answer => checkAnswer(question, answer));
}

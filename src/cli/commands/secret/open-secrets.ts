import { checkAnswer, type Question } from '../../../action/index.ts';
import { HeroError, show } from '../../../base/index.ts';
import { keyAccess, type Secrets } from '../../../play/index.ts';
import type { Io } from '../../io.ts';
import { type ContextOptions, namedContext } from '../session-options.ts';

/** The argument for the name of a secret. */
export const secretName = ['<name>', 'the name'] as const;

/** The secrets of a context; their keys come from the environment, or from you in a terminal. */
export async function openSecrets(options: ContextOptions, io: Io): Promise<Secrets> {
  return (await namedContext(options, io)).secrets(accessOf(io));
}

/** The keys of secrets from the environment, or typed in a terminal. */
export function accessOf(io: Io) {
  return keyAccess(
    io.env,
    io.isTerminal && !io.env.CI
      ? (text, minLength) => typeSecret(text, 'passphrase', io, minLength)
      : undefined,
  );
}

/** Asks for a text that the terminal does not show. */
export async function typeSecret(text: string, id: string, io: Io, minLength = 1): Promise<string> {
  const { ask } = await import('../../terminal/ask.ts');
  const question: Question = { id, text, secret: true, minLength };
  return ask(io)(question, answer => checkAnswer(question, answer));
}

export function missingSecret(key: string): HeroError {
  return new HeroError('PLAY_NOT_SET', `the context has no secret ${show(key)}`, {
    hint: 'see `hero secret list`',
  });
}

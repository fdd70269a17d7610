import { type Ask, checkAnswer, type Question } from '../../action/index.ts';
import { HeroError, Secret, show } from '../../base/index.ts';
import type { Context } from './context.ts';
import { keyAccess } from './key-access.ts';

/** A secret of a context; `ask` asks a person for the passphrase. Throws PLAY_NOT_SET, PLAY_NO_ANSWER, STORE_WRONG_KEY. */
export async function readSecret(context: Context, name: string, ask?: Ask): Promise<Secret> {
  const access = keyAccess(process.env, ask && ((text, minLength) => askSecret(ask, text, minLength)));
  const value = await context.secrets(access).db.get(name);
  if (value !== undefined) return new Secret(value);
  throw new HeroError('PLAY_NOT_SET', `the context has no secret ${show(name)}`, {
    hint: 'keep it with `hero secret set`',
  });
}

function askSecret(ask: Ask, text: string, minLength: number): Promise<string> {
  const question: Question = { id: 'passphrase', text, secret: true, minLength };
  return ask(question, answer => checkAnswer(question, answer));
}

import type { Ask } from '../action/index.ts';
import { HeroError, Secret, show } from '../base/index.ts';
import type { Context } from './context.ts';
import { keyAccess } from './key-access.ts';

/** A secret of a context; `ask` gets at a person who knows the passphrase. Throws PLAY_NOT_SET, PLAY_NO_ANSWER, STORE_WRONG_KEY. */
export async function readSecret(context: Context, name: string, ask?: Ask): Promise<Secret> {
  const askSecret = (text: string) =>
    ask?.({ id: 'passphrase', text, secret: true, minLength: 1 }, answer => answer) ?? Promise.resolve('');
  const access = keyAccess(process.env, ask && askSecret);
  const value = await context.secrets(access).db.get(name);
  if (value !== undefined) return new Secret(value);
  throw new HeroError('PLAY_NOT_SET', `the context has no secret ${show(name)}`, {
    hint: 'keep it with `hero secret set`',
  });
}

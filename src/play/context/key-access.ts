import { HeroError, show } from '../../base/index.ts';
import { type KeyAccess, shortestPassphrase } from '../../store/index.ts';
import { readRegularFile } from '../../sys/file.ts';
import { typedPath } from './home.ts';

/** Asks a person for a text that is not shown and has at least `minLength` characters. */
export type AskSecret = (text: string, minLength: number) => Promise<string>;

const sizeLimit = 2 ** 16;

/**
 * The keys of the secrets of a context, from the environment or from a person; never from a command line, which other
 * users can read. Rejects with PLAY_NO_ANSWER when there is neither.
 */
export function keyAccess(
  env: Readonly<Record<string, string | undefined>> = process.env,
  ask?: AskSecret,
): KeyAccess {
  return {
    passphrase: purpose => passphraseFrom(env, ask, purpose),
    async identities() {
      const path = env.HERO_AGE_IDENTITY;
      if (!path) return undefined;
      const lines = (await readText('HERO_AGE_IDENTITY', path)).split('\n').map(line => line.trim());
      return lines.filter(line => line !== '' && !line.startsWith('#'));
    },
  };
}

async function passphraseFrom(
  env: Readonly<Record<string, string | undefined>>,
  ask: AskSecret | undefined,
  purpose: 'open' | 'new' | 'change',
): Promise<string> {
  const name = purpose === 'change' ? 'HERO_NEW_PASSPHRASE' : 'HERO_PASSPHRASE';
  const path = env[`${name}_FILE`];
  if (path) return (await readText(`${name}_FILE`, path)).replace(/\r?\n$/, '');
  const given = env[name];
  if (given) return given;
  if (ask) return purpose === 'open' ? ask('Passphrase of the secrets', 1) : askTwice(ask);
  const identity = purpose === 'change' ? '' : ', or an age identity with `HERO_AGE_IDENTITY`';
  const what = purpose === 'change' ? 'the new passphrase' : 'the passphrase of the secrets';
  throw new HeroError('PLAY_NO_ANSWER', `${what} is missing, because this run cannot ask`, {
    hint: `name a file with \`${name}_FILE\`, give it with \`${name}\`${identity}, or run in a terminal`,
  });
}

/** Asks twice, because secrets under a mistyped passphrase would be lost. */
async function askTwice(ask: AskSecret): Promise<string> {
  const first = await ask('New passphrase for the secrets', shortestPassphrase);
  if ((await ask('The same again', 1)) === first) return first;
  throw new HeroError('PLAY_BAD_ANSWER', 'the two passphrases differ', { hint: 'type the same one twice' });
}

async function readText(variable: string, path: string): Promise<string> {
  const bytes = await readRegularFile(typedPath(path), { limit: sizeLimit });
  if (bytes) return Buffer.from(bytes).toString();
  throw new HeroError('PLAY_PATH_NOT_FOUND', `${variable} names ${show(path, 1000)}, which does not exist`, {
    hint: 'name a file that holds it',
  });
}

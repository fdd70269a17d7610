import type { Command } from 'commander';
import { HeroError } from '../../../base/index.ts';
import type { Io } from '../../io.ts';
import { type ContextOptions, withContext } from '../session-options.ts';
import { missingSecret, openSecrets, secretName } from './open-secrets.ts';

interface GetOptions extends ContextOptions {
  reveal?: boolean;
}

/** Adds `hero secret get`. */
export function addSecretGet(secret: Command, io: Io): void {
  withContext(
    secret
      .command('get')
      .summary('print a secret')
      .description('Prints a secret in a terminal; to a file or a pipe only with `--reveal`.')
      .argument(...secretName)
      .option('--reveal', 'print it to any output'),
  ).action(async (key: string, { reveal = false, ...options }: GetOptions) => {
    if (!io.isTerminal && !reveal) {
      throw new HeroError(
        'STORE_REVEAL_REFUSED',
        'the output is not a terminal, so a file may keep the secret',
        {
          hint: 'pass `--reveal` to print the secret anyway',
        },
      );
    }
    const value = await (await openSecrets(options, io)).db.get(key);
    if (value === undefined) throw missingSecret(key);
    io.out(`${value}\n`);
  });
}

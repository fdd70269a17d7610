import type { Command } from 'commander';
import type { Io } from '../../io.ts';
import { type ContextOptions, withContext } from '../session-options.ts';
import { missingSecret, openSecrets, secretName } from './open-secrets.ts';

/** Adds `hero secret rm`. */
export function addSecretRm(secret: Command, io: Io): void {
  withContext(
    secret
      .command('rm')
      .summary('remove a secret')
      .description('Removes a secret.')
      .argument(...secretName),
  ).action(async (key: string, options: ContextOptions) => {
    if (!(await (await openSecrets(options, io)).db.delete(key))) throw missingSecret(key);
  });
}

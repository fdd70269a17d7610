import type { Command } from 'commander';
import { visible } from '../../../base/index.ts';
import type { Io } from '../../io.ts';
import { type ContextOptions, withContext } from '../session-options.ts';
import { openSecrets } from './open-secrets.ts';

/** Adds `hero secret list`. */
export function addSecretList(secret: Command, io: Io): void {
  withContext(
    secret.command('list').summary('list the names').description('Lists the names of the secrets.'),
  ).action(async (options: ContextOptions) => {
    for (const key of await (await openSecrets(options, io)).db.keys()) io.out(`${visible(key)}\n`);
  });
}

import type { Command } from 'commander';
import type { Io } from '../../io.ts';
import { type ContextOptions, withContext } from '../session-options.ts';
import { openSecrets } from './open-secrets.ts';

/** Adds `hero secret rotate`. */
export function addSecretRotate(secret: Command, io: Io): void {
  withContext(
    secret
      .command('rotate')
      .summary('seal all secrets with a new key')
      .description('Seals all secrets with a new key and drops the old one.'),
  ).action(async (options: ContextOptions) => {
    const { db, keys } = await openSecrets(options, io);
    await db.rotate(keys);
  });
}

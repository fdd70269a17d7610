import type { Command } from 'commander';
import type { Io } from '../../io.ts';
import { type ContextOptions, withContext } from '../session-options.ts';
import { accessOf, openSecrets } from './open-secrets.ts';

/** Adds `hero secret rekey`. */
export function addSecretRekey(secret: Command, io: Io): void {
  withContext(
    secret
      .command('rekey')
      .summary('change the passphrase')
      .description('Changes the passphrase; the values are unchanged.'),
  ).action(async (options: ContextOptions) => {
    const { db, keys } = await openSecrets(options, io);
    await db.withKeys(async () => undefined);
    const passphrase = await accessOf(io).passphrase('change');
    await db.withKeys(() => keys.rekey(passphrase));
  });
}

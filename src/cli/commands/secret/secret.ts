import type { Command } from 'commander';
import type { Io } from '../../io.ts';
import { addSecretGet } from './secret-get.ts';
import { addSecretList } from './secret-list.ts';
import { addSecretRecipients } from './secret-recipients.ts';
import { addSecretRekey } from './secret-rekey.ts';
import { addSecretRm } from './secret-rm.ts';
import { addSecretRotate } from './secret-rotate.ts';
import { addSecretSet } from './secret-set.ts';

/** Adds `hero secret set|get|list|rm|rekey|rotate|recipients`. */
export function addSecretCommands(program: Command, io: Io): void {
  const secret = program
    .command('secret')
    .summary('keep, print and share secrets of a context')
    .description('Keeps secrets of a context sealed; a passphrase or an age identity opens them.');
  addSecretSet(secret, io);
  addSecretGet(secret, io);
  addSecretList(secret, io);
  addSecretRm(secret, io);
  addSecretRekey(secret, io);
  addSecretRotate(secret, io);
  addSecretRecipients(secret, io);
}

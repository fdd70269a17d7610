import type { Command } from 'commander';
import { visible } from '../../../base/index.ts';
import type { Io } from '../../io.ts';
import { type ContextOptions, withContext } from '../session-options.ts';
import { openSecrets } from './open-secrets.ts';

const recipient = ['<recipient>', 'an age recipient: `age1…`'] as const;

/** Adds `hero secret recipients list|add|rm`. */
export function addSecretRecipients(secret: Command, io: Io): void {
  const recipients = secret
    .command('recipients')
    .summary('list and change the recipients of the secrets')
    .description('Lists and changes the age recipients that can open the secrets.');
  addList(recipients, io);
  addAdd(recipients, io);
  addRm(recipients, io);
}

function addList(recipients: Command, io: Io): void {
  withContext(
    recipients.command('list').summary('list the recipients').description('Lists the recipients.'),
  ).action(async (options: ContextOptions) => {
    const { keys } = await openSecrets(options, io);
    for (const each of await keys.recipients()) io.out(`${visible(each)}\n`);
  });
}

function addAdd(recipients: Command, io: Io): void {
  withContext(
    recipients
      .command('add')
      .summary('let a recipient open the secrets')
      .description('Lets a recipient open the secrets.')
      .argument(...recipient),
  ).action(async (name: string, options: ContextOptions) => {
    const { db, keys } = await openSecrets(options, io);
    await db.withKeys(() => keys.addRecipient(name));
  });
}

function addRm(recipients: Command, io: Io): void {
  withContext(
    recipients
      .command('rm')
      .summary('remove a recipient')
      .description('Removes a recipient, and seals all secrets with a new key.')
      .argument(...recipient),
  ).action(async (name: string, options: ContextOptions) => {
    const { db, keys } = await openSecrets(options, io);
    await db.rotate(keys, () => keys.removeRecipient(name));
  });
}

import type { Command } from 'commander';
import { visible } from '../../../base/index.ts';
import type { Io } from '../../io.ts';
import { type PlaceOptions, withContext } from '../session-options.ts';
import { secretsOf } from './open-secrets.ts';

const recipient = ['<recipient>', 'an age recipient: `age1…`'] as const;

/** Adds `hero secret recipients list|add|rm`. */
export function addRecipientsCommands(secret: Command, io: Io): void {
  const recipients = secret
    .command('recipients')
    .summary('say who else opens the secrets')
    .description('Lists and changes the age recipients that can open the secrets.');
  withContext(recipients.command('list').summary('list them').description('Lists the recipients.')).action(
    async (options: PlaceOptions) => {
      const { keys } = await secretsOf(options, io);
      for (const each of await keys.recipients()) io.out(`${visible(each)}\n`);
    },
  );
  withContext(
    recipients
      .command('add')
      .summary('let one open the secrets')
      .description('Lets a recipient open the secrets.')
      .argument(...recipient),
  ).action(async (name: string, options: PlaceOptions) => {
    const { db, keys } = await secretsOf(options, io);
    await db.withKeys(() => keys.addRecipient(name));
  });
  withContext(
    recipients
      .command('rm')
      .summary('take one away')
      .description('Takes a recipient away, and seals all secrets with a new key.')
      .argument(...recipient),
  ).action(async (name: string, options: PlaceOptions) => {
    const { db, keys } = await secretsOf(options, io);
    await db.rotate(keys, () => keys.removeRecipient(name));
  });
}

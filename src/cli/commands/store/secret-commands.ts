import type { Command } from 'commander';
import { HeroError, show, visible } from '../../../base/index.ts';
import { decodeText } from '../../../play/index.ts';
import { readRegularFile } from '../../../sys/file.ts';
import type { Io } from '../../io.ts';
import { type PlaceOptions, withContext } from '../session-options.ts';
import { accessOf, secretsOf, typeSecret } from './open-secrets.ts';
import { addRecipientsCommands } from './recipients-commands.ts';

interface SetOptions extends PlaceOptions {
  file?: string;
}

interface GetOptions extends PlaceOptions {
  reveal?: boolean;
}

const name = ['<name>', 'what it is called'] as const;

/** Adds `hero secret set|get|list|rm|rekey|rotate|recipients`. */
export function addSecretCommands(program: Command, io: Io): void {
  const secret = program
    .command('secret')
    .summary('keep, print and share secrets of a context')
    .description('Keeps secrets of a context sealed; a passphrase or an age identity opens them.');
  addSet(secret, io);
  addGet(secret, io);
  addListAndRemove(secret, io);
  addKeyCommands(secret, io);
  addRecipientsCommands(secret, io);
}

function addSet(secret: Command, io: Io): void {
  const command = secret
    .command('set')
    .summary('keep a secret')
    .description(
      'Keeps a secret. The value comes from a file, from standard input, or is typed, never from the command line.',
    )
    .argument(...name)
    .argument('[input]', '`-`: from standard input, as without a terminal')
    .option('--file <file>', 'take the value from this file')
    // What is wrong may be the value, which commander would repeat.
    .allowUnknownOption()
    .allowExcessArguments();
  withContext(command).action(async (key: string, input: string | undefined, options: SetOptions) => {
    if ((input !== undefined && input !== '-') || command.args.length > 2) throw valueInArguments();
    if (key.startsWith('-') || (input && options.file !== undefined)) throw valueInArguments();
    const value = await readValue(options.file, input === '-', io);
    const { db } = await secretsOf(options, io);
    await db.set(key, value);
  });
}

function addGet(secret: Command, io: Io): void {
  withContext(
    secret
      .command('get')
      .summary('print a secret')
      .description('Prints a secret in a terminal; into a file or a pipe only when told so.')
      .argument(...name)
      .option('--reveal', 'print it wherever the output goes'),
  ).action(async (key: string, { reveal = false, ...options }: GetOptions) => {
    if (!io.isTerminal && !reveal) {
      throw new HeroError('STORE_REVEAL_REFUSED', 'the output is no terminal, and may be kept', {
        hint: 'add `--reveal` where that is meant',
      });
    }
    const value = await (await secretsOf(options, io)).db.get(key);
    if (value === undefined) throw missing(key);
    io.out(`${value}\n`);
  });
}

function addListAndRemove(secret: Command, io: Io): void {
  withContext(
    secret.command('list').summary('list the names').description('Lists the names of the secrets.'),
  ).action(async (options: PlaceOptions) => {
    for (const key of await (await secretsOf(options, io)).db.keys()) io.out(`${visible(key)}\n`);
  });
  withContext(
    secret
      .command('rm')
      .summary('remove a secret')
      .description('Removes a secret.')
      .argument(...name),
  ).action(async (key: string, options: PlaceOptions) => {
    if (!(await (await secretsOf(options, io)).db.delete(key))) throw missing(key);
  });
}

function addKeyCommands(secret: Command, io: Io): void {
  withContext(
    secret
      .command('rekey')
      .summary('change the passphrase')
      .description('Changes the passphrase; the values stay as they are.'),
  ).action(async (options: PlaceOptions) => {
    const { db, keys } = await secretsOf(options, io);
    await db.withKeys(async () => undefined);
    const passphrase = await accessOf(io).passphrase('change');
    await db.withKeys(() => keys.rekey(passphrase));
  });
  withContext(
    secret
      .command('rotate')
      .summary('seal all secrets with a new key')
      .description('Seals all secrets with a new key and drops the old one.'),
  ).action(async (options: PlaceOptions) => {
    const { db, keys } = await secretsOf(options, io);
    await db.rotate(keys);
  });
}

/** The bytes of a value, without the newline that ends a text. */
async function readValue(file: string | undefined, isInput: boolean, io: Io): Promise<string | Uint8Array> {
  if (file !== undefined) return readFile(file);
  const isTyped = io.isTerminal && !isInput;
  const text = isTyped
    ? await typeSecret('The secret', 'secret', io)
    : decodeText(await io.readInput(), 'stdin').replace(/\r?\n$/, '');
  if (text !== '') return text;
  throw new HeroError('CLI_USAGE', 'the secret is empty', {
    hint: 'pipe it in, or name a file with `--file`',
  });
}

async function readFile(path: string): Promise<Uint8Array> {
  const bytes = await readRegularFile(path);
  if (bytes) return bytes;
  throw new HeroError('PLAY_PATH_NOT_FOUND', `${show(path, 1000)} does not exist`);
}

function valueInArguments(): HeroError {
  return new HeroError('CLI_USAGE', 'a secret is not given on the command line, where others can read it', {
    hint: 'pipe it in, name a file with `--file`, or type it when asked',
  });
}

function missing(key: string): HeroError {
  return new HeroError('PLAY_NOT_SET', `the context has no secret ${show(key)}`, {
    hint: 'see `hero secret list`',
  });
}

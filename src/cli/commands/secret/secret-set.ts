import type { Command } from 'commander';
import { HeroError, show } from '../../../base/index.ts';
import { decodeText } from '../../../play/index.ts';
import { readRegularFile } from '../../../sys/file.ts';
import type { Io } from '../../io.ts';
import { type ContextOptions, withContext } from '../session-options.ts';
import { openSecrets, secretName, typeSecret } from './open-secrets.ts';

interface SetOptions extends ContextOptions {
  file?: string;
}

/** Adds `hero secret set`. */
export function addSecretSet(secret: Command, io: Io): void {
  const command = secret
    .command('set')
    .summary('keep a secret')
    .description(
      'Keeps a secret. The value comes from a file, from standard input or from the keyboard, never from the command line.',
    )
    .argument(...secretName)
    .argument('[input]', '`-` for standard input (default without a terminal)')
    .option('--file <file>', 'take the value from this file')
    // A wrong argument may be the secret, and commander would repeat it.
    .allowUnknownOption()
    .allowExcessArguments();
  withContext(command).action(async (key: string, input: string | undefined, options: SetOptions) => {
    if ((input !== undefined && input !== '-') || command.args.length > 2) throw valueInArguments();
    if (key.startsWith('-') || (input && options.file !== undefined)) throw valueInArguments();
    const value = await readValue(options.file, input === '-', io);
    const { db } = await openSecrets(options, io);
    await db.set(key, value);
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
    hint: 'pipe the secret in, or name a file with `--file`',
  });
}

async function readFile(path: string): Promise<Uint8Array> {
  const bytes = await readRegularFile(path);
  if (bytes) return bytes;
  throw new HeroError('PLAY_PATH_NOT_FOUND', `${show(path, 1000)} does not exist`);
}

function valueInArguments(): HeroError {
  return new HeroError(
    'CLI_USAGE',
    'a secret cannot be passed on the command line, where other users can read it',
    {
      hint: 'pipe the secret in, name a file with `--file`, or type it when asked',
    },
  );
}

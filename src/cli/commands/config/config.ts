import type { Command } from 'commander';
import { HeroError, show, visible } from '../../../base/index.ts';
import { decodeText } from '../../../play/index.ts';
import type { Db } from '../../../store/index.ts';
import type { Io } from '../../io.ts';
import { type ContextOptions, namedContext, withContext } from '../session-options.ts';

/** Adds `hero config get|set|list|rm`. */
export function addConfigCommands(program: Command, io: Io): void {
  const config = program
    .command('config')
    .summary('read and change the configuration of a context')
    .description('Reads and changes the configuration of a context.');
  withContext(
    config
      .command('get')
      .summary('print the value of a key')
      .description('Prints the value of a key.')
      .argument('<key>', 'the key'),
  ).action(async (key: string, options: ContextOptions) => {
    const value = await (await configOf(options, io)).get(key);
    if (value === undefined) throw missing(key);
    io.out(`${value}\n`);
  });
  withContext(
    config
      .command('set')
      .summary('keep a value under a key')
      .description('Keeps a value under a key.')
      .argument('<key>', 'the key')
      .argument('<value>', 'the value, or `-` for standard input'),
  ).action(async (key: string, value: string, options: ContextOptions) => {
    const text = value === '-' ? decodeText(await io.readInput(), 'stdin').replace(/\n$/, '') : value;
    await (await configOf(options, io)).set(key, text);
  });
  withContext(
    config
      .command('list')
      .summary('list the keys')
      .description('Lists the keys.')
      .argument('[prefix]', 'the prefix of the keys (default: all)'),
  ).action(async (prefix: string | undefined, options: ContextOptions) => {
    for (const key of await (await configOf(options, io)).keys(prefix)) io.out(`${visible(key)}\n`);
  });
  withContext(
    config.command('rm').summary('remove a key').description('Removes a key.').argument('<key>', 'the key'),
  ).action(async (key: string, options: ContextOptions) => {
    if (!(await (await configOf(options, io)).delete(key))) throw missing(key);
  });
}

async function configOf(options: ContextOptions, io: Io): Promise<Db> {
  return (await namedContext(options, io)).configDb();
}

function missing(key: string): HeroError {
  return new HeroError('PLAY_NOT_SET', `the configuration has no key ${show(key)}`, {
    hint: 'see `hero config list`',
  });
}

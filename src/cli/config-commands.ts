import type { Command } from 'commander';
import { HeroError, show, visible } from '../base/index.ts';
import { Context, decodeText } from '../play/index.ts';
import type { Db } from '../store/index.ts';
import type { Io } from './io.ts';
import { type PlaceOptions, withContext } from './session-options.ts';

/** Adds `hero config get|set|list|rm`. */
export function addConfigCommands(program: Command, io: Io): void {
  const config = program.command('config').description('read and change the configuration of a context');
  withContext(config.command('get').description('print the value of a key').argument('<key>')).action(
    async (key: string, options: PlaceOptions) => {
      const value = await (await configOf(options, io)).get(key);
      if (value === undefined) throw missing(key);
      io.out(`${value}\n`);
    },
  );
  withContext(
    config
      .command('set')
      .description('keep a value under a key')
      .argument('<key>')
      .argument('<value>', '`-` reads standard input'),
  ).action(async (key: string, value: string, options: PlaceOptions) => {
    const text = value === '-' ? decodeText(await io.readInput(), 'stdin').replace(/\n$/, '') : value;
    await (await configOf(options, io)).set(key, text);
  });
  withContext(
    config.command('list').description('list the keys').argument('[prefix]', 'how they start', ''),
  ).action(async (prefix: string, options: PlaceOptions) => {
    for (const key of await (await configOf(options, io)).keys(prefix)) io.out(`${visible(key)}\n`);
  });
  withContext(config.command('rm').description('remove a key').argument('<key>')).action(
    async (key: string, options: PlaceOptions) => {
      if (!(await (await configOf(options, io)).delete(key))) throw missing(key);
    },
  );
}

async function configOf({ context = 'default' }: PlaceOptions, io: Io): Promise<Db> {
  const opened = await Context.open(
    context,
    io.env.HERO_HOME === undefined ? {} : { home: io.env.HERO_HOME },
  );
  return opened.configDb();
}

function missing(key: string): HeroError {
  return new HeroError('PLAY_NOT_SET', `the configuration has no key ${show(key)}`, {
    hint: 'see `hero config list`',
  });
}

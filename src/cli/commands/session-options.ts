import type { Command } from 'commander';
import { HeroError, show } from '../../base/index.ts';
import { type Context, openContext } from '../../play/index.ts';
import { keyName } from '../../script/index.ts';
import type { Io } from '../io.ts';

/** The options that all commands about a context share. */
export interface ContextOptions {
  context?: string;
}

/** Adds `--context` to a command. */
export function withContext(command: Command, fallback = '`default`'): Command {
  return command.option('-c, --context <name>', `the context (default: ${fallback})`);
}

/** Opens the context that the options name. Throws PLAY_BAD_NAME and PLAY_BAD_STATE. */
export function namedContext({ context }: ContextOptions, io: Io): Promise<Context> {
  return openContext(context, homeOf(io));
}

/** The home of contexts from the environment. */
export function homeOf({ env }: Io): { home?: string } {
  return env.HERO_HOME === undefined ? {} : { home: env.HERO_HOME };
}

/** Collects `N=FILTER`. Throws CLI_USAGE. */
export function readPriority(text: string, before: Record<number, string> = {}): Record<number, string> {
  const [, number, filter] = /^(\d+)=(.+)$/.exec(text) ?? [];
  if (number === undefined || filter === undefined) {
    throw new HeroError('CLI_USAGE', `expected \`--priority N=FILTER\`, but found ${show(text)}`, {
      hint: 'write for example `--priority 5=site.*`',
    });
  }
  const known = before[Number(number)];
  return { ...before, [Number(number)]: known === undefined ? filter : `${known},${filter}` };
}

/** Collects `KEY=VALUE`. Throws CLI_USAGE. */
export function readSetting(text: string, before: Record<string, string> = {}): Record<string, string> {
  const equals = text.indexOf('=');
  if (equals < 1) {
    throw new HeroError('CLI_USAGE', `expected \`--set KEY=VALUE\`, but found ${show(text)}`, {
      hint: 'write for example `--set city=Ghent`',
    });
  }
  return { ...before, [keyName(text.slice(0, equals))]: text.slice(equals + 1) };
}

/** Collects values of an option that may be repeated. */
export function collect(text: string, before: string[] = []): string[] {
  return [...before, text];
}

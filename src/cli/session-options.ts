import { type Command, InvalidArgumentError } from 'commander';
import { keyName } from '../script/index.ts';

/** The options that all commands about a context share. */
export interface PlaceOptions {
  context?: string;
}

/** Adds `--context` to a command. */
export function withContext(command: Command): Command {
  return command.option('-c, --context <name>', 'the context (default: `default`)');
}

/** Collects `N=FILTER`. */
export function readPriority(text: string, before: Record<number, string> = {}): Record<number, string> {
  const [, number, filter] = /^(\d+)=(.+)$/.exec(text) ?? [];
  if (number === undefined || filter === undefined)
    throw new InvalidArgumentError('expected N=FILTER, e.g. 5=site.*');
  const known = before[Number(number)];
  return { ...before, [Number(number)]: known === undefined ? filter : `${known},${filter}` };
}

/** Collects `KEY=VALUE`. */
export function readSetting(text: string, before: Record<string, string> = {}): Record<string, string> {
  const equals = text.indexOf('=');
  if (equals < 1) throw new InvalidArgumentError('expected KEY=VALUE');
  return { ...before, [keyName(text.slice(0, equals))]: text.slice(equals + 1) };
}

/** Collects values of an option that may be repeated. */
export function collect(text: string, before: string[] = []): string[] {
  return [...before, text];
}

import type { Command, Option } from 'commander';
import { builtins } from '../../../actors/index.ts';
import { Context, requireContext } from '../../../play/index.ts';
import type { Io } from '../../io.ts';
import { makeProgram } from '../../program.ts';
import { visibleCommands } from '../help.ts';
import { homeOf } from '../session-options.ts';

/** Where in a command line the word is that is completed. */
interface Place {
  readonly command: Command;
  /** The option whose value the word is. */
  readonly option: Option | undefined;
  /** How many arguments stand in front of it. */
  readonly arguments: number;
  /** Whether `--` stands in front of it: then nothing is an option any more. */
  readonly isAfterDashes: boolean;
  /** The context that the line names. */
  readonly context: string;
}

/**
 * Prints what may stand for the last word of a command line, given without `hero`, one candidate a line; nothing where
 * a shell should complete files. It changes nothing, runs no program of the person, and never fails.
 */
export async function complete(words: readonly string[], io: Io): Promise<number> {
  try {
    const program = makeProgram(io);
    const last = words.at(-1) ?? '';
    const place = placeOf(program, words.slice(0, -1));
    // bash takes the `=` of `--context=ops` as a word of its own.
    const current = place.option && last === '=' ? '' : last;
    for (const candidate of await candidatesFor(place, current, io))
      if (candidate.startsWith(current) && isPlain(candidate)) io.out(`${candidate}\n`);
  } catch {
    // Nobody wants to read of an error in the middle of typing.
  }
  return 0;
}

function placeOf(program: Command, words: readonly string[]): Place {
  let place: Place = {
    command: program,
    option: undefined,
    arguments: 0,
    isAfterDashes: false,
    context: 'default',
  };
  for (const word of words) place = { ...place, ...after(word, place, program) };
  return place;
}

/** How a place changes by a word. */
function after(word: string, { command, option, ...place }: Place, program: Command): Partial<Place> {
  if (option) {
    if (word === '=') return {};
    return { option: undefined, ...(option.long === '--context' && { context: word }) };
  }
  if (place.isAfterDashes) return { arguments: place.arguments + 1 };
  if (word === '--') return { isAfterDashes: true };
  if (word.startsWith('-')) return afterOption(word, command);
  if (command === program && word === 'help') return {};
  const inner = command.commands.find(each => each.name() === word || each.aliases().includes(word));
  return inner ? { command: inner } : { arguments: place.arguments + 1 };
}

function afterOption(word: string, command: Command): Partial<Place> {
  const [name = '', value] = word.split(/=(.*)/s);
  const option = command.options.find(({ long, short }) => name === long || name === short);
  if (!option || (!option.required && !option.optional)) return {};
  if (value === undefined) return { option };
  return option.long === '--context' ? { context: value } : {};
}

async function candidatesFor(place: Place, current: string, io: Io): Promise<readonly string[]> {
  const { command, option } = place;
  if (option) return valuesOf(option, place, io);
  if (current.startsWith('-') && !place.isAfterDashes) return optionsOf(command);
  if (command.commands.length > 0) {
    return visibleCommands(command).map(each => each.name());
  }
  const last = command.registeredArguments.at(-1);
  const argument = command.registeredArguments[place.arguments] ?? (last?.variadic ? last : undefined);
  if (!argument) return [];
  if (argument.argChoices) return argument.argChoices;
  if (argument.name() === 'session') return sessions(place.context, io);
  if (argument.name() === 'actor') return actorNames(current);
  return command.name() === 'find' && argument.name() === 'filter' ? actorNames(current) : [];
}

function optionsOf(command: Command): string[] {
  const { options } = command;
  return [...options.filter(({ hidden }) => !hidden).map(({ long, short }) => long ?? short ?? ''), '--help'];
}

async function valuesOf(option: Option, { context }: Place, io: Io): Promise<readonly string[]> {
  if (option.argChoices) return option.argChoices;
  if (option.long === '--context') return Context.list(homeOf(io));
  return option.long === '--session' ? sessions(context, io) : [];
}

async function sessions(context: string, { env }: Io): Promise<string[]> {
  const found = await (await requireContext(context, env.HERO_HOME)).sessions();
  return found.map(({ name }) => name);
}

/** Actors, and with a part of a name also their actions. Those of `hero.config.*` are not run to be found. */
function actorNames(current: string): string[] {
  return builtins.flatMap(({ name, actions }) => {
    const full = [...actions.keys()].map(action => `${name}.${action}`);
    return current === '' ? [name] : [name, ...full];
  });
}

/** Whether a shell takes a word as it stands. */
function isPlain(word: string): boolean {
  return /^[\w.:@%+,=/-]+$/.test(word);
}

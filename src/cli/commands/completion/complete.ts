import type { Command, Option } from 'commander';
import { builtins } from '../../../actors/index.ts';
import { listContexts, requireContext } from '../../../play/index.ts';
import type { Io } from '../../io.ts';
import { makeProgram } from '../../program.ts';
import { visibleCommands } from '../help.ts';
import { homeOf } from '../session-options.ts';

/** The position of the completed word in a command line. */
interface WordPosition {
  readonly command: Command;
  /** The option whose value the word is. */
  readonly option: Option | undefined;
  /** The number of arguments before it. */
  readonly arguments: number;
  /** True when `--` is before it: the words after that are not options. */
  readonly isAfterDashes: boolean;
  /** The context that the line names. */
  readonly context: string;
}

/**
 * Prints the candidates for the last word of a command line (without `hero`), one per line, and nothing where a shell
 * should complete files. It changes nothing, does not run `hero.config.*`, and never fails.
 */
export async function complete(words: readonly string[], io: Io): Promise<number> {
  try {
    const program = makeProgram(io);
    const last = words.at(-1) ?? '';
    const position = positionOf(program, words.slice(0, -1));
    // bash takes the `=` of `--context=ops` as a word of its own.
    const current = position.option && last === '=' ? '' : last;
    for (const candidate of await candidatesFor(position, current, io))
      if (candidate.startsWith(current) && isPlain(candidate)) io.out(`${candidate}\n`);
  } catch {
    // An error message would only disturb the typing.
  }
  return 0;
}

function positionOf(program: Command, words: readonly string[]): WordPosition {
  let position: WordPosition = {
    command: program,
    option: undefined,
    arguments: 0,
    isAfterDashes: false,
    context: 'default',
  };
  for (const word of words) position = { ...position, ...after(word, position, program) };
  return position;
}

/** The changes of a position by one word. */
function after(
  word: string,
  { command, option, ...position }: WordPosition,
  program: Command,
): Partial<WordPosition> {
  if (option) {
    if (word === '=') return {};
    return { option: undefined, ...(option.long === '--context' && { context: word }) };
  }
  if (position.isAfterDashes) return { arguments: position.arguments + 1 };
  if (word === '--') return { isAfterDashes: true };
  if (word.startsWith('-')) return afterOption(word, command);
  if (command === program && word === 'help') return {};
  const inner = command.commands.find(each => each.name() === word || each.aliases().includes(word));
  return inner ? { command: inner } : { arguments: position.arguments + 1 };
}

function afterOption(word: string, command: Command): Partial<WordPosition> {
  const [name = '', value] = word.split(/=(.*)/s);
  const option = command.options.find(({ long, short }) => name === long || name === short);
  if (!option || (!option.required && !option.optional)) return {};
  if (value === undefined) return { option };
  return option.long === '--context' ? { context: value } : {};
}

async function candidatesFor(position: WordPosition, current: string, io: Io): Promise<readonly string[]> {
  const { command, option } = position;
  if (option) return valuesOf(option, position, io);
  if (current.startsWith('-') && !position.isAfterDashes) return optionsOf(command);
  if (command.commands.length > 0) {
    return visibleCommands(command).map(each => each.name());
  }
  const last = command.registeredArguments.at(-1);
  const argument = command.registeredArguments[position.arguments] ?? (last?.variadic ? last : undefined);
  if (!argument) return [];
  if (argument.argChoices) return argument.argChoices;
  if (argument.name() === 'session') return sessions(position.context, io);
  if (argument.name() === 'actor') return actorNames(current);
  return command.name() === 'find' && argument.name() === 'filter' ? actorNames(current) : [];
}

function optionsOf(command: Command): string[] {
  const { options } = command;
  return [...options.filter(({ hidden }) => !hidden).map(({ long, short }) => long ?? short ?? ''), '--help'];
}

async function valuesOf(option: Option, { context }: WordPosition, io: Io): Promise<readonly string[]> {
  if (option.argChoices) return option.argChoices;
  if (option.long === '--context') return listContexts(homeOf(io));
  return option.long === '--session' ? sessions(context, io) : [];
}

async function sessions(context: string, { env }: Io): Promise<string[]> {
  const found = await (await requireContext(context, env.HERO_HOME)).sessions();
  return found.map(({ name }) => name);
}

/** The built-in actors; with a part of a name also their actions. `hero.config.*` is not run. */
function actorNames(current: string): string[] {
  return builtins.flatMap(({ name, actions }) => {
    const full = [...actions.keys()].map(action => `${name}.${action}`);
    return current === '' ? [name] : [name, ...full];
  });
}

/** True when a word needs no quotes in a shell. */
function isPlain(word: string): boolean {
  return /^[\w.:@%+,=/-]+$/.test(word);
}

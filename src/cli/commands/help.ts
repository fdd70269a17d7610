import { type Command, Help, type HelpConfiguration, type Option } from 'commander';
import type { Io } from '../io.ts';

/** Below this many columns, what is explained and what explains it stand on lines of their own. */
const narrow = 60;

/** How many commands below a command are named in a list; of more there is the beginning. */
const most = 4;

/** How help is laid out: lists of commands name the commands below them. */
export function helpLayout(io: Io): HelpConfiguration {
  const layout = { subcommandTerm: term, visibleCommands, visibleOptions };
  if (io.width >= narrow) return layout;
  return {
    ...layout,
    minWidthToWrap: 20,
    formatItem: (name, _width, description, help) => {
      const text = help.boxWrap(description, io.width - 6);
      return `  ${name}\n      ${text.replaceAll('\n', '\n      ')}`;
    },
  };
}

/** The examples below the help of a command, each with what it does. */
export function examplesHelp(
  examples: readonly (readonly [command: string, what: string])[],
  io: Io,
): string {
  const width = Math.max(...examples.map(([command]) => command.length));
  const lines = examples.map(([command, what]) =>
    io.width < narrow ? `  ${command}\n      ${what}` : `  ${command.padEnd(width)}   ${what}`,
  );
  return `\nExamples:\n${lines.join('\n')}`;
}

/** `hero help run` is not listed: `hero run --help`, which says the same, is. */
export function visibleCommands(command: Command): Command[] {
  return new Help().visibleCommands(command).filter(inner => inner.name() !== 'help');
}

/** Those of the program itself stand in its first line, so that all commands fit a screen. */
function visibleOptions(command: Command): Option[] {
  return command.parent ? new Help().visibleOptions(command) : [];
}

/** A command in a list of commands: its arguments, or the commands below it. */
function term(command: Command): string {
  const names = command.commands.map(inner => inner.name());
  const below = (names.length > most ? [...names.slice(0, most - 1), '…'] : names).join('|');
  const words = command.registeredArguments.map(argument =>
    argument.required ? `<${argument.name()}>` : `[${argument.name()}]`,
  );
  return [command.name(), below, ...words].filter(Boolean).join(' ');
}

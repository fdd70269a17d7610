import { type Command, Help, type HelpConfiguration, type Option } from 'commander';
import type { Io } from '../io.ts';

/** Below this number of columns, a term and its description are on separate lines. */
const narrow = 60;

/** The most subcommands that a list names for a command. */
const mostNames = 4;

/** The layout of help: a list of commands names their subcommands. */
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

/** The examples at the end of the help of a command, each with a description. */
export function examplesHelp(
  examples: readonly (readonly [command: string, description: string])[],
  io: Io,
): string {
  const width = Math.max(...examples.map(([command]) => command.length));
  const lines = examples.map(([command, description]) =>
    io.width < narrow ? `  ${command}\n      ${description}` : `  ${command.padEnd(width)}   ${description}`,
  );
  return `\nExamples:\n${lines.join('\n')}`;
}

/** The commands without `hero help run`, which repeats `hero run --help`. */
export function visibleCommands(command: Command): Command[] {
  return new Help().visibleCommands(command).filter(inner => inner.name() !== 'help');
}

/** The options of the program are in its usage line, so that all commands fit a screen. */
function visibleOptions(command: Command): Option[] {
  return command.parent ? new Help().visibleOptions(command) : [];
}

/** A command in a list: its name, with its arguments or subcommands. */
function term(command: Command): string {
  const names = command.commands.map(inner => inner.name());
  const below = (names.length > mostNames ? [...names.slice(0, mostNames - 1), '…'] : names).join('|');
  const words = command.registeredArguments.map(argument =>
    argument.required ? `<${argument.name()}>` : `[${argument.name()}]`,
  );
  return [command.name(), below, ...words].filter(Boolean).join(' ');
}

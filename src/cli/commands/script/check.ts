import type { Command } from 'commander';
import {
  type Diagnostic,
  HeroError,
  type Mask,
  maskDiagnostics,
  type Source,
  visible,
} from '../../../base/index.ts';
import { parse } from '../../../script/index.ts';
import { drawDiagnostic, exitCodes, Reported } from '../../errors.ts';
import type { Io } from '../../io.ts';
import { examplesHelp } from '../help.ts';
import { checkScripts } from './check-scripts.ts';
import { readSources } from './read-sources.ts';

const examples = [
  ['hero check', 'check all scripts below this folder'],
  ['hero check --strict deploy.hero', 'count warnings as errors'],
  ['hero check --json - < a.hero', 'check standard input, for programs'],
] as const;

interface CheckOptions {
  json?: boolean;
  strict?: boolean;
  format?: string;
}

/** Adds `hero check`. */
export function addCheckCommand(program: Command, io: Io): void {
  program
    .command('check')
    .summary('list the mistakes in scripts')
    .description(
      'Lists the mistakes in scripts: syntax errors, and actions without an actor. Nothing is played.',
    )
    .argument('[path...]', 'files and folders, `-` for standard input', ['.'])
    .option('--json', 'print one JSON object per line')
    .option('--strict', 'count warnings as errors')
    .option('--format <name>', '`github`: annotations for GitHub Actions')
    .addHelpText('after', examplesHelp(examples, io))
    .action((paths: string[], options: CheckOptions) => checkPaths(paths, options, io));
}

async function checkPaths(paths: readonly string[], options: CheckOptions, io: Io): Promise<void> {
  if (options.format !== undefined && options.format !== 'github') {
    throw new HeroError('CLI_USAGE', `expected the format \`github\`, but found \`${options.format}\``);
  }
  const { sources, faults } = await readSources(paths, io);
  const documents = sources.map(source => parse(source));
  const { diagnostics, mask } = await checkScripts(documents, io);
  const found = maskDiagnostics([...faults, ...diagnostics], mask);
  // Most scripts have no fault, and drawing one takes 40 ms to load.
  const draw = found.length === 0 ? () => '' : await drawing(options, io, mask);
  for (const diagnostic of found) io.out(`${draw(diagnostic)}\n`);
  const errors = found.filter(({ severity }) => severity === 'error').length;
  if (!options.json) io.err(`${summary(errors, found.length - errors, sources)}\n`);
  if (errors > 0 || (options.strict && found.length > 0)) throw new Reported(exitCodes.wrong);
}

/** The function that prints a diagnostic in the format of the options. */
async function drawing({ json, format }: CheckOptions, io: Io, mask: Mask) {
  if (json) return (diagnostic: Diagnostic) => JSON.stringify(plain(diagnostic));
  return format === 'github' ? annotation : drawDiagnostic(io, mask);
}

function plain({ code, severity, message, span, hint }: Diagnostic): Record<string, unknown> {
  const end = span?.source.position(span.end);
  const place = span && {
    file: span.source.name,
    ...span.source.position(span.start),
    endLine: end?.line,
    endColumn: end?.column,
  };
  return { code, severity, ...place, message, hint };
}

/** A workflow command of GitHub Actions, escaped as its toolkit does it. */
function annotation({ code, severity, message, span, hint }: Diagnostic): string {
  const place = span && { file: span.source.name, ...span.source.position(span.start) };
  const data = (text: string) => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
  const property = (text: string) => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
  const where = place ? `file=${property(place.file)},line=${place.line},col=${place.column},` : '';
  return `::${severity} ${where}title=${code}::${data(visible(hint ? `${message} – ${hint}` : message))}`;
}

function summary(errors: number, warnings: number, sources: readonly Source[]): string {
  const count = (number: number, word: string) =>
    `${number === 0 ? 'no' : number} ${word}${number === 1 ? '' : 's'}`;
  return `${count(errors, 'error')}, ${count(warnings, 'warning')} in ${count(sources.length, 'file')}`;
}

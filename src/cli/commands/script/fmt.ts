import type { Command } from 'commander';
import { isHeroError, Mask, type Source, visible } from '../../../base/index.ts';
import { format } from '../../../script/index.ts';
import { replaceFile } from '../../../sys/file.ts';
import { maskOfSources } from '../../error-mask.ts';
import { drawDiagnostic, exitCodes, Reported, reportError } from '../../errors.ts';
import type { Io } from '../../io.ts';
import { examplesHelp } from '../help.ts';
import { readSources, stdinName } from './read-sources.ts';

const examples = [
  ['hero fmt', 'format all scripts below this folder'],
  ['hero fmt --check docs/', 'check without changes, for CI'],
  ['hero fmt - < a.hero', 'format standard input to output'],
] as const;

interface FmtOptions {
  check?: boolean;
  diff?: boolean;
}

/** Adds `hero fmt`. */
export function addFmtCommand(program: Command, io: Io): void {
  program
    .command('fmt')
    .summary('write scripts in the canonical format')
    .description(
      'Writes scripts in the canonical format, and names each file that it changes. Prose is not changed.',
    )
    .argument('[path...]', 'files and folders, `-` for standard input to output', ['.'])
    .option('--check', 'change nothing; exit 2 if a file would change')
    .option('--diff', 'change nothing; print the differences')
    .addHelpText('after', examplesHelp(examples, io))
    .action((paths: string[], options: FmtOptions) => formatPaths(paths, options, io));
}

async function formatPaths(paths: readonly string[], options: FmtOptions, io: Io): Promise<void> {
  const { sources, faults } = await readSources(paths, io);
  const draw = await drawDiagnostic(io, new Mask());
  for (const fault of faults) io.err(`${draw(fault)}\n`);
  let failed = faults.length > 0;
  let changed = 0;
  for (const source of sources) {
    const formatted = await formatSource(source, io);
    if (formatted === undefined) failed = true;
    else if (await put(source, formatted, options, io)) changed++;
  }
  if (failed || ((options.check || options.diff) && changed > 0)) throw new Reported(exitCodes.wrong);
}

/** The formatted text, or undefined for a file with errors, which stays unchanged. */
async function formatSource(source: Source, io: Io): Promise<string | undefined> {
  try {
    return format(source);
  } catch (error) {
    if (!isHeroError(error)) throw error;
    await reportError(error, io, maskOfSources([source]));
    io.err(`unchanged: ${visible(source.name)}\n`);
    return undefined;
  }
}

/** Writes or prints the formatted text of a source; true when it differs from the source. */
async function put(source: Source, formatted: string, { check, diff }: FmtOptions, io: Io): Promise<boolean> {
  const isChanged = formatted !== source.text;
  if (diff) {
    if (isChanged) io.out(await difference(source, formatted));
  } else if (check) {
    if (isChanged) io.out(`${visible(source.name)}\n`);
  } else if (source.name === stdinName) {
    io.out(formatted);
  } else if (isChanged) {
    await replaceFile(source.name, formatted);
    io.out(`${visible(source.name)}\n`);
  }
  return isChanged;
}

async function difference(source: Source, formatted: string): Promise<string> {
  const { createTwoFilesPatch } = await import('diff');
  const patch = createTwoFilesPatch(source.name, source.name, source.text, formatted, '', 'formatted');
  return maskOfSources([source]).text(patch);
}

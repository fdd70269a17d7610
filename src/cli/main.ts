import { version } from '../base/version.ts';
import type { Io } from './io.ts';

/**
 * The command: does what `argv` (without node and script) says and gives the exit code. What is started most often
 * starts fastest: it has no options to parse, so their parser is not loaded.
 */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  const words = isScript(argv[0]) ? ['run', ...argv] : argv;
  const [word, path = '-'] = words;
  if (word === '--version' && words.length === 1) {
    io.out(`${version}\n`);
    return 0;
  }
  if (word === 'run' && words.length === 2 && !path.startsWith('-')) {
    const { runFile } = await import('./commands/run/run-script.ts');
    return runFile(path, io);
  }
  // Not one of the commands: its words are those of another command line, options and all.
  if (word === '__complete') {
    const { complete } = await import('./commands/completion/complete.ts');
    return complete(words.slice(1), io);
  }
  const { runProgram } = await import('./program.ts');
  return runProgram(words, io);
}

/** `hero deploy.hero` is `hero run deploy.hero`: that is how scripts with a `#!` line are started. */
function isScript(word: string | undefined): boolean {
  return word !== undefined && !word.startsWith('-') && /[./]/.test(word);
}

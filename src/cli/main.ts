import { version } from '../base/version.ts';
import type { Io } from './io.ts';

/**
 * Runs a command line (`argv` without node and script) and returns the exit code. `hero run FILE` is the most frequent
 * one and must start fast: it has no options, so the option parser is not loaded.
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
  // Not a command of the program: its words are another command line with its own options.
  if (word === '__complete') {
    const { complete } = await import('./commands/completion/complete.ts');
    return complete(words.slice(1), io);
  }
  const { runProgram } = await import('./program.ts');
  return runProgram(words, io);
}

/** `hero deploy.hero` means `hero run deploy.hero`: a script with a `#!` line is started like that. */
function isScript(word: string | undefined): boolean {
  return word !== undefined && !word.startsWith('-') && /[./]/.test(word);
}

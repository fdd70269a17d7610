import { type Diagnostic, isHeroError, Source } from '../../../base/index.ts';
import { decodeText, loadScripts } from '../../../play/index.ts';
import type { Io } from '../../io.ts';

/** The name of standard input; a file of that name is `./stdin`. */
export const stdinName = 'stdin';

/** The texts of files, folders and (`-`) standard input, and a diagnostic for each that cannot be read. */
export async function readSources(
  paths: readonly string[],
  io: Io,
): Promise<{ sources: Source[]; faults: Diagnostic[] }> {
  const sources: Source[] = [];
  const faults: Diagnostic[] = [];
  for (const path of paths) {
    try {
      if (path === '-') sources.push(new Source(decodeText(await io.readInput(), stdinName), stdinName));
      else
        for (const { source } of await loadScripts(path === stdinName ? `./${path}` : path))
          sources.push(source);
    } catch (error) {
      if (!isHeroError(error)) throw error;
      const { code, message, hint } = error;
      faults.push({ code, severity: 'error', message, ...(hint !== undefined && { hint }) });
    }
  }
  return { sources, faults };
}

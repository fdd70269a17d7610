import { newSession } from '../../../index.ts';
import { exitCodeFrom } from '../../errors.ts';
import type { Io } from '../../io.ts';
import { playShown } from './play-shown.ts';
import { type ScriptOptions, sessionArguments } from './session-arguments.ts';

/** Plays a file or folder without options, and returns the exit code. */
export function runFile(path: string, io: Io): Promise<number> {
  return exitCodeFrom(() => runScript(path, {}, io), io);
}

/** Plays a script in its own session and prints its events. */
export async function runScript(path: string | undefined, options: ScriptOptions, io: Io): Promise<void> {
  const { restart, session } = options;
  const open = async () => newSession(await sessionArguments(path, options, io));
  await playShown(open, { ...(restart && { restart }) }, { ...options, isNamed: session !== undefined }, io);
}

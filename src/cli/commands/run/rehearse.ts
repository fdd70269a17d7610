import { resolve } from 'node:path';
import { sha256 } from '../../../base/hash.ts';
import { newSession } from '../../../index.ts';
import type { Plan, Session } from '../../../play/index.ts';
import { readRegularFile } from '../../../sys/file.ts';
import type { Io } from '../../io.ts';
import { configFiles } from '../script/config-actors.ts';
import { type ScriptOptions, sessionArguments } from './session-arguments.ts';

/** Plans a script in a session that keeps nothing. */
export async function rehearse(
  path: string | undefined,
  options: ScriptOptions,
  io: Io,
): Promise<{ session: Session; made: Plan }> {
  const args = await sessionArguments(path, { ...options, script: true }, io);
  const session = await newSession({ ...args, rehearsal: true });
  for (const [key, value] of Object.entries(options.set ?? {})) session.params.set(key, value);
  return { session, made: withConfig(await session.plan(), await hashConfig(path, options, io)) };
}

/** A plan whose basis includes the files of actors. */
function withConfig(plan: Plan, hashes: Readonly<Record<string, string>>): Plan {
  const { basis } = plan;
  return { ...plan, basis: { ...basis, state: { ...basis.state, ...hashes } } };
}

async function hashConfig(
  path: string | undefined,
  { url }: ScriptOptions,
  io: Io,
): Promise<Record<string, string>> {
  const files = await configFiles(io, url === undefined ? path : undefined);
  const read = async (file: string) => [resolve(file), sha256((await readRegularFile(file)) ?? '')] as const;
  return Object.fromEntries(await Promise.all(files.map(read)));
}

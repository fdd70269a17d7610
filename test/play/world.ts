import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, vi } from 'vitest';
import { HeroError } from '../../src/base/index.ts';
import { newSession, type Session, type SessionArgs } from '../../src/index.ts';
import { isolateGit, tempFolder } from '../git/upstream.ts';

/** 2026-11-22 10:15:30. */
export const now = 1_795_342_530;

/** Keeps the homes, the code and the settings of the person who runs the tests out of the play. */
export function isolate(): void {
  isolateGit();
  beforeEach(() => {
    const folder = tempFolder();
    vi.stubEnv('HOME', folder);
    vi.stubEnv('HERO_HOME', path.join(folder, 'hero'));
    vi.stubEnv('HERO_CODEROOT', path.join(folder, 'code'));
  });
}

/** A session in a home of its own, with a clock that stands still. */
export function open(args: SessionArgs = {}): Promise<Session> {
  const place = args.context || args.session || args.home !== undefined ? {} : { home: tempFolder() };
  return newSession({ ...(!args.session && { clock: () => now }), ...place, ...args });
}

/** Opens and plays a text; gives back what was said. */
export async function play(text: string, args: SessionArgs = {}): Promise<string[]> {
  const session = await open({ ...args, playbookText: text });
  const said = heard(session);
  await session.run();
  return said;
}

/** What is said in a session from now on. */
export function heard(session: Session): string[] {
  const said: string[] = [];
  session.on(event => event.type === 'said' && said.push(event.text));
  return said;
}

/** Writes files below a folder. */
export function writeFiles(folder: string, files: Readonly<Record<string, string | Uint8Array>>): string {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), content);
  }
  return folder;
}

/** A new folder with files. */
export function folderWith(files: Readonly<Record<string, string | Uint8Array>>): string {
  return writeFiles(tempFolder(), files);
}

/** The error that something fails with; anything else than a HeroError fails the test. */
export async function failure(run: () => unknown): Promise<HeroError> {
  try {
    await run();
  } catch (error) {
    if (error instanceof HeroError) return error;
    throw error;
  }
  throw new Error('nothing failed');
}

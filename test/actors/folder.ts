import { join } from 'node:path';
import { vi } from 'vitest';
import type { Session, SessionArgs } from '../../src/index.ts';
import { makeUpstream } from '../git/upstream.ts';
import { folderWith, heard, open, writeFiles } from '../play/world.ts';

export interface Played {
  readonly folder: string;
  readonly session: Session;
  readonly said: readonly string[];
  readonly output: readonly string[];
}

/** A folder with the repository `library` the script `other.hero` and the actors `greet.js`: what the examples of actions need. */
export function exampleFolder(): string {
  const folder = folderWith({
    'other.hero': "!!play.echo content:'Hello from {WHO}'\n",
    'greet.js': `export default ({ defineActor, p }) =>
      defineActor('greet', {
        hello: { summary: 'Greets.', params: { who: p.text() }, run: ({ who }, actionContext) => actionContext.say('Hello ' + who) },
      });\n`,
  });
  makeUpstream(join(folder, 'library'));
  return folder;
}

/** A home with the secret that an example reads. */
export async function homeWithSecret(): Promise<string> {
  vi.stubEnv('HERO_PASSPHRASE', 'four words and more');
  const { context } = await open();
  await context.secretsDb().set('api.token', 'sesame-9731');
  return context.home;
}

/** Opens a script that stands in a folder, whose checkouts go below it. */
export function scriptIn(folder: string, text: string, args: SessionArgs = {}): Promise<Session> {
  vi.stubEnv('HERO_CODEROOT', join(folder, 'coderoot'));
  writeFiles(folder, { 'script.hero': text });
  return open({ ...args, playbookPath: join(folder, 'script.hero') });
}

/** Plays a script that stands in a folder. */
export async function playIn(folder: string, text: string, args: SessionArgs = {}): Promise<Played> {
  const session = await scriptIn(folder, text, args);
  const said = heard(session);
  const output: string[] = [];
  session.on(event => event.type === 'output' && output.push(`${event.stream}: ${event.text}`));
  await session.run();
  return { folder, session, said, output };
}

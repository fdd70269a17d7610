import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** The directory of contexts: the given one, or `$HERO_HOME`, or `~/hero`. */
export function heroHome(given?: string): string {
  return resolve(given || process.env.HERO_HOME || join(homedir(), 'hero'));
}

/** The folder for checkouts when a context sets none: `$HERO_CODEROOT`, or `~/code`. */
export function defaultCoderoot(): string {
  return resolve(process.env.HERO_CODEROOT || join(homedir(), 'code'));
}

/** A path that a person typed, with `~` as the home. */
export function typedPath(path: string): string {
  return resolve(path.replace(/^~(?=\/|$)/, homedir()));
}

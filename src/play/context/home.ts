import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** Where contexts are kept: what is given, else `$HERO_HOME`, else `~/hero`. */
export function heroHome(given?: string): string {
  return resolve(given || process.env.HERO_HOME || join(homedir(), 'hero'));
}

/** Where code is checked out when a context does not say: `$HERO_CODEROOT`, else `~/code`. */
export function defaultCoderoot(): string {
  return resolve(process.env.HERO_CODEROOT || join(homedir(), 'code'));
}

/** A path that a person typed, with `~` as the home. */
export function typedPath(path: string): string {
  return resolve(path.replace(/^~(?=\/|$)/, homedir()));
}

import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { canaries, formsOf } from './canaries.ts';

interface Needle {
  readonly name: string;
  readonly form: string;
  readonly text: string;
}

const planted = Object.entries(canaries).flatMap(([name, secret]) => needlesOf(name, secret));

function needlesOf(name: string, secret: string): Needle[] {
  return Object.entries(formsOf(secret)).map(([form, text]) => ({ name, form, text: text.toLowerCase() }));
}

/** The canaries in a text, each as `canary as form in place`; upper and lower case are the same. */
export function scan(text: string, place: string): string[] {
  return scanWith(planted, text, place);
}

/** The same for secrets of one's own. */
export function scanFor(secrets: readonly string[], text: string, place: string): string[] {
  return scanWith(
    secrets.flatMap(secret => needlesOf(secret, secret)),
    text,
    place,
  );
}

/** The canaries in names, links and contents of all files below a folder, except in some files. */
export function scanFolder(folder: string, except: readonly string[] = []): string[] {
  return scanTree(planted, folder, except);
}

/** The same for secrets of one's own. */
export function scanFolderFor(
  secrets: readonly string[],
  folder: string,
  except: readonly string[],
): string[] {
  return scanTree(
    secrets.flatMap(secret => needlesOf(secret, secret)),
    folder,
    except,
  );
}

function scanWith(needles: readonly Needle[], text: string, place: string): string[] {
  const lower = text.toLowerCase();
  // What a terminal or an excerpt has broken into lines is one text all the same.
  const joined = lower.replace(/\r?\n[ \t]*/g, '');
  return needles
    .filter(({ text: needle }) => lower.includes(needle) || joined.includes(needle))
    .map(({ name, form }) => `${name} as ${form} in ${place}`);
}

function scanTree(needles: readonly Needle[], folder: string, except: readonly string[]): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
    const path = join(folder, entry.name);
    const found = scanWith(needles, entry.name, `the name ${path}`);
    if (except.includes(path)) return found;
    if (entry.isDirectory()) return [...found, ...scanTree(needles, path, except)];
    if (entry.isSymbolicLink()) return [...found, ...scanWith(needles, readlinkSync(path), path)];
    return entry.isFile() ? [...found, ...scanWith(needles, readFileSync(path, 'utf8'), path)] : found;
  });
}

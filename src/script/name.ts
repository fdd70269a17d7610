import { DOT, isPlainName } from './characters.ts';

/** The most parts, joined by dots, in the name of an action. */
export const maxNameParts = 8;

/** Splits the written name of an action at its last dot; `plain` says that it is normalised already. */
export function actionName(head: string, plain = false): { actor: string; name: string } {
  const fixed = plain ? head : head.toLowerCase().replace(/[-:]/g, '_');
  const dot = fixed.lastIndexOf('.');
  return dot < 0
    ? { actor: 'core', name: fixed }
    : { actor: fixed.slice(0, dot), name: fixed.slice(dot + 1) };
}

/** True when a key is written in its normal form; a loop, because every key of every script passes through it. */
function isPlain(key: string): boolean {
  for (let at = 0; at < key.length; at++) {
    const code = key.charCodeAt(at);
    if (!isPlainName(code) && code !== DOT) return false;
  }
  return key !== '';
}

/** The normal form of a key: lower case, trimmed, `-` and space as `_`, no leading slash; dots and slashes stay. */
export function keyName(key: string): string {
  if (isPlain(key)) return key;
  return key
    .toLowerCase()
    .replace(/^[/\s]+/, '')
    .trimEnd()
    .replace(/[- ]/g, '_');
}

/**
 * A file or key name made of any text, as the old system did it: ASCII lower case, `- ; : .` and space as `_`,
 * everything else dropped, one extension kept, cut at the first `#`. Only for the old API: the names of heroplay drop nothing.
 */
export function nameFix(text: string): string {
  const whole = asciiLower(text).trim().split('#', 1)[0] as string;
  const dot = whole.lastIndexOf('.');
  const hasExtension = whole.length >= 3 && dot > whole.lastIndexOf('/') + 1 && dot < whole.length - 1;
  return hasExtension ? fixStem(whole.slice(0, dot)) + whole.slice(dot) : fixStem(whole);
}

/** `nameFix` without underscores: the old system compared words such as yes and no like that. */
export function nameFixNoUnderscore(text: string): string {
  return nameFix(text).replaceAll('_', '');
}

function asciiLower(text: string): string {
  return text.replace(/[A-Z]/g, letter => letter.toLowerCase());
}

function fixStem(stem: string): string {
  let fixed = '';
  let previous = '';
  for (const character of stem) {
    if (/[a-z0-9]/.test(character)) fixed += character;
    else if (/[_\-;:. ]/.test(character)) fixed += previous === '_' ? '' : '_';
    else continue;
    previous = character;
  }
  return fixed;
}

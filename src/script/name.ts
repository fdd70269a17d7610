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

/**
 * A key as params know it: lower case, trimmed, `-` and space as `_`, no leading slash; dots and slashes stay.
 *
 * @example
 * keyName('First-Name'); // 'first_name'
 */
export function keyName(key: string): string {
  if (isPlain(key)) return key;
  return key
    .toLowerCase()
    .replace(/^[/\s]+/, '')
    .trimEnd()
    .replace(/[- ]/g, '_');
}

/**
 * The old system's way to make a file or key name of any text: ASCII lower case, `- ; : .` and space as `_`,
 * all else dropped, one extension kept, cut at the first `#`. Kept for the old API: names of ours drop nothing.
 *
 * @example
 * nameFix('My File;v2.TXT'); // 'my_file_v2.txt'
 */
export function nameFix(text: string): string {
  const whole = asciiLower(text).trim().split('#', 1)[0] as string;
  const dot = whole.lastIndexOf('.');
  const hasExtension = whole.length >= 3 && dot > whole.lastIndexOf('/') + 1 && dot < whole.length - 1;
  return hasExtension ? fixStem(whole.slice(0, dot)) + whole.slice(dot) : fixStem(whole);
}

/**
 * `nameFix` without any underscore: how the old system compares words such as yes and no.
 *
 * @example
 * nameFixNoUnderscore('A_b-c'); // 'abc'
 */
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

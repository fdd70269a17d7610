/** The most parts, joined by dots, that the name of an action can have. */
export const maxNameParts = 8;

/** Splits the written name of an action at its last dot; `plain` says that it needs no normalising. */
export function actionName(head: string, plain = false): { actor: string; name: string } {
  const fixed = plain ? head : head.toLowerCase().replace(/[-:]/g, '_');
  const dot = fixed.lastIndexOf('.');
  return dot < 0
    ? { actor: 'core', name: fixed }
    : { actor: fixed.slice(0, dot), name: fixed.slice(dot + 1) };
}

/** A key as params know it: lower case, trimmed, `-` and space as `_`, no leading slash; dots and slashes stay. */
export function keyName(key: string): string {
  if (/^[a-z0-9_.]+$/.test(key)) return key;
  return key
    .toLowerCase()
    .replace(/^[/\s]+/, '')
    .trimEnd()
    .replace(/[- ]/g, '_');
}

/**
 * The old system's way to make a file or key name of any text: ASCII lower case, `- ; : .` and space as `_`,
 * all else dropped, one extension kept, cut at the first `#`. Kept for the old API: names of ours drop nothing.
 */
export function nameFix(text: string): string {
  const whole = asciiLower(text).trim().split('#', 1)[0] as string;
  const dot = whole.lastIndexOf('.');
  const hasExtension = whole.length >= 3 && dot > whole.lastIndexOf('/') + 1 && dot < whole.length - 1;
  return hasExtension ? fixStem(whole.slice(0, dot)) + whole.slice(dot) : fixStem(whole);
}

/** `nameFix` without any underscore: how the old system compares words such as yes and no. */
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

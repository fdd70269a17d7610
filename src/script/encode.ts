import { HeroError, show } from '../base/index.ts';
import { forbidden } from './characters.ts';
import { decodeBlock, decodeQuoted } from './value.ts';

/** The ways to open and close a block, in the order they are tried. */
const blockQuotes = ["'", '"', "'''", '"""'];
const bareValue = /^(?!\/\/)[\p{L}\p{N}_./@%+-](?:[\p{L}\p{N}\p{M}_./@%+,-]*[\p{L}\p{N}\p{M}_./@%+-])?$/u;
const bareArgument = /^(?!\/\/)[\p{L}\p{N}\p{M}_./,-]+$|^[A-Za-z]+:\/\/[^\s'"<\\]*$|^\{[A-Za-z0-9_.-]+\}$/u;
const key = /^[\p{L}\p{N}\p{M}_./,-]+$/u;

/** A value as it is written behind `key:`. Lines of a block are indented by `indent`. Throws PARAMS_UNPRINTABLE. */
export function encodeValue(value: string, indent: string): string {
  if (bareValue.test(value)) return value;
  return isList(value) ? value : encodeQuoted(value, indent);
}

/** An argument as it is written. Throws PARAMS_UNPRINTABLE. */
export function encodeArgument(value: string, indent: string): string {
  return bareArgument.test(value) && !/^[-*.]+$/.test(value) ? value : encodeQuoted(value, indent);
}

/** A key as it is written. Throws PARAMS_UNPRINTABLE for one that no script could hold. */
export function encodeKey(name: string): string {
  if (key.test(name)) return name;
  throw new HeroError('PARAMS_UNPRINTABLE', `${show(name)} cannot be written as a key`, {
    hint: 'make keys of letters, digits and `_ . / -`',
  });
}

/** Items such as `Apple,"Dragon Fruit"` read back as they stand. */
function isList(value: string): boolean {
  const item = String.raw`(?:"[^"'\\<>\s,](?:[^"'\\<>\r\n\t]*[^"'\\<>\s])?"|[\p{L}\p{N}_./@%+-]+)`;
  return value.includes(',"') || value.startsWith('"')
    ? new RegExp(`^${item}(?:,${item})+$`, 'u').test(value)
    : false;
}

function encodeQuoted(value: string, indent: string): string {
  const forms = value.includes('\n') ? [block, quoted] : [quoted, block];
  const written = forbidden.test(value)
    ? undefined
    : (forms[0]?.(value, indent) ?? forms[1]?.(value, indent));
  if (written !== undefined) return written;
  throw new HeroError('PARAMS_UNPRINTABLE', `${show(value)} cannot be written as HeroScript`, {
    hint: 'a value has no control characters, and no blank lines or indentation around all of it',
  });
}

/** On one line, in the kind of quotes that needs no escapes if there is one. */
function quoted(value: string): string | undefined {
  const quote = value.includes("'") && !value.includes('"') ? '"' : "'";
  const inner = value
    .replace(
      /(?<!\\)(\\*)(['"]|$)/g,
      (_all, run: string, mark: string) => run + run + (mark === quote ? `\\${mark}` : mark),
    )
    .replaceAll('\n', '\\\\n');
  return decodeQuoted(inner) === value ? quote + inner + quote : undefined;
}

function block(value: string, indent: string): string | undefined {
  const lines = value.split('\n');
  const quote = blockQuotes.find(mark => !lines.some(line => line.trim() === mark));
  if (quote === undefined) return undefined;
  const content = lines.map(line => (line === '' ? '' : indent + line)).join('\n');
  const written = `${quote}\n${content}\n${indent}${quote}`;
  return decodeBlock(written) === value ? written : undefined;
}

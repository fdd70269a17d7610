import { HeroError, show } from '../base/index.ts';
import { forbidden } from './characters.ts';
import { keyName } from './name.ts';
import { decodeBlock, decodeList, decodeQuoted } from './value.ts';

/** The quotes of a block, in the order in which they are tried. */
const blockQuotes = ["'", '"', "'''", '"""'];
// The first of each pair covers ASCII only: regular expressions over all of Unicode are slow to compile.
const plainValue = /^(?!\/\/)[\w./@%+-](?:[\w./@%+,-]*[\w./@%+-])?$/;
const plainKey = /^[a-z0-9_.]+$/;
const bareValue = /^(?!\/\/)[\p{L}\p{N}_./@%+-](?:[\p{L}\p{N}\p{M}_./@%+,-]*[\p{L}\p{N}\p{M}_./@%+-])?$/u;
const bareArgument = /^(?!\/\/)[\p{L}\p{N}\p{M}_./,-]+$|^[A-Za-z]+:\/\/[^\s'"<\\]*$|^\{[A-Za-z0-9_.-]+\}$/u;
const key = /^[\p{L}\p{N}\p{M}_./,-]+$/u;
/** A list of items such as `Apple,"Dragon Fruit"`. */
const list =
  /^(?:"[^"'\\<>\s,](?:[^"'\\<>\r\n\t]*[^"'\\<>\s])?"|[\p{L}\p{N}_./@%+-]+)(?:,(?:"[^"'\\<>\s,](?:[^"'\\<>\r\n\t]*[^"'\\<>\s])?"|[\p{L}\p{N}_./@%+-]+))+$/u;

/** A value as it is written after `key:`. Lines of a block are indented by `indent`. Throws PARAMS_UNPRINTABLE. */
export function encodeValue(value: string, indent: string): string {
  if (plainValue.test(value) || bareValue.test(value)) return value;
  refuseForbidden(value);
  return isList(value) ? value : encodeQuoted(value, indent);
}

/** An argument as it is written. Throws PARAMS_UNPRINTABLE. */
export function encodeArgument(value: string, indent: string): string {
  refuseForbidden(value);
  return bareArgument.test(value) && !/^[-*.]+$/.test(value) ? value : encodeQuoted(value, indent);
}

/** A key as it is written. Throws PARAMS_UNPRINTABLE for a key that a script cannot hold. */
export function encodeKey(name: string): string {
  if (plainKey.test(name) || (key.test(name) && keyName(name) === name)) return name;
  throw new HeroError('PARAMS_UNPRINTABLE', `${show(name)} cannot be written as a key`, {
    hint: 'write keys in lower-case letters, digits and `_ . /`, and start with a letter or digit',
  });
}

/** Throws PARAMS_UNPRINTABLE for a text that a script cannot hold in any form. */
export function refuseForbidden(text: string): void {
  if (forbidden.test(text) || text.includes('\r')) throw unprintable(text);
}

/** True when a list reads back as it is. */
function isList(value: string): boolean {
  return value.includes('"') && list.test(value) && decodeList(value) === value;
}

function encodeQuoted(value: string, indent: string): string {
  const written = value.includes('\n')
    ? (block(value, indent) ?? quoted(value))
    : (quoted(value) ?? block(value, indent));
  if (written === undefined) throw unprintable(value);
  return written;
}

function unprintable(value: string): HeroError {
  return new HeroError('PARAMS_UNPRINTABLE', `${show(value)} cannot be written as HeroScript`, {
    hint: 'remove control characters, blank lines at its ends and the indentation that all lines share',
  });
}

/** On one line, in quotes that need no escapes if possible. */
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
  const quote = blockQuotes.find(mark => !lines.some(line => holdsAlone(line, mark)));
  if (quote === undefined) return undefined;
  const content = lines.map(line => (line === '' ? '' : indent + line)).join('\n');
  const written = `${quote}\n${content}\n${indent}${quote}`;
  return decodeBlock(written) === value ? written : undefined;
}

/** True when a line would close a block that `mark` opened. */
function holdsAlone(line: string, mark: string): boolean {
  return line.includes(mark) && /^[ \t]*$/.test(line.replace(mark, ''));
}

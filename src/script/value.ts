import { dedent, tabWidth } from './dedent.ts';
import { readBracketList, readItem, skipBlanks } from './item.ts';

/** The meaning of a bare value: escapes, `<BR>` and tabs resolved, trimmed. */
export function decodeInline(raw: string): string {
  if (!/[\\<\t]|^\s|\s$/.test(raw)) return raw;
  return raw
    .replace(/(?<!\\)(\\+)(['"])/g, unescapeQuote)
    .replace(/\\\\n|<<BR>>|<BR>/g, '\n')
    .replaceAll('\t', ' '.repeat(tabWidth))
    .trim();
}

/** The meaning of a quoted value; several lines are folded into one. */
export function decodeQuoted(raw: string): string {
  const closed = raw.endsWith('\\') ? raw.replace(/(?<!\\)(\\+)$/, run => run.slice(run.length >> 1)) : raw;
  return decodeInline(closed.includes('\n') ? fold(closed) : closed);
}

function fold(raw: string): string {
  return raw
    .split('\n')
    .map(line => line.trim())
    .join(' ');
}

/** Before a quote, two backslashes are one and a single one belongs to the quote. */
function unescapeQuote(_match: string, backslashes: string, quote: string): string {
  return '\\'.repeat(backslashes.length >> 1) + quote;
}

/** The meaning of a block: the lines between its quotes, dedented, without the blank ones at its ends. */
export function decodeBlock(raw: string): string {
  const width = raw.startsWith(raw.charAt(0).repeat(3)) ? 3 : 1;
  const lines = dedent(raw.slice(raw.indexOf('\n') + 1, -width)).split('\n');
  const first = lines.findIndex(line => line !== '');
  return first < 0 ? '' : lines.slice(first, lines.findLastIndex(line => line !== '') + 1).join('\n');
}

/** A list as one text: its items joined by commas, in quotes where an item needs them. */
export function decodeList(raw: string): string {
  const bracketed = raw.startsWith('[') ? readBracketList(raw, 0, raw.length) : undefined;
  if (bracketed) return `[${bracketed.items.join(',')}]`;
  const items: string[] = [];
  for (let at = 0; at < raw.length; ) {
    const item = readItem(raw, at);
    items.push(item.quoted ? quoteItem(decodeQuoted(item.text)) : decodeInline(item.text));
    at = skipBlanks(raw, item.end);
    if (raw[at] !== ',') break;
    at = skipBlanks(raw, at + 1);
  }
  return items.join(',');
}

function quoteItem(item: string): string {
  if (!/[\s,'"]/.test(item)) return item;
  if (!item.includes('"')) return `"${item}"`;
  return item.includes("'") ? `"${item.replaceAll('"', '\\"')}"` : `'${item}'`;
}

/** The text of a comment, without its marks. */
export function commentText(raw: string): string {
  if (raw.startsWith('<!--')) return trimLines(raw.slice(4, -3));
  if (raw.startsWith('#')) return raw.replace(/^#+/, '').trim();
  return raw
    .replace(/-\/$/, '')
    .replace(/^[/\s]+/, '')
    .trimEnd();
}

function trimLines(text: string): string {
  return text
    .split('\n')
    .map(line => line.trim())
    .join('\n')
    .trim();
}

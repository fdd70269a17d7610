// Import this file with `import()`, only where text is drawn: string-width takes 35 ms to load.
import stringWidth from 'string-width';
import { isNarrow } from './narrow-text.ts';

/** Longer texts are measured in pieces: V8's segmenter takes quadratic time. */
const longest = 1000;

const segmenter = new Intl.Segmenter();

/** The columns of a text in a terminal: a wide character takes two, a combining mark none. */
export function columns(text: string): number {
  if (isNarrow(text)) return text.length;
  let total = 0;
  for (let at = 0; at < text.length; at += longest) total += stringWidth(text.slice(at, at + longest));
  return total;
}

/** The characters of a text as a terminal draws them: a letter with its combining marks is one. */
export function* characters(text: string): Generator<string> {
  if (isNarrow(text)) return yield* text;
  for (let at = 0; at < text.length; at += longest)
    for (const { segment } of segmenter.segment(text.slice(at, at + longest))) yield segment;
}

/** A text of at most `room` columns, with `…` at the end when something is cut off. */
export function fit(text: string, room: number): string {
  if (text.length <= room * 32 && columns(text) <= room) return text;
  let kept = '';
  let used = 1;
  for (const character of characters(text)) {
    used += columns(character);
    if (used > room) break;
    kept += character;
  }
  return `${kept.trimEnd()}…`;
}

/** A text in lines of at most `width` columns; a longer word has its own line. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const longer = `${lines.at(-1)} ${word}`;
    if (lines.length > 0 && columns(longer) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** A line in pieces of at most `width` columns, divided between characters. */
export function fold(line: string, width: number): string[] {
  const pieces: string[] = [];
  let piece = '';
  let used = 0;
  for (const character of characters(line)) {
    const wide = columns(character);
    if (used + wide > width && piece !== '') {
      pieces.push(piece);
      piece = '';
      used = 0;
    }
    piece += character;
    used += wide;
  }
  return [...pieces, piece];
}

import type { Diagnostic } from './diagnostic.ts';
import type { Mask } from './mask.ts';
import { maskDiagnostics } from './mask-error.ts';
import { hideNamedValues } from './secret-name.ts';
import { visible } from './show.ts';
import type { Source, Span } from './source.ts';

export interface RenderOptions {
  /** Hides secrets in the message, the hint and the drawn lines. */
  readonly mask: Mask;
  /** The number of columns that a text takes. */
  readonly columns: (text: string) => number;
  /** True to use colours. */
  readonly color?: boolean;
  /** Columns of the terminal; longer source lines are cut around the span. Default 100. */
  readonly width?: number;
}

interface Canvas {
  readonly columns: (text: string) => number;
  readonly width: number;
  readonly paint: Paint;
}

type Style = 'red' | 'yellow' | 'blue' | 'bold';
type Paint = (style: Style, text: string) => string;

const styles: Record<Style, string> = { red: '31', yellow: '33', blue: '34', bold: '1' };

/** Draws a diagnostic for a terminal: what is wrong, where, the source line with the span marked, and the hint. */
export function renderDiagnostic(
  diagnostic: Diagnostic,
  { mask, columns, color = false, width = 100 }: RenderOptions,
): string {
  const [{ severity, code, message, span, hint, related } = diagnostic] = maskDiagnostics([diagnostic], mask);
  const paint: Paint = (style, text) => (color ? `\u001b[${styles[style]}m${text}\u001b[0m` : text);
  const canvas: Canvas = { columns, width, paint };
  const tone = severity === 'error' ? 'red' : 'yellow';
  const title = `${paint(tone, `${severity}[${code}]`)}: ${paint('bold', message)}`;
  if (!span) return hint ? `${title}\n  hint: ${hint}` : title;
  const lines = [title, ...drawSpan(span, hint, tone, canvas)];
  if (related) lines.push(`note: ${related.message}`, ...drawSpan(related.span, '', 'blue', canvas));
  return lines.join('\n');
}

/** The place of a span and its line with the span marked; a hint that does not fit next to the mark is on the line below. */
function drawSpan({ source, start, end }: Span, hint = '', tone: Style, canvas: Canvas): string[] {
  const { columns, paint } = canvas;
  const { line, column } = source.position(start);
  const number = String(line);
  const gutter = ' '.repeat(number.length);
  const room = canvas.width - number.length - 3;
  const { text, before, marked } = excerpt(source, line, start, end, room, columns);
  const mark = '^'.repeat(Math.max(1, marked));
  const fits = before + mark.length + 1 + columns(hint) <= room;
  const label = hint && fits ? `${mark} ${hint}` : mark;
  return [
    `${gutter} ${paint('blue', '-->')} ${visible(source.name)}:${line}:${column}`,
    `${paint('blue', `${number} |`)} ${text}`.trimEnd(),
    `${paint('blue', `${gutter} |`)} ${' '.repeat(before)}${paint(tone, label)}`,
    ...(hint && !fits ? [`  hint: ${hint}`] : []),
  ];
}

/** The line around a span, cut to `width` columns, with the number of columns before the span and under it. */
function excerpt(
  source: Source,
  line: number,
  start: number,
  end: number,
  width: number,
  columns: Canvas['columns'],
) {
  const lineStart = source.lineStart(line);
  const raw = hideNamedValues(source.line(line));
  const [from, to] = wholeCharacters(raw, start - lineStart, end - lineStart, columns);
  const room = Math.max(20, width);
  const marked = clip(raw.slice(from, to), room - 10, 'end', columns);
  const rest = room - columns(marked);
  const following = columns(clip(raw.slice(to), rest, 'end', columns));
  const most = Math.max(5, Math.floor(rest * 0.6), rest - following);
  const before = clip(raw.slice(0, from), most, 'start', columns);
  const after = clip(raw.slice(to), room - columns(before + marked), 'end', columns);
  return { text: before + marked + after, before: columns(before), marked: columns(marked) };
}

let segmenter: Intl.Segmenter | undefined;

/** The characters of a text as a terminal draws them. The first call costs 20 ms, so nothing is made at start. */
function segmentsOf(text: string): Intl.Segments {
  segmenter ??= new Intl.Segmenter();
  return segmenter.segment(text);
}

/** The most code units of a line that are examined for each column: combining marks take no column. */
const unitsPerColumn = 32;

/** A range of a line, widened so that it does not divide a character as a terminal draws it. */
function wholeCharacters(line: string, start: number, end: number, columns: Canvas['columns']) {
  const from = boundary(line, Math.min(start, line.length), 'before', columns);
  const to = boundary(line, Math.min(Math.max(end, from), line.length), 'after', columns);
  return [from, to] as const;
}

/** The same offset, or the edge of the character that it divides; a combining mark can be marked alone. */
function boundary(line: string, at: number, side: 'before' | 'after', columns: Canvas['columns']): number {
  const first = Math.max(0, at - unitsPerColumn);
  const near = line.slice(first, at + unitsPerColumn);
  const found = segmentsOf(near).containing(at - first);
  if (!found || found.index + first === at) return at;
  if (columns(found.segment.slice(at - first - found.index)) === 0) return at;
  return first + found.index + (side === 'before' ? 0 : found.segment.length);
}

/** A text as it is drawn, at most `room` columns wide, with `…` for the part that is cut off. */
function clip(text: string, room: number, cut: 'start' | 'end', columns: Canvas['columns']): string {
  const most = room * unitsPerColumn;
  const isLong = text.length > most;
  const near = cut === 'start' ? text.slice(-most) : text.slice(0, most);
  const drawn = drawable(isLong ? near : text);
  if (!isLong && columns(drawn) <= room) return drawn;
  const characters = [...segmentsOf(drawn)].map(({ segment }) => segment);
  if (cut === 'start') characters.reverse();
  const kept: string[] = [];
  let used = 1;
  for (const character of characters) {
    used += columns(character);
    if (used > room) break;
    kept.push(character);
  }
  return cut === 'start' ? `…${kept.reverse().join('')}` : `${kept.join('')}…`;
}

/** Tabs as four spaces, and characters that control a terminal as `\u{…}`. */
function drawable(text: string): string {
  return visible(text.replaceAll('\t', '    '));
}

import type { Diagnostic } from './diagnostic.ts';
import { visible } from './show.ts';
import type { Source, Span } from './source.ts';

export interface RenderOptions {
  /** Whether to use colours. */
  color?: boolean;
  /** Columns of the terminal; longer source lines are cut around the span. Default 100. */
  width?: number;
}

type Style = 'red' | 'yellow' | 'blue' | 'bold';
type Paint = (style: Style, text: string) => string;

const styles: Record<Style, string> = { red: '31', yellow: '33', blue: '34', bold: '1' };

/** Draws a diagnostic for a terminal: what is wrong, where, the source line with the span marked, and the hint. */
export function renderDiagnostic(
  diagnostic: Diagnostic,
  { color = false, width = 100 }: RenderOptions = {},
): string {
  const paint: Paint = (style, text) => (color ? `\u001b[${styles[style]}m${text}\u001b[0m` : text);
  const tone = diagnostic.severity === 'error' ? 'red' : 'yellow';
  const title = `${paint(tone, `${diagnostic.severity}[${diagnostic.code}]`)}: ${paint('bold', diagnostic.message)}`;
  const { span, hint, related } = diagnostic;
  if (!span) return hint ? `${title}\n  hint: ${hint}` : title;
  const lines = [title, ...drawSpan(span, hint, tone, width, paint)];
  if (related)
    lines.push(`note: ${related.message}`, ...drawSpan(related.span, undefined, 'blue', width, paint));
  return lines.join('\n');
}

function drawSpan(
  { source, start, end }: Span,
  label: string | undefined,
  tone: Style,
  width: number,
  paint: Paint,
): string[] {
  const { line, column } = source.position(start);
  const number = String(line);
  const gutter = ' '.repeat(number.length);
  const { text, before, marked } = excerpt(source, line, start, end, width - number.length - 3);
  const mark = '^'.repeat(Math.max(1, marked));
  const pointer = `${' '.repeat(before)}${paint(tone, label ? `${mark} ${label}` : mark)}`;
  return [
    `${gutter}${paint('blue', '-->')} ${visible(source.name)}:${line}:${column}`,
    `${paint('blue', `${number} |`)} ${text}`.trimEnd(),
    `${paint('blue', `${gutter} |`)} ${pointer}`,
  ];
}

/** The line around a span, cut to `width` columns, with the columns in front of the span and those it covers. */
function excerpt(source: Source, line: number, start: number, end: number, width: number) {
  const lineStart = source.lineStart(line);
  const raw = source.line(line);
  const from = Math.min(start - lineStart, raw.length);
  const to = Math.min(Math.max(end - lineStart, from), raw.length);
  const parts = [raw.slice(0, from), raw.slice(from, to), raw.slice(to)].map(drawable) as [
    string,
    string,
    string,
  ];
  const room = Math.max(20, width);
  const marked = clip(parts[1], room - 10, 'end');
  const before = clip(parts[0], Math.max(5, Math.floor((room - columns(marked)) * 0.6)), 'start');
  const after = clip(parts[2], Math.max(1, room - columns(marked) - columns(before)), 'end');
  return { text: before + marked + after, before: columns(before), marked: columns(marked) };
}

/** Tabs as four spaces, and what a terminal would act upon as `\u{…}`. */
function drawable(text: string): string {
  return visible(text.replaceAll('\t', '    '));
}

function clip(text: string, room: number, cut: 'start' | 'end'): string {
  if (columns(text) <= room) return text;
  const characters = cut === 'start' ? [...text].reverse() : [...text];
  let kept = '';
  let used = 1;
  for (const character of characters) {
    used += columns(character);
    if (used > room) break;
    kept = cut === 'start' ? character + kept : kept + character;
  }
  return cut === 'start' ? `…${kept}` : `${kept}…`;
}

const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1f64f}\u{1f680}-\u{1f6ff}\u{1f900}-\u{1f9ff}\u{20000}-\u{3fffd}]/u;
const zero = /[\p{Mn}\p{Me}]/u;

/** How many columns of a terminal a text takes: wide characters two, combining marks none. */
export function columns(text: string): number {
  let total = 0;
  for (const character of text) total += zero.test(character) ? 0 : wide.test(character) ? 2 : 1;
  return total;
}

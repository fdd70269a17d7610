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
  if (related) lines.push(`note: ${related.message}`, ...drawSpan(related.span, '', 'blue', width, paint));
  return lines.join('\n');
}

/** The place of a span and its line with the span marked; what does not fit beside the mark stands below it. */
function drawSpan(
  { source, start, end }: Span,
  hint = '',
  tone: Style,
  width: number,
  paint: Paint,
): string[] {
  const { line, column } = source.position(start);
  const number = String(line);
  const gutter = ' '.repeat(number.length);
  const room = width - number.length - 3;
  const { text, before, marked } = excerpt(source, line, start, end, room);
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

/** The line around a span, cut to `width` columns, with the columns in front of the span and those it covers. */
function excerpt(source: Source, line: number, start: number, end: number, width: number) {
  const lineStart = source.lineStart(line);
  const raw = hidden(source.line(line));
  const from = Math.min(start - lineStart, raw.length);
  const to = Math.min(Math.max(end - lineStart, from), raw.length);
  const room = Math.max(20, width);
  const marked = clip(drawable(raw.slice(from, to)), room - 10, 'end');
  const rest = room - columns(marked);
  const behind = drawable(raw.slice(to));
  const most = Math.max(5, Math.floor(rest * 0.6), rest - columns(behind));
  const before = clip(drawable(raw.slice(0, from)), most, 'start');
  const after = clip(behind, rest - columns(before), 'end');
  return { text: before + marked + after, before: columns(before), marked: columns(marked) };
}

/** Tabs as four spaces, and what a terminal would act upon as `\u{…}`. */
function drawable(text: string): string {
  return visible(text.replaceAll('\t', '    '));
}

const stars = (secret: string) => '*'.repeat(secret.length);
// A line is drawn even where nobody knows the action yet: then the name of a key must do.
const named =
  /(?<=(?:^|[\s._/-])(?:[a-z0-9]+[._/-])*(?:pass(?:word|wd|phrase)?|pwd|secret|token|credentials?|(?:api|access|private)[_-]?key):\s*)('[^']*'?|"[^"]*"?|[^\s'"]+)/gi;

/** A line with `*` for what stands before the host of a URL, and for values whose key says that they are secret. */
function hidden(line: string): string {
  return line.replace(/(?<=:\/\/)(?!git@)[^\s/@'"]{1,200}(?=@)/g, stars).replace(named, stars);
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
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\p{Emoji_Presentation}\u{20000}-\u{3fffd}]/u;
const zero = /[\p{Mn}\p{Me}]/u;

/** How many columns of a terminal a text takes: wide characters two, combining marks none. */
export function columns(text: string): number {
  let total = 0;
  for (const character of text) total += zero.test(character) ? 0 : wide.test(character) ? 2 : 1;
  return total;
}

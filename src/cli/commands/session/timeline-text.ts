import { columns, visible } from '../../../base/index.ts';
import type { Counts } from '../../../play/journal/event.ts';
import {
  type Answered,
  countRun,
  type Entry,
  type EntryStatus,
  type Note,
  type Opening,
  type Run,
  type State,
  secondsOf,
  stateOf,
  type Timeline,
} from '../../../play/journal/timeline.ts';
import { wrap } from '../../terminal/table.ts';
import { subjectOf } from '../run/action-subject.ts';
import { clip, mark } from '../run/run-output.ts';

export interface TimelineLook {
  readonly width: number;
  readonly color: boolean;
  /** All runs, and all that actions printed. */
  readonly verbose: boolean;
}

/** The sign of a status and its colour. */
export const signs: Readonly<Record<EntryStatus, readonly [sign: string, color: number]>> = {
  done: ['✓', 32],
  failed: ['✗', 31],
  ignored: ['✗', 33],
  skipped: ['–', 33],
  'in doubt': ['?', 31],
  interrupted: ['!', 33],
  running: ['…', 36],
  open: ['…', 36],
};

const stateColors: Readonly<Record<State, number>> = {
  done: 32,
  failed: 31,
  interrupted: 33,
  running: 36,
  'not played': 33,
};

/** Lines of output that are shown of an action that failed. */
const fewLines = 10;
const widest = 100;

/** A timeline as lines for a terminal: the last run, with `verbose` every run. */
export function timelineText(timeline: Timeline, look: TimelineLook): string {
  const runs = look.verbose ? timeline.runs : timeline.runs.slice(-1);
  const earlier = timeline.runs.length - runs.length;
  return `${[
    ...heading(timeline, look),
    ...runs.flatMap(run => runLines(run, timeline.runs.length > 1, look)),
    ...timeline.notes.flatMap(note => noteLines(note, '', look)),
    ...(earlier > 0 ? [`${earlier} earlier ${earlier === 1 ? 'run' : 'runs'}: see \`-v\``] : []),
  ].join('\n')}\n`;
}

function heading({ session, context, state, runs }: Timeline, look: TimelineLook): string[] {
  const last = runs.at(-1);
  const title = `${visible(session)} (context ${visible(context)}): `;
  const colored = [`${title}${mark(look, state, stateColors[state])}`];
  const titles = columns(title + state) > look.width ? wrap(title + state, look.width) : colored;
  if (!last) return titles;
  const first = last.openings[0]?.time ?? '';
  // The journal does not say how long something runs that has no end yet.
  const took = state === 'running' ? '' : ` ${duration(secondsOf(last))},`;
  const facts = `${dayTime(first)} UTC,${took} ${countText(countRun(last))}`;
  return [...titles, ...wrap(facts, look.width), ''];
}

/** How many actions were played, and what became of the others. */
export function countText({ played, failed, skipped }: Counts): string {
  const parts = [`${played} played`, failed > 0 && `${failed} failed`, skipped > 0 && `${skipped} skipped`];
  return parts.filter(Boolean).join(', ');
}

function runLines(run: Run, hasOthers: boolean, look: TimelineLook): string[] {
  const title = hasOthers ? [`run ${run.number}: ${stateOf(run)}, ${countText(countRun(run))}`] : [];
  return [...title, ...run.openings.flatMap(opening => openingLines(opening, look))];
}

function openingLines(opening: Opening, look: TimelineLook): string[] {
  const title = opening.resumed ? [`resumed ${dayTime(opening.time)} UTC`] : [];
  return [
    ...title,
    ...opening.questions.flatMap(question => questionLines(question, '', look)),
    ...opening.entries.flatMap(entry => entryLines(entry, look)),
    ...opening.notes.flatMap(note => noteLines(note, '', look)),
    ...endLines(opening, look),
  ];
}

function endLines({ error, reason, state, entries }: Opening, look: TimelineLook): string[] {
  if (reason !== undefined) return fold(`interrupted: ${reason}`, '', look);
  if (error && !entries.some(entry => entry.status === 'failed'))
    return [
      ...fold(`error[${error.code}]: ${error.message}`, '', look),
      ...(error.hint ? fold(`hint: ${error.hint}`, '  ', look) : []),
    ];
  return state === 'interrupted' ? ['cut off: the process ended in the middle'] : [];
}

function entryLines(entry: Entry, look: TimelineLook): string[] {
  const inner = '    ';
  const isShown = look.verbose || entry.status === 'failed' || entry.status === 'ignored';
  return [
    headLine(entry, look),
    ...entry.questions.flatMap(question => questionLines(question, inner, look)),
    ...entry.said.flatMap(text => fold(text, inner, look)),
    ...(isShown ? outputLines(entry, inner, look) : []),
    ...entry.notes.flatMap(note => noteLines(note, inner, look)),
    ...entry.retries.flatMap(({ error, wait }) =>
      fold(`↻ ${error.message}; again after ${wait} s`, inner, look),
    ),
    ...(look.verbose ? factLines(entry, inner, look) : []),
    ...errorLines(entry, inner, look),
  ];
}

function headLine(entry: Entry, { width, color }: TimelineLook): string {
  const [sign, code] = signs[entry.status];
  const word = entry.status === 'done' || entry.status === 'failed' ? '' : ` (${entry.status})`;
  const took = entry.seconds === undefined ? '' : duration(entry.seconds);
  const right = `${took.padStart(7)}  ${entry.start.slice(11, 19)}`;
  const room = Math.max(12, Math.min(width, widest) - columns(right) - '✓   '.length);
  const left = `${entry.number} ${visible(entry.name)} ${clip(subjectOf(entry), 1000)}`.trimEnd();
  const cut = `${fit(left, room - word.length)}${word}`;
  return `${mark({ color }, sign, code)} ${cut}${' '.repeat(room - columns(cut) + 2)}${right}`;
}

/** A text of at most so many columns. */
export function fit(text: string, room: number): string {
  if (columns(text) <= room) return text;
  let cut = '';
  for (const character of text) {
    if (columns(cut + character) >= room) break;
    cut += character;
  }
  return `${cut}…`;
}

function outputLines({ output }: Entry, indent: string, look: TimelineLook): string[] {
  const lines = output.flatMap(({ text }) => readable(text).replace(/\n$/, '').split('\n'));
  const shown = look.verbose ? lines : lines.slice(-fewLines);
  const left = lines.length - shown.length;
  return [
    ...(left > 0 ? [`${indent}│ … ${left} more ${left === 1 ? 'line' : 'lines'} before: see \`-v\``] : []),
    ...shown.flatMap(line => fold(line, `${indent}│ `, look)),
  ];
}

function factLines({ result, set, withheld }: Entry, indent: string, look: TimelineLook): string[] {
  const pairs = [...Object.entries(result ?? {}), ...Object.entries(set ?? {})];
  const unique = new Map(pairs);
  return [
    ...[...unique].flatMap(([key, value]) => fold(`${key} = ${clip(value, 200)}`, indent, look)),
    ...(withheld ?? []).flatMap(key => fold(`${key} = [secret]`, indent, look)),
  ];
}

function errorLines({ error, reason }: Entry, indent: string, look: TimelineLook): string[] {
  return [
    ...(reason === undefined ? [] : fold(reason, indent, look)),
    ...(error ? fold(`error[${error.code}]: ${error.message}`, indent, look) : []),
    ...(error?.hint ? fold(`hint: ${error.hint}`, `${indent}  `, look) : []),
  ];
}

function questionLines({ id, text, answer, from }: Answered, indent: string, look: TimelineLook): string[] {
  const origin = from === undefined || from === 'person' ? '' : ` (from ${originNames[from]})`;
  // What was answered without a word was never asked.
  if (text === undefined) return fold(`> ${id}: ${answer}${origin}`, indent, look);
  return [
    ...fold(`? ${text} (${id})`, indent, look),
    ...(answer === undefined ? [] : fold(`> ${answer}${origin}`, indent, look)),
  ];
}

/** Where an answer came from, in words. */
export const originNames = {
  set: '--set',
  answers: 'the file of answers',
  environment: 'the environment',
  journal: 'the run before',
  person: 'the person',
  default: 'its default',
} as const;

function noteLines({ text, category, level = 'info' }: Note, indent: string, look: TimelineLook): string[] {
  return fold(
    `${level === 'error' ? 'error' : 'note'}: ${category ? `${category}: ` : ''}${text}`,
    indent,
    look,
  );
}

/** The lines of a text, safe for a terminal and folded where that ends. */
function fold(text: string, indent: string, { width }: TimelineLook): string[] {
  const room = Math.max(20, width - columns(indent));
  return readable(text)
    .replace(/\n$/, '')
    .split('\n')
    .flatMap(line => pieces(line, room))
    .map(line => `${indent}${line}`.trimEnd());
}

function pieces(line: string, room: number): string[] {
  const found: string[] = [];
  let piece = '';
  for (const character of line) {
    if (columns(piece + character) > room) {
      found.push(piece);
      piece = '';
    }
    piece += character;
  }
  return [...found, piece];
}

/** A text that steers nothing: without colours, tabs as blanks, anything else that cannot be seen as `\u{…}`. */
export function readable(text: string): string {
  return text
    .replace(/\u001b\[[\d;:]*m/g, '')
    .replace(/\r\n/g, '\n')
    .replaceAll('\t', '    ')
    .split('\n')
    .map(visible)
    .join('\n');
}

/** Seconds as a person reads them. */
export function duration(seconds: number): string {
  if (seconds < 0.0005) return '0 s';
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60)];
  return hours > 0 ? `${hours} h ${minutes} min` : `${minutes} min ${whole % 60} s`;
}

/** Day and time of an ISO 8601 time. */
export function dayTime(time: string): string {
  return time.slice(0, 19).replace('T', ' ');
}

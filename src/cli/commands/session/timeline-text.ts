import { visible } from '../../../base/index.ts';
import {
  type AnsweredQuestion,
  countRun,
  type RunSegment,
  type RunState,
  secondsOf,
  stateOf,
  type Timeline,
  type TimelineEntry,
  type TimelineNote,
  type TimelineRun,
} from '../../../play/journal/timeline.ts';
import { firstLine, mark } from '../../terminal/line-text.ts';
import { columns, fit, fold, wrap } from '../../terminal/text-width.ts';
import { countText, dayTime, duration, originNames, readable, signs } from './timeline-words.ts';

export interface TimelineLook {
  readonly width: number;
  readonly color: boolean;
  /** True for all runs, and all output. */
  readonly verbose: boolean;
}

const stateColors: Readonly<Record<RunState, number>> = {
  done: 32,
  failed: 31,
  interrupted: 33,
  running: 36,
  'not played': 33,
};

/** The lines of output that are shown of a failed action. */
const fewLines = 10;
const widest = 100;

/** A timeline as lines for a terminal: the last run, or every run with `verbose`. */
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
  // The journal does not hold the time of an action that still runs.
  const took = state === 'running' ? '' : ` ${duration(secondsOf(last))},`;
  const facts = `${dayTime(first)} UTC,${took} ${countText(countRun(last))}`;
  return [...titles, ...wrap(facts, look.width), ''];
}

function runLines(run: TimelineRun, hasOthers: boolean, look: TimelineLook): string[] {
  const title = hasOthers ? [`run ${run.number}: ${stateOf(run)}, ${countText(countRun(run))}`] : [];
  return [...title, ...run.openings.flatMap(opening => openingLines(opening, look))];
}

function openingLines(opening: RunSegment, look: TimelineLook): string[] {
  const title = opening.resumed ? [`resumed ${dayTime(opening.time)} UTC`] : [];
  return [
    ...title,
    ...opening.questions.flatMap(question => questionLines(question, '', look)),
    ...opening.entries.flatMap(entry => entryLines(entry, look)),
    ...opening.notes.flatMap(note => noteLines(note, '', look)),
    ...endLines(opening, look),
  ];
}

function endLines({ error, reason, state, entries }: RunSegment, look: TimelineLook): string[] {
  if (reason !== undefined) return textLines(`interrupted: ${reason}`, '', look);
  if (error && !entries.some(entry => entry.status === 'failed'))
    return [
      ...textLines(`error[${error.code}]: ${error.message}`, '', look),
      ...(error.hint ? textLines(`hint: ${error.hint}`, '  ', look) : []),
    ];
  return state === 'interrupted' ? ['cut off: the process ended in the middle'] : [];
}

function entryLines(entry: TimelineEntry, look: TimelineLook): string[] {
  const inner = '    ';
  const isShown = look.verbose || entry.status === 'failed' || entry.status === 'ignored';
  return [
    headLine(entry, look),
    ...entry.questions.flatMap(question => questionLines(question, inner, look)),
    ...entry.said.flatMap(text => textLines(text, inner, look)),
    ...(isShown ? outputLines(entry, inner, look) : []),
    ...entry.notes.flatMap(note => noteLines(note, inner, look)),
    ...entry.retries.flatMap(({ error, wait }) =>
      textLines(`↻ ${error.message}; again after ${wait} s`, inner, look),
    ),
    ...(look.verbose ? factLines(entry, inner, look) : []),
    ...errorLines(entry, inner, look),
  ];
}

function headLine(entry: TimelineEntry, { width, color }: TimelineLook): string {
  const [sign, code] = signs[entry.status];
  const word = entry.status === 'done' || entry.status === 'failed' ? '' : ` (${entry.status})`;
  const took = entry.seconds === undefined ? '' : duration(entry.seconds);
  const right = `${took.padStart(7)}  ${entry.start.slice(11, 19)}`;
  const room = Math.max(12, Math.min(width, widest) - columns(right) - '✓   '.length);
  const left = `${entry.number} ${visible(entry.name)} ${firstLine(entry.subject)}`.trimEnd();
  const cut = `${fit(left, room - word.length)}${word}`;
  return `${mark({ color }, sign, code)} ${cut}${' '.repeat(room - columns(cut) + 2)}${right}`;
}

function outputLines({ output }: TimelineEntry, indent: string, look: TimelineLook): string[] {
  const lines = output.flatMap(({ text }) => readable(text).replace(/\n$/, '').split('\n'));
  const shown = look.verbose ? lines : lines.slice(-fewLines);
  const left = lines.length - shown.length;
  return [
    ...(left > 0 ? [`${indent}│ … ${left} more ${left === 1 ? 'line' : 'lines'} before: see \`-v\``] : []),
    ...shown.flatMap(line => textLines(line, `${indent}│ `, look)),
  ];
}

function factLines({ result, set, withheld }: TimelineEntry, indent: string, look: TimelineLook): string[] {
  const pairs = [...Object.entries(result ?? {}), ...Object.entries(set ?? {})];
  const unique = new Map(pairs);
  return [
    ...[...unique].flatMap(([key, value]) =>
      textLines(`${key} = ${fit(firstLine(value), 200)}`, indent, look),
    ),
    ...(withheld ?? []).flatMap(key => textLines(`${key} = [secret]`, indent, look)),
  ];
}

function errorLines({ error, reason }: TimelineEntry, indent: string, look: TimelineLook): string[] {
  return [
    ...(reason === undefined ? [] : textLines(reason, indent, look)),
    ...(error ? textLines(`error[${error.code}]: ${error.message}`, indent, look) : []),
    ...(error?.hint ? textLines(`hint: ${error.hint}`, `${indent}  `, look) : []),
  ];
}

function questionLines(
  { id, text, answer, from }: AnsweredQuestion,
  indent: string,
  look: TimelineLook,
): string[] {
  const origin = from === undefined || from === 'person' ? '' : ` (from ${originNames[from]})`;
  // A question without a text was answered before it was asked.
  if (text === undefined) return textLines(`> ${id}: ${answer}${origin}`, indent, look);
  return [
    ...textLines(`? ${text} (${id})`, indent, look),
    ...(answer === undefined ? [] : textLines(`> ${answer}${origin}`, indent, look)),
  ];
}

function noteLines(
  { text, category, level = 'info' }: TimelineNote,
  indent: string,
  look: TimelineLook,
): string[] {
  return textLines(
    `${level === 'error' ? 'error' : 'note'}: ${category ? `${category}: ` : ''}${text}`,
    indent,
    look,
  );
}

/** The lines of a text, safe for a terminal and folded at its width. */
function textLines(text: string, indent: string, { width }: TimelineLook): string[] {
  const room = Math.max(20, width - columns(indent));
  return readable(text)
    .replace(/\n$/, '')
    .split('\n')
    .flatMap(line => fold(line, room))
    .map(line => `${indent}${line}`.trimEnd());
}

import type { Failure } from '../../play/index.ts';
import type {
  AnsweredQuestion,
  EntryStatus,
  OutputPiece,
  RunSegment,
  TimelineEntry,
  TimelineNote,
} from '../../play/journal/timeline.ts';
import { duration, originNames, signs } from '../commands/session/timeline-words.ts';
import { lastPart, safe } from './report-text.ts';

const tones: Readonly<Partial<Record<EntryStatus, string>>> = { 'in doubt': 'doubt' };

/** Longer results are folded; in characters. */
const folded = 200;

/** An action as an item of a list: its text, time and result. */
export function actionPart(entry: TimelineEntry, opening: RunSegment): string {
  const { status, name, number, text } = entry;
  const parts = [
    headPart(entry),
    barPart(entry, opening),
    `<pre class="script"><code>${long(text)}</code></pre>`,
    ...entry.questions.map(questionPart),
    entry.said.length > 0
      ? `<div class="said">${entry.said.map(line => `<p>${long(line)}</p>`).join('')}</div>`
      : '',
    outputPart(entry),
    factPart(entry),
    ...entry.retries.map(({ error, wait, attempt }) => retryPart(error, wait, attempt)),
    ...entry.notes.map(notePart),
    entry.reason === undefined ? '' : `<p class="note">${safe(entry.reason)}</p>`,
    entry.error ? errorPart(entry.error) : '',
  ].filter(Boolean);
  return `<li class="action ${tones[status] ?? status}" aria-label="${number} ${safe(name)}: ${status}">\n${parts.join('\n')}\n</li>`;
}

function headPart({ number, name, place, status, seconds, start, attempts }: TimelineEntry): string {
  const [sign] = signs[status];
  const took = seconds === undefined ? '' : `${duration(seconds)} · `;
  const tries = attempts > 1 ? `, attempt ${attempts}` : '';
  return [
    `<div class="head"><span class="sign" aria-hidden="true">${sign}</span>`,
    `<span class="number">${number}</span><h3>${safe(name)}</h3>`,
    `<span class="word">${status}${tries}</span><span class="place">${safe(place)}</span>`,
    `<span class="when">${took}<time datetime="${safe(start)}">${safe(start.slice(11, 19))}</time></span></div>`,
  ].join('');
}

/** The time of an action as a part of the whole run. The head has it in words. */
function barPart({ start, seconds }: TimelineEntry, opening: RunSegment): string {
  if (seconds === undefined || opening.seconds <= 0) return '';
  const from = (Date.parse(start) - Date.parse(opening.time)) / 1000;
  const percent = (part: number) => Math.min(100, Math.max(0, (100 * part) / opening.seconds)).toFixed(2);
  return `<div class="bar" aria-hidden="true"><i style="--from:${percent(from)}%;--part:${percent(seconds)}%"></i></div>`;
}

function outputPart({ output, status }: TimelineEntry): string {
  if (output.length === 0) return '';
  const lines = output.reduce(
    (sum, { text }) => sum + text.split('\n').length - (text.endsWith('\n') ? 1 : 0),
    0,
  );
  const isOpen = status === 'failed' || status === 'in doubt' ? ' open' : '';
  const { pieces, left } = lastPieces(output);
  const notice =
    left > 0 ? `<p class="left">… ${left.toLocaleString('en')} earlier characters are left out</p>` : '';
  const parts = pieces.map(
    ({ stream, text }) => `<pre class="${stream}">${safe(text.replace(/\n$/, ''))}</pre>`,
  );
  const about = `Output, ${lines} ${lines === 1 ? 'line' : 'lines'}`;
  return `<details${isOpen}><summary>${about}</summary>\n${notice}${parts.join('\n')}\n</details>`;
}

/** The last pieces of the output, together at most as long as one text may be. */
function lastPieces(output: readonly OutputPiece[]): { pieces: OutputPiece[]; left: number } {
  const whole = output.map(({ text }) => text).join('');
  const { left } = lastPart(whole);
  let skip = left;
  const pieces = output.flatMap(({ stream, text }) => {
    const rest = text.slice(skip);
    skip = Math.max(0, skip - text.length);
    return rest === '' ? [] : [{ stream, text: rest }];
  });
  return { pieces, left };
}

function factPart({ result, set, withheld = [] }: TimelineEntry): string {
  const pairs = new Map([...Object.entries(result ?? {}), ...Object.entries(set ?? {})]);
  for (const name of withheld) pairs.set(name, '[secret]');
  if (pairs.size === 0) return '';
  return `<ul class="facts">${[...pairs].map(([key, value]) => `<li>${factItem(key, value)}</li>`).join('')}</ul>`;
}

/** A fact of an action; a long value, which often repeats the output, is folded. */
function factItem(key: string, value: string): string {
  if (value.length <= folded) return `<code>${safe(key)}</code> = ${safe(value)}`;
  const about = `<code>${safe(key)}</code>, ${value.length.toLocaleString('en')} characters`;
  return `<details><summary>${about}</summary><pre>${long(value)}</pre></details>`;
}

function retryPart(error: Failure, wait: number, attempt: number): string {
  return `<p class="note">↻ Attempt ${attempt} failed: ${long(error.message)}; again after ${wait} s</p>`;
}

/** An error and its hint. */
export function errorPart({ code, message, hint }: Failure): string {
  const help = hint === undefined ? '' : `\n<p class="hint">Hint: ${safe(hint)}</p>`;
  return `<p class="error"><code>${safe(code)}</code> ${long(message)}</p>${help}`;
}

/** A question and its answer; a question without a text was answered before it was asked. */
export function questionPart({ id, text, answer, from }: AnsweredQuestion): string {
  const origin =
    from === undefined || from === 'person' ? '' : ` <span class="note">from ${originNames[from]}</span>`;
  const name = `<code>${safe(id)}</code>`;
  if (text === undefined)
    return `<div class="question"><p>→ ${name} ${long(answer ?? '')}${origin}</p></div>`;
  const said = answer === undefined ? '' : `<p class="answer">→ ${long(answer)}${origin}</p>`;
  return `<div class="question"><p>? ${safe(text)} ${name}</p>${said}</div>`;
}

/** A note. */
export function notePart({ text, category, level = 'info' }: TimelineNote): string {
  return `<p class="note">${level === 'error' ? 'Error' : 'Note'}: ${category ? `${safe(category)}: ` : ''}${long(text)}</p>`;
}

function long(text: string): string {
  const { text: rest, left } = lastPart(text);
  return left > 0
    ? `… ${left.toLocaleString('en')} earlier characters are left out … ${safe(rest)}`
    : safe(rest);
}

import { masked } from '../../base/index.ts';
import type { ActionName, ActionRef } from './event.ts';
import type { JournalRecord } from './journal-reader.ts';
import { recordedSubject } from './recorded-subject.ts';
import type {
  AnsweredQuestion,
  EntryStatus,
  RunSegment,
  Timeline,
  TimelineEntry,
  TimelineNote,
  TimelineRun,
} from './timeline.ts';

type Event<T extends JournalRecord['type']> = Extract<JournalRecord, { type: T }>;

/** The timeline of a journal; `isRunning` is true when a process plays the session now. */
export function readTimeline(
  records: readonly JournalRecord[],
  { isRunning = false }: { isRunning?: boolean } = {},
): Timeline {
  const reader = new TimelineReader();
  for (const record of records) reader.read(record);
  return reader.end(isRunning);
}

/** Reads the records of a journal one by one. */
class TimelineReader {
  readonly #runs: TimelineRun[] = [];
  readonly #notes: TimelineNote[] = [];
  #session = '';
  #context = '';
  #opening: RunSegment | undefined;
  /** The action that runs, or that ran last. */
  #current: TimelineEntry | undefined;
  /** Actions of a module without an end yet, with the time of the start of the module. */
  readonly #entered = new Map<string, { action: ActionRef; time: string }>();

  read(record: JournalRecord): void {
    if (record.type === 'opened') this.#open(record);
    else if (record.type === 'noticed' || record.type === 'noted') this.#note(record);
    else if (this.#opening) this.#happen(record, this.#opening);
  }

  /** The timeline. A run without an end is cut off, unless a process still plays it. */
  end(isRunning: boolean): Timeline {
    if (!isRunning) this.#cutOff();
    else
      for (const entry of this.#opening?.entries ?? []) if (entry.status === 'open') entry.status = 'running';
    const state = isRunning ? 'running' : (this.#opening?.state ?? 'not played');
    return {
      session: this.#session,
      context: this.#context,
      state,
      runs: this.#runs,
      notes: this.#notes,
    };
  }

  #open({ session, context, run, time, resumed, version }: Event<'opened'>): void {
    this.#cutOff();
    [this.#session, this.#context] = [session, context];
    this.#opening = {
      time,
      resumed,
      version,
      state: 'running',
      seconds: 0,
      planned: 0,
      entries: [],
      questions: [],
      notes: [],
    };
    this.#current = undefined;
    if (!resumed || this.#runs.length === 0) this.#runs.push({ number: run, openings: [] });
    this.#runs.at(-1)?.openings.push(this.#opening);
  }

  #happen(record: JournalRecord, opening: RunSegment): void {
    if (opening.state === 'running') opening.seconds = between(opening.time, record.time);
    switch (record.type) {
      case 'planned':
        opening.planned += record.actions;
        break;
      case 'entered':
        for (const action of record.actions) this.#entered.set(action.key, { action, time: record.time });
        break;
      case 'left':
        this.#entered.clear();
        break;
      case 'started':
        this.#start(record, opening);
        break;
      case 'asked':
        this.#questions(opening).push({
          id: record.question.id,
          text: record.question.text,
          ...(record.question.secret && { secret: true }),
        });
        break;
      case 'answered':
        this.#answer(record, opening);
        break;
      case 'interrupted':
      case 'ended':
        this.#finish(record, opening);
        break;
      default:
        this.#act(record, opening);
    }
  }

  /** Applies an event of one action. */
  #act(record: JournalRecord, opening: RunSegment): void {
    switch (record.type) {
      case 'said':
        find(opening, record.action)?.said.push(record.text);
        break;
      case 'output':
        this.#print(record, find(opening, record.action));
        break;
      case 'progress': {
        const entry = find(opening, record.action);
        const { done, total, unit } = record;
        if (entry) entry.progress = { done, ...(total !== undefined && { total }), ...(unit && { unit }) };
        break;
      }
      case 'retrying': {
        const { attempt, error, wait } = record;
        this.#entryOf(record, opening).retries.push({ attempt, error, wait });
        break;
      }
      case 'done':
      case 'failed':
        this.#close(record, opening);
        break;
      case 'skipped':
        Object.assign(this.#entryOf(record, opening), { status: 'skipped', reason: record.reason });
        break;
    }
  }

  #start({ action, attempt, effect, time }: Event<'started'>, opening: RunSegment): void {
    this.#entered.delete(action.key);
    const known = attempt > 1 ? find(opening, action) : undefined;
    this.#current = known ?? add(opening, action, time);
    Object.assign(this.#current, { attempts: attempt, effect, status: 'open' });
  }

  #close(record: Event<'done'> | Event<'failed'>, opening: RunSegment): void {
    const entry = this.#entryOf(record, opening);
    entry.seconds = record.seconds;
    if (record.type === 'failed') {
      entry.status = record.ignored ? 'ignored' : 'failed';
      entry.error = record.error;
      return;
    }
    entry.status = 'done';
    const { result, set, withheld } = record;
    Object.assign(entry, { ...(result && { result }), ...(set && { set }), ...(withheld && { withheld }) });
  }

  /** The entry of an action; an action of a module, or a skipped one, has no start. */
  #entryOf({ action, time }: { action: ActionRef; time: string }, opening: RunSegment): TimelineEntry {
    const since = this.#entered.get(action.key)?.time ?? time;
    this.#entered.delete(action.key);
    const known = find(opening, action);
    return known?.key === action.key ? known : add(opening, action, since);
  }

  #print({ stream, text }: Event<'output'>, entry: TimelineEntry | undefined): void {
    const last = entry?.output.at(-1);
    if (last?.stream === stream) last.text += text;
    else entry?.output.push({ stream, text });
  }

  #note({ type, time, text, ...more }: Event<'noticed'> | Event<'noted'>): void {
    const { level, category } = more as Partial<Event<'noted'>>;
    const note: TimelineNote =
      type === 'noted'
        ? { time, text, ...(level && { level }), ...(category && category !== 'log' && { category }) }
        : { time, text };
    const isAtWork = this.#opening?.state === 'running';
    if (!isAtWork) this.#notes.push(note);
    else if (this.#current?.status === 'open') this.#current.notes.push(note);
    else this.#opening?.notes.push(note);
  }

  #questions(opening: RunSegment): AnsweredQuestion[] {
    return this.#current?.status === 'open' ? this.#current.questions : opening.questions;
  }

  #answer({ id, answer = masked, from }: Event<'answered'>, opening: RunSegment): void {
    const all = [...opening.questions, ...opening.entries.flatMap(({ questions }) => questions)];
    const open = all.findLast(question => question.id === id && question.answer === undefined);
    if (open) Object.assign(open, { answer: open.secret ? masked : answer, from });
    else this.#questions(opening).push({ id, answer, from });
  }

  #finish(record: Event<'interrupted'> | Event<'ended'>, opening: RunSegment): void {
    if (record.type === 'interrupted') opening.reason = record.reason;
    else {
      opening.seconds = record.seconds;
      if (record.error) opening.error = record.error;
    }
    this.#leaveOpen(opening, record.type === 'interrupted' ? () => 'interrupted' : doubtful);
    opening.state = record.type === 'interrupted' ? 'interrupted' : record.status;
  }

  /** Closes a segment without an end: the process was killed, and its last actions may have been done. */
  #cutOff(): void {
    if (this.#opening?.state !== 'running') return;
    this.#leaveOpen(this.#opening, doubtful);
    this.#opening.state = 'interrupted';
  }

  #leaveOpen(opening: RunSegment, statusOf: (entry: TimelineEntry) => EntryStatus): void {
    for (const { action, time } of this.#entered.values()) add(opening, action, time).effect = 'once';
    this.#entered.clear();
    for (const entry of opening.entries) if (entry.status === 'open') entry.status = statusOf(entry);
  }
}

/** The status of an action that was started and has no end. */
function doubtful({ effect }: TimelineEntry): EntryStatus {
  return effect === 'once' ? 'in doubt' : 'interrupted';
}

function find({ entries }: RunSegment, { number }: ActionName): TimelineEntry | undefined {
  return entries.findLast(entry => entry.number === number);
}

function add({ entries }: RunSegment, action: ActionRef, start: string): TimelineEntry {
  const entry: TimelineEntry = {
    ...action,
    subject: recordedSubject(action),
    start,
    status: 'open',
    attempts: 1,
    said: [],
    output: [],
    questions: [],
    retries: [],
    notes: [],
  };
  entries.push(entry);
  return entry;
}

/** Seconds, to the millisecond, and at least 0: a clock may be set back. */
function between(start: string, end: string): number {
  return Math.max(0, Date.parse(end) - Date.parse(start)) / 1000;
}

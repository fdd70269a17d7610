import type { ActionRef, AnswerOrigin, Counts, Failure } from './event.ts';

/** The status of an action: an `open` one is cut off, or runs now. */
export type EntryStatus =
  | 'done'
  | 'failed'
  | 'ignored'
  | 'skipped'
  | 'in doubt'
  | 'interrupted'
  | 'running'
  | 'open';

/** The state of a session, a run or a segment. */
export type RunState = 'done' | 'failed' | 'interrupted' | 'running' | 'not played';

/** The output of a program on one stream, until it wrote to the other. */
export interface OutputPiece {
  readonly stream: 'stdout' | 'stderr';
  text: string;
}

/** A question and its answer, if any; `[secret]` for a secret one. */
export interface AnsweredQuestion {
  readonly id: string;
  readonly text?: string;
  readonly secret?: true;
  answer?: string;
  from?: AnswerOrigin;
}

/** A line for the journal (`level` and `category`), or a note for the person. */
export interface TimelineNote {
  readonly time: string;
  readonly text: string;
  readonly level?: 'info' | 'error';
  readonly category?: string;
}

/** A failed attempt, and the wait after it in seconds. */
export interface FailedAttempt {
  readonly attempt: number;
  readonly error: Failure;
  readonly wait: number;
}

/** One action in one segment. Times are ISO 8601 in UTC. */
export interface TimelineEntry
  extends Pick<ActionRef, 'number' | 'name' | 'place' | 'key' | 'text' | 'prepares'> {
  /** The param that describes the action best. */
  readonly subject: string;
  readonly start: string;
  status: EntryStatus;
  attempts: number;
  effect?: string;
  seconds?: number;
  readonly said: string[];
  readonly output: OutputPiece[];
  progress?: { readonly done: number; readonly total?: number; readonly unit?: string };
  readonly questions: AnsweredQuestion[];
  readonly retries: FailedAttempt[];
  readonly notes: TimelineNote[];
  result?: Readonly<Record<string, string>>;
  set?: Readonly<Record<string, string>>;
  withheld?: readonly string[];
  error?: Failure;
  /** The reason why it was skipped. */
  reason?: string;
}

/** A run from its begin, or from where it continued, to its end or to where it was cut off. */
export interface RunSegment {
  readonly time: string;
  readonly resumed: boolean;
  readonly version: string;
  state: RunState;
  /** From its first event to its last. */
  seconds: number;
  /** The number of planned actions. */
  planned: number;
  readonly entries: TimelineEntry[];
  /** The questions that belong to no action. */
  readonly questions: AnsweredQuestion[];
  readonly notes: TimelineNote[];
  /** The error of the run. */
  error?: Failure;
  /** The reason of the interruption. */
  reason?: string;
}

export interface TimelineRun {
  readonly number: number;
  readonly openings: RunSegment[];
}

/** The content of the journal of a session, in the order of its events. */
export interface Timeline {
  readonly session: string;
  readonly context: string;
  readonly state: RunState;
  readonly runs: readonly TimelineRun[];
  /** Notes from times without a run, and oddities of the journal. */
  readonly notes: readonly TimelineNote[];
}

/** The counts of the actions of a run, each by its last status. */
export function countRun({ openings }: TimelineRun): Counts {
  const last = new Map(openings.flatMap(({ entries }) => entries.map(entry => [entry.key, entry.status])));
  const count = (...wanted: EntryStatus[]) =>
    [...last.values()].filter(status => wanted.includes(status)).length;
  return { played: count('done'), failed: count('failed', 'ignored'), skipped: count('skipped') };
}

/** The state of a run: that of its last segment. */
export function stateOf({ openings }: TimelineRun): RunState {
  return openings.at(-1)?.state ?? 'not played';
}

/** The time that a run was at work, in seconds; pauses between its segments do not count. */
export function secondsOf({ openings }: TimelineRun): number {
  return openings.reduce((sum, { seconds }) => sum + seconds, 0);
}

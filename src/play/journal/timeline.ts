import type { ActionRef, AnswerOrigin, Counts, Failure } from './event.ts';

/** How it stands with an action: `open` ones are cut off, or run at present. */
export type EntryStatus =
  | 'done'
  | 'failed'
  | 'ignored'
  | 'skipped'
  | 'in doubt'
  | 'interrupted'
  | 'running'
  | 'open';

/** How it stands with a session, a run or an opening. */
export type RunState = 'done' | 'failed' | 'interrupted' | 'running' | 'not played';

/** What a program printed on one of its streams, until it printed on the other. */
export interface OutputPiece {
  readonly stream: 'stdout' | 'stderr';
  text: string;
}

/** A question, and the answer when there was one; that of a secret one is `[secret]`. */
export interface AnsweredQuestion {
  readonly id: string;
  readonly text?: string;
  readonly secret?: true;
  answer?: string;
  from?: AnswerOrigin;
}

/** A line for the journal (`level` and `category`), or something that the person should know. */
export interface TimelineNote {
  readonly time: string;
  readonly text: string;
  readonly level?: 'info' | 'error';
  readonly category?: string;
}

/** An attempt that failed, and how many seconds it was waited then. */
export interface FailedAttempt {
  readonly attempt: number;
  readonly error: Failure;
  readonly wait: number;
}

/** What one action did in one opening. Times are ISO 8601 in UTC. */
export interface TimelineEntry
  extends Pick<ActionRef, 'number' | 'name' | 'place' | 'key' | 'text' | 'prepares'> {
  /** The param that says best what the action is about. */
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
  /** Why it was skipped. */
  reason?: string;
}

/** A run from where it began, or went on, to where it ended or was cut off. */
export interface RunSegment {
  readonly time: string;
  readonly resumed: boolean;
  readonly version: string;
  state: RunState;
  /** From its first event to its last. */
  seconds: number;
  /** How many actions were planned. */
  planned: number;
  readonly entries: TimelineEntry[];
  /** Those that belong to no action. */
  readonly questions: AnsweredQuestion[];
  readonly notes: TimelineNote[];
  /** What the run failed with. */
  error?: Failure;
  /** Why it was interrupted. */
  reason?: string;
}

export interface TimelineRun {
  readonly number: number;
  readonly openings: RunSegment[];
}

/** What the journal of a session tells, in the order of what happened. */
export interface Timeline {
  readonly session: string;
  readonly context: string;
  readonly state: RunState;
  readonly runs: readonly TimelineRun[];
  /** What was noted while nothing was played, and what is odd about the journal. */
  readonly notes: readonly TimelineNote[];
}

/** What became of the actions of a run: of each what was last. */
export function countRun({ openings }: TimelineRun): Counts {
  const last = new Map(openings.flatMap(({ entries }) => entries.map(entry => [entry.key, entry.status])));
  const count = (...wanted: EntryStatus[]) =>
    [...last.values()].filter(status => wanted.includes(status)).length;
  return { played: count('done'), failed: count('failed', 'ignored'), skipped: count('skipped') };
}

/** How a run stands: as its last opening does. */
export function stateOf({ openings }: TimelineRun): RunState {
  return openings.at(-1)?.state ?? 'not played';
}

/** Seconds that a run was at work; pauses between its openings do not count. */
export function secondsOf({ openings }: TimelineRun): number {
  return openings.reduce((sum, { seconds }) => sum + seconds, 0);
}

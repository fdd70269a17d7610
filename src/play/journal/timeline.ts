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
export type State = 'done' | 'failed' | 'interrupted' | 'running' | 'not played';

/** What a program printed on one of its streams, until it printed on the other. */
export interface Piece {
  readonly stream: 'stdout' | 'stderr';
  text: string;
}

/** A question, and the answer when there was one; that of a secret one is `[secret]`. */
export interface Answered {
  readonly id: string;
  readonly text?: string;
  readonly secret?: true;
  answer?: string;
  from?: AnswerOrigin;
}

/** A line for the journal (`level` and `category`), or something that the person should know. */
export interface Note {
  readonly time: string;
  readonly text: string;
  readonly level?: 'info' | 'error';
  readonly category?: string;
}

/** An attempt that failed, and how many seconds it was waited then. */
export interface Retry {
  readonly attempt: number;
  readonly error: Failure;
  readonly wait: number;
}

/** What one action did in one opening. Times are ISO 8601 in UTC. */
export interface Entry extends Pick<ActionRef, 'number' | 'name' | 'place' | 'key' | 'text' | 'prepares'> {
  readonly start: string;
  status: EntryStatus;
  attempts: number;
  effect?: string;
  seconds?: number;
  readonly said: string[];
  readonly output: Piece[];
  progress?: { readonly done: number; readonly total?: number; readonly unit?: string };
  readonly questions: Answered[];
  readonly retries: Retry[];
  readonly notes: Note[];
  result?: Readonly<Record<string, string>>;
  set?: Readonly<Record<string, string>>;
  withheld?: readonly string[];
  error?: Failure;
  /** Why it was skipped. */
  reason?: string;
}

/** A run from where it began, or went on, to where it ended or was cut off. */
export interface Opening {
  readonly time: string;
  readonly resumed: boolean;
  readonly version: string;
  state: State;
  /** From its first event to its last. */
  seconds: number;
  /** How many actions were planned. */
  planned: number;
  readonly entries: Entry[];
  /** Those that belong to no action. */
  readonly questions: Answered[];
  readonly notes: Note[];
  /** What the run failed with. */
  error?: Failure;
  /** Why it was interrupted. */
  reason?: string;
}

export interface Run {
  readonly number: number;
  readonly openings: Opening[];
}

/** What the journal of a session tells, in the order of what happened. */
export interface Timeline {
  readonly session: string;
  readonly context: string;
  readonly state: State;
  readonly runs: readonly Run[];
  /** What was noted while nothing was played, and what is odd about the journal. */
  readonly notes: readonly Note[];
}

/** What became of the actions of a run: of each what was last. */
export function countRun({ openings }: Run): Counts {
  const last = new Map(openings.flatMap(({ entries }) => entries.map(entry => [entry.key, entry.status])));
  const count = (...wanted: EntryStatus[]) =>
    [...last.values()].filter(status => wanted.includes(status)).length;
  return { played: count('done'), failed: count('failed', 'ignored'), skipped: count('skipped') };
}

/** How a run stands: as its last opening does. */
export function stateOf({ openings }: Run): State {
  return openings.at(-1)?.state ?? 'not played';
}

/** Seconds that a run was at work; pauses between its openings do not count. */
export function secondsOf({ openings }: Run): number {
  return openings.reduce((sum, { seconds }) => sum + seconds, 0);
}

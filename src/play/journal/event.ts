import type { Effect } from '../../action/index.ts';
import type { Mask } from '../../base/index.ts';

/** Which action it is, for what happens while it runs. */
export interface ActionName {
  /** Its number in this run: actions are counted as they start. */
  readonly number: number;
  /** Its full name, e.g. `git.clone`. */
  readonly name: string;
}

/** An action as events tell of it: plain data, without secrets. */
export interface ActionRef extends ActionName {
  /** `file:line:column`. */
  readonly place: string;
  /** What it is known by from run to run: see `actionKeys`. */
  readonly key: string;
  /** Its canonical text. */
  readonly text: string;
  /** Whether it prepares: it is played anew at each start, also when a run is resumed. */
  readonly prepares?: true;
}

/** What went wrong, as data. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
}

/** An event of a session: plain data, which the journal keeps and `--json` prints. */
export type PlayEvent = EventBody & {
  /** When, in UTC (ISO 8601). */
  readonly time: string;
};

/** An event without its time. */
export type EventBody =
  /** A run starts, or continues. */
  | {
      readonly type: 'opened';
      /** The format of the journal's lines; missing in journals from before formats had numbers. */
      readonly format?: number;
      /** Random, of this run only; a resumed one keeps it. */
      readonly id: string;
      readonly session: string;
      readonly context: string;
      /** Number of the run in this session; a resumed one keeps it. */
      readonly run: number;
      readonly resumed: boolean;
      readonly interactive: boolean;
      readonly version: string;
    }
  /** All actions that are known now were checked. */
  | {
      readonly type: 'planned';
      readonly actions: number;
      /** The keys of those that were not planned before. */
      readonly keys: readonly string[];
    }
  | {
      readonly type: 'started';
      readonly action: ActionRef;
      /** 1, and more when it is tried again. */
      readonly attempt: number;
      readonly effect: Effect;
    }
  /** A module of the program plays these actions from here on, and need not say which one when. */
  | { readonly type: 'entered'; readonly module: string; readonly actions: readonly ActionRef[] }
  /** It returned, and says which ones it did. */
  | { readonly type: 'left'; readonly module: string }
  /** A line for the person who runs the script. */
  | { readonly type: 'said'; readonly action: ActionName; readonly text: string }
  /** A line for the journal. */
  | {
      readonly type: 'noted';
      readonly category: string;
      readonly level: 'info' | 'error';
      readonly text: string;
    }
  /** Something about the run that the person should know. */
  | { readonly type: 'noticed'; readonly text: string }
  /** Output of a program that an action runs. */
  | {
      readonly type: 'output';
      readonly action: ActionName;
      readonly text: string;
      readonly stream: 'stdout' | 'stderr';
    }
  /** How far a long action is; `total` is missing when nobody knows it. */
  | {
      readonly type: 'progress';
      readonly action: ActionName;
      readonly done: number;
      readonly total?: number;
      readonly unit?: string;
    }
  /** An attempt failed, and another follows after `wait` seconds. */
  | {
      readonly type: 'retrying';
      readonly action: ActionRef;
      readonly error: Failure;
      readonly attempt: number;
      readonly wait: number;
    }
  | {
      readonly type: 'done';
      readonly action: ActionRef;
      readonly seconds: number;
      readonly result?: Readonly<Record<string, string>>;
      /** Session params that it set; a secret one is in `withheld`, by its name only. */
      readonly set?: Readonly<Record<string, string>>;
      readonly withheld?: readonly string[];
    }
  | {
      readonly type: 'failed';
      readonly action: ActionRef;
      readonly seconds: number;
      readonly error: Failure;
      /** Whether the run goes on all the same. */
      readonly ignored: boolean;
    }
  /** An action is not played: it was done already, or somebody decided so. */
  | {
      readonly type: 'skipped';
      readonly action: ActionRef;
      readonly reason: string;
      /** Whether it does not stand in the script any more. */
      readonly isGone?: true;
    }
  | { readonly type: 'asked'; readonly question: AskedQuestion }
  /** An answer; that of a secret question is not told. */
  | {
      readonly type: 'answered';
      readonly id: string;
      readonly answer?: string;
      readonly from: AnswerOrigin;
    }
  /** An action added scripts to the playbook. */
  | {
      readonly type: 'added';
      readonly scripts: readonly AddedScript[];
      /** The key of the action that did; missing where a module did. */
      readonly by?: string;
    }
  | { readonly type: 'interrupted'; readonly action?: ActionRef; readonly reason: string }
  | {
      readonly type: 'ended';
      readonly status: 'done' | 'failed';
      readonly played: number;
      readonly failed: number;
      readonly skipped: number;
      readonly seconds: number;
      readonly error?: Failure;
    };

/** How many actions of a run were played, failed and were skipped. */
export interface Counts {
  readonly played: number;
  readonly failed: number;
  readonly skipped: number;
}

/** The place that an answer comes from. */
export type AnswerOrigin = 'set' | 'answers' | 'environment' | 'journal' | 'person' | 'default';

/** A question as events tell of it. */
export interface AskedQuestion {
  readonly id: string;
  readonly text: string;
  readonly type: string;
  readonly secret?: boolean;
}

/** A script that an action added, with what its text does not say. */
export interface AddedScript {
  readonly name: string;
  readonly text: string;
  readonly prio: number;
  readonly folder: string;
  /** The file that it stood in. */
  readonly file?: string;
  readonly remote?: { readonly url: string; readonly root: string };
}

/** Gets each event of a session, in order. */
export type PlayListener = (event: PlayEvent) => void;

/** Accepts events. Nothing secret passes: the mask hides it before listeners and the journal see it. */
export interface EventSink {
  readonly mask: Mask;
  /** Tells an event; it is on disk with the next recorded one. */
  emit(body: EventBody): void;
  /** Puts an event on disk, then tells it. */
  record(body: EventBody): Promise<void>;
}

import type { Effect } from '../../action/index.ts';
import type { Mask } from '../../base/index.ts';

/** The number and name of an action, for events while it runs. */
export interface ActionName {
  /** Its number in this run: actions are counted as they start. */
  readonly number: number;
  /** Its full name, e.g. `git.clone`. */
  readonly name: string;
}

/** The description of an action in events: plain data, without secrets. */
export interface ActionRef extends ActionName {
  /** `file:line:column`. */
  readonly place: string;
  /** Its key, the same in each run: see `actionKeys`. */
  readonly key: string;
  /** Its canonical text. */
  readonly text: string;
  /** True when it prepares: it is played at each start, also when a run is resumed. */
  readonly prepares?: true;
}

/** An error as data. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
}

/** An event of a session: plain data, which the journal keeps and `--json` prints. */
export type PlayEvent = EventBody & {
  /** The time of the event, in UTC (ISO 8601). */
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
      /** The keys of the actions that were not planned before. */
      readonly keys: readonly string[];
    }
  | {
      readonly type: 'started';
      readonly action: ActionRef;
      /** 1 for the first attempt. */
      readonly attempt: number;
      readonly effect: Effect;
    }
  /** A module of the program plays these actions from here on, and may not report their starts. */
  | { readonly type: 'entered'; readonly module: string; readonly actions: readonly ActionRef[] }
  /** The module returned, and its finished actions are known. */
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
  /** A note about the run for the person. */
  | { readonly type: 'noticed'; readonly text: string }
  /** Output of a program that an action runs. */
  | {
      readonly type: 'output';
      readonly action: ActionName;
      readonly text: string;
      readonly stream: 'stdout' | 'stderr';
    }
  /** The progress of a long action; `total` is missing when it is unknown. */
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
      /** Session params that it set; of secret ones, `withheld` has the names. */
      readonly set?: Readonly<Record<string, string>>;
      readonly withheld?: readonly string[];
    }
  | {
      readonly type: 'failed';
      readonly action: ActionRef;
      readonly seconds: number;
      readonly error: Failure;
      /** True when the run continues after it. */
      readonly ignored: boolean;
    }
  /** An action is not played: it was done already, or by a decision. */
  | {
      readonly type: 'skipped';
      readonly action: ActionRef;
      readonly reason: string;
      /** True when it is not in the script any more. */
      readonly isGone?: true;
    }
  | { readonly type: 'asked'; readonly question: AskedQuestion }
  /** An answer; left out for a secret question. */
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
      /** The key of that action; missing for a module. */
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

/** The numbers of actions of a run that were played, failed and were skipped. */
export interface Counts {
  readonly played: number;
  readonly failed: number;
  readonly skipped: number;
}

/** The place that an answer comes from. */
export type AnswerOrigin = 'set' | 'answers' | 'environment' | 'journal' | 'person' | 'default';

/** A question in events. */
export interface AskedQuestion {
  readonly id: string;
  readonly text: string;
  readonly type: string;
  readonly secret?: boolean;
}

/** A script that an action added, with facts that its text does not hold. */
export interface AddedScript {
  readonly name: string;
  readonly text: string;
  readonly prio: number;
  readonly folder: string;
  /** Its file. */
  readonly file?: string;
  readonly remote?: { readonly url: string; readonly root: string };
}

/** Gets each event of a session, in order. */
export type PlayListener = (event: PlayEvent) => void;

/** Accepts events. The mask hides secrets before listeners and the journal see them. */
export interface EventSink {
  readonly mask: Mask;
  /** Sends an event; it is on disk with the next recorded one. */
  emit(body: EventBody): void;
  /** Puts an event on disk, then sends it. */
  record(body: EventBody): Promise<void>;
}

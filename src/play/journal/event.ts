import type { Effect } from '../../action/index.ts';
import { Mask } from '../../base/index.ts';
import { withoutSecrets } from './mask-event.ts';

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

/** What happens in a session, as it happens: plain data, which is also what the journal keeps and `--json` prints. */
export type PlayEvent = Happening & {
  /** When, in UTC (ISO 8601). */
  readonly time: string;
};

/** What may happen. */
export type Happening =
  /** A run begins, or goes on. */
  | {
      readonly type: 'opened';
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

export type PlayListener = (event: PlayEvent) => void;

/** Keeps events; `sync` resolves when all of them are on disk. */
export interface EventKeeper {
  append(event: PlayEvent): void;
  sync(): Promise<void>;
}

/** Tells listeners what happens, and before them the journal. Nothing secret passes. */
export class PlayEvents {
  readonly mask = new Mask();
  readonly #listeners = new Set<PlayListener>();
  readonly #broken = new WeakSet<PlayListener>();
  /** What ends the streams that are open. */
  readonly #closers = new Set<() => void>();
  readonly #now: () => string;
  #keeper: EventKeeper | undefined;

  constructor(now: () => string) {
    this.#now = now;
  }

  /** Adds a listener; what comes back removes it. */
  on(listener: PlayListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The events from this call on, up to the end of a run. */
  stream(): AsyncGenerator<PlayEvent, void, void> {
    const stream = new EventStream();
    const off = this.on(event => stream.put(event));
    const close = () => {
      off();
      this.#closers.delete(close);
      stream.end();
    };
    this.#closers.add(close);
    return stream.read(close);
  }

  /** Ends all streams: what they hold is still read. */
  end(): void {
    for (const close of this.#closers) close();
  }

  /** From now on events are kept there; `undefined` ends that. */
  keepIn(keeper: EventKeeper | undefined): void {
    this.#keeper = keeper;
  }

  /** Tells an event; it is on disk with the next that is recorded. */
  emit(happening: Happening): void {
    this.#tell(this.#keep(happening));
  }

  /** Puts an event on disk, and tells it then. */
  async record(happening: Happening): Promise<void> {
    const event = this.#keep(happening);
    await this.#keeper?.sync();
    this.#tell(event);
  }

  #keep(happening: Happening): PlayEvent {
    const event: PlayEvent = { ...withoutSecrets(happening, this.mask), time: this.#now() };
    this.#keeper?.append(event);
    return event;
  }

  /** What a listener throws is its own affair: it neither fails the action nor keeps others from being told. */
  #tell(event: PlayEvent): void {
    for (const listener of this.#listeners) {
      try {
        listener(event);
      } catch (error) {
        this.#warn(listener, error);
      }
    }
  }

  /** Once of each listener: one that fails mostly fails each time. */
  #warn(listener: PlayListener, error: unknown): void {
    if (this.#broken.has(listener)) return;
    this.#broken.add(listener);
    const message = error instanceof Error ? error.message : String(error);
    process.emitWarning(this.mask.text(`a listener of a session failed: ${message}`), 'HeroplayWarning');
  }
}

/** Events that wait for their reader. */
class EventStream {
  readonly #waiting: PlayEvent[] = [];
  #wake = () => {};
  #isOver = false;

  put(event: PlayEvent): void {
    this.#waiting.push(event);
    this.#wake();
  }

  end(): void {
    this.#isOver = true;
    this.#wake();
  }

  async *read(close: () => void): AsyncGenerator<PlayEvent, void, void> {
    try {
      for (;;) {
        const event = this.#waiting.shift();
        if (event) yield event;
        else if (this.#isOver) return;
        else await new Promise<void>(resolve => (this.#wake = resolve));
      }
    } finally {
      close();
    }
  }
}

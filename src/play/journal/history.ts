import type { Effect } from '../../action/index.ts';
import type { ActionName, ActionRef, AddedScript, AskedQuestion, Failure } from './event.ts';
import type { JournalRecord } from './journal.ts';

/** An action that needs not be played again. */
export interface Finished {
  readonly action: ActionRef;
  readonly set: Readonly<Record<string, string>>;
  readonly withheld: readonly string[];
  readonly result: Readonly<Record<string, string>>;
}

/** An action that was started, and of which nobody knows that it was finished. */
export interface Doubt {
  readonly action: ActionRef;
  readonly effect: Effect;
  /** What it failed with; undefined when the run was cut off. */
  readonly error?: Failure;
}

/** The id of the question what to do with an action in doubt. */
export function decisionId({ number }: ActionName): string {
  return `resume.${number}`;
}

/** What the journal tells of the last run of a session. */
export interface History {
  /** Its number; 0 when there was none. */
  readonly run: number;
  /** What it got when it began first; empty when there was none. */
  readonly id: string;
  readonly isOpen: boolean;
  readonly finished: ReadonlyMap<string, Finished>;
  readonly doubts: ReadonlyMap<string, Doubt>;
  readonly answers: ReadonlyMap<string, string>;
  /** Secret questions that were answered; their answers are not kept. */
  readonly secrets: ReadonlyMap<string, AskedQuestion>;
  /** Scripts that actions added, each with the key of the action. */
  readonly added: readonly (AddedScript & { readonly by?: string })[];
  /** The keys of all actions that were planned. */
  readonly planned: ReadonlySet<string>;
  /** How many actions were started. */
  readonly started: number;
}

class Reader implements History {
  run = 0;
  id = '';
  isOpen = false;
  started = 0;
  readonly finished = new Map<string, Finished>();
  readonly doubts = new Map<string, Doubt>();
  readonly answers = new Map<string, string>();
  readonly secrets = new Map<string, AskedQuestion>();
  readonly added: (AddedScript & { readonly by?: string })[] = [];
  readonly planned = new Set<string>();
  /** Actions of a module that may have done them without saying so. */
  readonly #entered = new Set<string>();

  read(record: JournalRecord): void {
    switch (record.type) {
      case 'opened':
        if (!record.resumed) this.#begin(record);
        this.isOpen = true;
        break;
      case 'planned':
        for (const key of record.keys) this.planned.add(key);
        break;
      case 'entered':
        for (const action of record.actions) this.#enter(action);
        break;
      case 'started':
        this.#start(record.action, record.effect);
        break;
      case 'done':
        this.#finish(record.action, record);
        break;
      case 'failed':
        if (record.ignored) this.#finish(record.action, {});
        else if (!record.action.prepares) this.#fail(record.action, record.error);
        break;
      case 'skipped':
        if (record.isGone) this.doubts.delete(record.action.key);
        else this.#finish(record.action, {});
        break;
      case 'left':
        for (const key of this.#entered) this.doubts.delete(key);
        this.#entered.clear();
        break;
      case 'asked':
        if (record.question.secret) this.secrets.set(record.question.id, record.question);
        break;
      case 'answered':
        if (record.answer !== undefined) this.answers.set(record.id, record.answer);
        break;
      case 'added':
        this.added.push(
          ...record.scripts.map(script => ({ ...script, ...(record.by && { by: record.by }) })),
        );
        break;
      case 'ended':
        this.isOpen = record.status !== 'done';
        break;
    }
  }

  #begin({ run, id }: { run: number; id: string }): void {
    this.run = run;
    this.id = id;
    this.started = 0;
    this.added.length = 0;
    this.#entered.clear();
    this.planned.clear();
    for (const map of [this.finished, this.doubts, this.answers, this.secrets]) map.clear();
  }

  #enter(action: ActionRef): void {
    this.#entered.add(action.key);
    this.#start(action, 'once');
  }

  #start(action: ActionRef, effect: Effect): void {
    this.started = Math.max(this.started, action.number);
    // What was decided about an earlier start says nothing about this one.
    this.answers.delete(decisionId(action));
    if (!action.prepares) this.doubts.set(action.key, { action, effect });
  }

  #finish(action: ActionRef, given: Partial<Finished>): void {
    this.started = Math.max(this.started, action.number);
    this.#entered.delete(action.key);
    this.doubts.delete(action.key);
    if (action.prepares) return;
    const { set = {}, withheld = [], result = {} } = given;
    this.finished.set(action.key, { action, set, withheld, result });
  }

  #fail(action: ActionRef, error: Failure): void {
    const effect = this.doubts.get(action.key)?.effect ?? 'once';
    this.doubts.set(action.key, { action, effect, error });
  }
}

/** What the records of a journal say of its last run. */
export function readHistory(records: readonly JournalRecord[]): History {
  const reader = new Reader();
  for (const record of records) reader.read(record);
  return reader;
}

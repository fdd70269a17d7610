import type { Effect } from '../../action/index.ts';
import type { ActionName, ActionRef, AddedScript, AskedQuestion, Failure } from './event.ts';
import type { JournalRecord } from './journal-reader.ts';

/** An action that need not be played again. */
export interface FinishedAction {
  readonly action: ActionRef;
  readonly set: Readonly<Record<string, string>>;
  readonly withheld: readonly string[];
  readonly result: Readonly<Record<string, string>>;
}

/** An action that was started, and may or may not have been finished. */
export interface UncertainAction {
  readonly action: ActionRef;
  readonly effect: Effect;
  /** Its error; undefined when the run was cut off. */
  readonly error?: Failure;
}

/** The id of the question about an uncertain action. */
export function decisionId({ number }: ActionName): string {
  return `resume.${number}`;
}

/** The last run of a session, from its journal. */
export interface History {
  /** The number of the run; 0 when there was none. */
  readonly run: number;
  /** The random id of the run; empty when there was none. */
  readonly id: string;
  readonly isOpen: boolean;
  readonly finished: ReadonlyMap<string, FinishedAction>;
  readonly uncertain: ReadonlyMap<string, UncertainAction>;
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

class HistoryReader implements History {
  run = 0;
  id = '';
  isOpen = false;
  started = 0;
  readonly finished = new Map<string, FinishedAction>();
  readonly uncertain = new Map<string, UncertainAction>();
  readonly answers = new Map<string, string>();
  readonly secrets = new Map<string, AskedQuestion>();
  readonly added: (AddedScript & { readonly by?: string })[] = [];
  readonly planned = new Set<string>();
  /** Actions that a module may have done without a report. */
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
        if (record.isGone) this.uncertain.delete(record.action.key);
        else this.#finish(record.action, {});
        break;
      case 'left':
        for (const key of this.#entered) this.uncertain.delete(key);
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
    for (const map of [this.finished, this.uncertain, this.answers, this.secrets]) map.clear();
  }

  #enter(action: ActionRef): void {
    this.#entered.add(action.key);
    this.#start(action, 'once');
  }

  #start(action: ActionRef, effect: Effect): void {
    this.started = Math.max(this.started, action.number);
    // A decision about an earlier start does not count for this one.
    this.answers.delete(decisionId(action));
    if (!action.prepares) this.uncertain.set(action.key, { action, effect });
  }

  #finish(action: ActionRef, given: Partial<FinishedAction>): void {
    this.started = Math.max(this.started, action.number);
    this.#entered.delete(action.key);
    this.uncertain.delete(action.key);
    if (action.prepares) return;
    const { set = {}, withheld = [], result = {} } = given;
    this.finished.set(action.key, { action, set, withheld, result });
  }

  #fail(action: ActionRef, error: Failure): void {
    const effect = this.uncertain.get(action.key)?.effect ?? 'once';
    this.uncertain.set(action.key, { action, effect, error });
  }
}

/** Reads the last run from the records of a journal. */
export function readHistory(records: readonly JournalRecord[]): History {
  const reader = new HistoryReader();
  for (const record of records) reader.read(record);
  return reader;
}

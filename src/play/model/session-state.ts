import { type OurTime, Params } from '../../params/index.ts';
import type { ParamEntry } from '../../params/param-store.ts';
import { keyName } from '../../script/index.ts';
import type { PlaybookSource } from '../playbook/playbook-source.ts';
import { Names } from './names.ts';

/**
 * The state of a session besides its playbook. The params record their own changes,
 * so that the end of an action can report the params that the action set.
 */
export class SessionState {
  readonly params = new RecordedParams();
  readonly names: Names;
  start: OurTime;
  /** The end of the last finished run. */
  end: OurTime | undefined;
  /** The sources of the scripts: read again when the session is resumed. */
  sources: readonly PlaybookSource[] = [];
  /** Names of params that were set when the session was kept, but whose values are secret and were not kept. */
  withheld: readonly string[] = [];
  /** The number of the current or last run of this object; 0 before the first. */
  runNumber = 0;
  /** The random id of that run; empty before the first. */
  runId = '';
  /** The number of included files. */
  includedFiles = 0;

  constructor(start: OurTime, contextParams: () => Params) {
    this.start = start;
    this.names = new Names({ session: () => this.params, context: contextParams });
  }

  /** Copies the content of another state, for a copy that keeps nothing. */
  copyFrom(other: SessionState): void {
    this.params.merge(other.params);
    this.markUnchanged();
    for (const [name, value] of other.names.env) this.names.env.set(name, value);
    this.start = other.start;
    this.sources = other.sources;
  }

  /** Forgets which params were changed so far. */
  markUnchanged(): void {
    recorded.clear(this.params);
  }

  /** The keys of params whose values differ from those at the last `markUnchanged`, with the new values. */
  changed(): ReadonlyMap<string, string> {
    return recorded.changed(this.params);
  }

  /** Starts a run, or continues one. */
  beginRun(number: number, id: string): void {
    this.runNumber = number;
    this.runId = id;
    this.end = undefined;
  }
}

/** The records of params: reached by the state only, as programs and actors have the params in their hands. */
let recorded: {
  clear(params: RecordedParams): void;
  changed(params: RecordedParams): ReadonlyMap<string, string>;
};

/** Params that record which keys changed since a moment. */
class RecordedParams extends Params {
  static {
    recorded = { clear: params => params.#before.clear(), changed: params => params.#changed() };
  }

  /** The value that each changed key had at that moment; undefined when it had none. */
  readonly #before = new Map<string, string | undefined>();

  #changed(): ReadonlyMap<string, string> {
    const now = this.toMap();
    return new Map(
      [...now].filter(([key, value]) => this.#before.has(key) && this.#before.get(key) !== value),
    );
  }

  protected override put(entry: ParamEntry): this {
    this.#record(keyName(entry.key));
    return super.put(entry);
  }

  override delete(key: string): boolean {
    this.#record(keyName(key));
    return super.delete(key);
  }

  override fill(lookUp: (name: string) => string | undefined): this {
    for (const key of this.toMap().keys()) this.#record(key);
    return super.fill(lookUp);
  }

  #record(key: string): void {
    if (!this.#before.has(key)) this.#before.set(key, this.exists(key) ? this.get(key) : undefined);
  }
}

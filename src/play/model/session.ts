import type { OpenQuestion, Question, ReadEnvironment } from '../../action/index.ts';
import type { Secret } from '../../base/index.ts';
import type { OurTime, Params } from '../../params/index.ts';
import type { Db } from '../../store/index.ts';
import type { Context } from '../context/context.ts';
import type { ActionName, AnswerOrigin, PlayEvent, PlayListener } from '../journal/event.ts';
import type { Action } from '../playbook/action.ts';
import type { PlayBook } from '../playbook/playbook.ts';
import type { IncludeTarget, PlaybookSource, UseTarget } from '../playbook/playbook-source.ts';
import type { PriorityMap } from '../playbook/priorities.ts';
import type { Plan } from './plan.ts';
import type { RunOptions } from './run-options.ts';

/** How a line of the journal is marked. */
export interface LogEntry {
  /** The subject, in a word. */
  category?: string;
  level?: 'info' | 'error';
}

/** Answers that are known without asking. */
export interface KnownAnswers {
  /** The answer to a question and its origin; undefined when a person has to be asked. */
  find(question: Question): { readonly answer: string; readonly from: AnswerOrigin } | undefined;
  /** True when a person can be asked. */
  readonly canAsk: boolean;
  /** The checked answer to a question. Throws PLAY_NO_ANSWER, and any error of its check. */
  get(question: OpenQuestion): Promise<string>;
}

/**
 * One play of a playbook, as programs, modules and actors see it: a playbook, names and values, questions, databases.
 * Made by `newSession`.
 *
 * @example
 * const session = await newSession({ playbookText: '!!play.echo content:hello' });
 * session.on(event => event.type === 'said' && console.log(event.text));
 * await session.run();
 */
export interface Session {
  readonly name: string;
  readonly context: Context;
  readonly playbook: PlayBook;
  /** True when a person may be asked. */
  readonly interactive: boolean;
  /** True when nothing may be written: the session only shows the actions and changes of a run. */
  readonly isRehearsal: boolean;
  /** `HOST/ACCOUNT`s that remote scripts may include from. */
  readonly allowInclude: readonly string[];
  /** The directory of the session. */
  readonly path: string;
  readonly params: Params;
  /** Names that replace `{NAME}` in values. */
  readonly env: Map<string, string>;
  readonly answers: KnownAnswers;
  start: OurTime;
  /** The end of the last finished run. */
  end: OurTime | undefined;
  /** The sources of the scripts: read again when the session is resumed. */
  readonly sources: readonly PlaybookSource[];
  /** Names of params that were set when the session was kept, but whose values are secret and were not kept. */
  readonly withheld: readonly string[];
  /** The number of the current or last run of this object; 0 before the first. */
  readonly runNumber: number;
  /** The random id of that run, for services that accept such keys; empty before the first. */
  readonly guid: string;

  /** The time, from the clock that the session was given. */
  now(): OurTime;

  /**
   * Adds a listener of events; the returned function removes it.
   *
   * @example
   * const stop = session.on(event => event.type === 'failed' && console.log(event.error.code));
   * await session.run();
   * stop();
   */
  on(listener: PlayListener): () => void;
  /**
   * The events from now on until the run ends, for `for await`.
   *
   * @example
   * const reading = (async () => {
   *   for await (const event of session.events) console.log(event.type);
   * })();
   * await session.run();
   * await reading;
   */
  readonly events: AsyncIterable<PlayEvent>;

  /** Plain data without known secrets. */
  maskData<T>(data: T): T;
  /** A text without known secrets. */
  mask(text: string): string;
  /** Hides a text in all output and all kept files from now on. */
  hide(secret: string): void;

  /**
   * Adds scripts from a text, a path or a git URL. Throws PLAY_BAD_ARGUMENTS, PLAY_PATH_NOT_FOUND, PLAY_SCRIPT_ERRORS, GIT_*.
   *
   * @example
   * const actions = await session.addPlaybook({ text: '!!play.echo content:hello' });
   * actions.map(action => action.fullName); // ['play.echo']
   */
  addPlaybook(source: PlaybookSource, signal?: AbortSignal): Promise<Action[]>;
  /**
   * Adds filters by number, 0 (first) to 98. Throws PLAY_BAD_PRIORITY.
   *
   * @example
   * session.addPriorities({ 3: 'config.*', 20: 'exec.*' });
   */
  addPriorities(map: PriorityMap): void;
  /**
   * Adds the actions of other scripts after the action that includes them, and returns them. Throws PLAY_INCLUDE_CYCLE
   * with the chain, PLAY_INCLUDE_DEPTH, PLAY_INCLUDE_COUNT, PLAY_INCLUDE_TARGET, PLAY_INCLUDE_REFUSED for what a remote
   * script may not reach, and the errors of loading.
   */
  include(action: Action, target: IncludeTarget): Promise<Action[]>;
  /** Adds the actors and modules of a file, for an action of a local script. Throws PLAY_USE_REFUSED, PLAY_ACTORS_FILE. */
  use(action: Action, target: UseTarget): Promise<void>;

  /** Plays the actions that prepare: includes, env, params, snippets. `run` does so itself. */
  prepare(): Promise<void>;
  /**
   * Plays all open actions in their order, with every step in the journal. Throws the error of the first failed action,
   * PLAY_INTERRUPTED, SYS_LOCKED when another process plays the session, PLAY_UNFINISHED when its last run did not end,
   * PLAY_BAD_ARGUMENTS when this object plays already.
   *
   * @example
   * await session.run({ signal: AbortSignal.timeout(60_000) });
   * session.playbook.find().length; // 0
   */
  run(options?: RunOptions): Promise<void>;
  /**
   * The actions that would be played and the changes that they would make, found out without writing anything. Throws
   * the errors that a run would throw before its first action: ACTION_UNKNOWN, PLAY_SCRIPT_ERRORS, PARAMS_*.
   *
   * @example
   * const plan = await session.plan();
   * for (const { name, changes } of plan.actions) console.log(name, changes.length);
   */
  plan(): Promise<Plan>;
  /**
   * The open actions that match, started and marked done one by one. Inside a module it ends at the next open action
   * of another handler.
   *
   * @example
   * for await (const action of session.play('city.*')) console.log(action.params.get('name'));
   */
  play(filter?: string): AsyncGenerator<Action, void, void>;
  /** The param that describes an action best, without secrets, for a line about one of its events. */
  subject(action: ActionName): string;

  /** The value of an env name. Throws PLAY_NOT_SET. */
  envGet(name: string): string;
  envSet(name: string, value: string): void;
  /** Sets an env name that must be new, or have that value already. Throws PLAY_ALREADY_SET. */
  envSetOnce(name: string, value: string): void;
  envDelete(name: string): void;
  /** The value of `{NAME}`: the first of env, session params and context params that has it. */
  valueOf(name: string): string | undefined;
  /** The environment for reading the params of an action: relative paths start at the folder of its script. */
  environment(action: Action): ReadEnvironment;
  /**
   * Asks a question and returns the checked answer. Throws PLAY_NO_ANSWER when no person can be asked, PLAY_BAD_ANSWER.
   *
   * @example
   * await session.ask({ id: 'city', text: 'Which city?', default: 'Ghent' }); // 'Ghent'
   */
  ask(question: Question): Promise<string>;

  /**
   * A database of this session only; a rehearsal can only read it.
   *
   * @example
   * const notes = session.db('notes');
   * await notes.set('city', 'Ghent');
   * await notes.get('city'); // 'Ghent'
   */
  db(name?: string): Db;
  /** The configuration of the context. */
  configDb(): Db;
  /**
   * A secret of the context; nothing that is told or kept shows it. Throws PLAY_NOT_SET, STORE_WRONG_KEY, PLAY_NO_ANSWER.
   *
   * @example
   * const token = await session.secret('api.token');
   * await fetch('https://api.example.org', { headers: { authorization: `Bearer ${token.reveal()}` } });
   */
  secret(name: string): Promise<Secret>;
  /**
   * Adds a line to the journal; during a run, with the next kept step. A rehearsal adds none.
   *
   * @example
   * await session.log('the backup is complete', { category: 'backup' });
   */
  log(text: string, entry?: LogEntry): Promise<void>;

  /** Keeps params, env, times and the playbook; their secrets are not kept. */
  save(): Promise<void>;
  /** Reads kept params, env and times; the playbook is left alone. False when nothing is kept. */
  load(): Promise<boolean>;
  /** A copy that keeps nothing and asks no person: playing its preparation shows the actions of a run. */
  rehearsal(): Session;
  /**
   * Actions that, played again, make an equal session: its times, params, env and priorities, then its playbook.
   *
   * @example
   * await session.addPlaybook({ text: '!!city.define name:Ghent' });
   * session.heroscript().includes('!!city.define name:Ghent'); // true
   */
  heroscript(): string;
}

import { homedir } from 'node:os';
import {
  type Actor,
  type Ask,
  checkAnswer,
  type Question,
  type ReadEnvironment,
} from '../../action/index.ts';
import { HeroError, isHeroError, maskError, type Secret, Source } from '../../base/index.ts';
import { OurTime, Params } from '../../params/index.ts';
import type { Db } from '../../store/index.ts';
import type { Clock } from '../../sys/clock.ts';
import type { Context } from '../context/context.ts';
import { databaseIn } from '../context/database.ts';
import { readSecret } from '../context/read-secret.ts';
import { type AddedScript, type PlayEvent, PlayEvents, type PlayListener } from '../journal/event.ts';
import type { Plan } from '../plan/plan.ts';
import type { Action } from '../playbook/action.ts';
import type { PlayBook } from '../playbook/playbook.ts';
import type { PriorityMap } from '../playbook/priorities.ts';
import { Player } from '../run/player.ts';
import { noteInJournal, type RunOptions, runSession } from '../run/run.ts';
import { loadSession, saveSession } from '../session/kept-session.ts';
import { sessionScript } from '../session/session-script.ts';
import { addSources, type PlaybookSource } from '../source/add-sources.ts';
import type { Module, Stage } from './action-context.ts';
import { Answers } from './answers.ts';
import { Cast } from './handler-resolver.ts';
import { Names } from './names.ts';

/** What `util.inspect` asks for; registered, so that nothing of it is imported. */
const inspect: unique symbol = Symbol.for('nodejs.util.inspect.custom');

export interface SessionFields {
  readonly name: string;
  readonly context: Context;
  readonly playbook: PlayBook;
  readonly interactive: boolean;
  readonly clock: Clock;
  readonly ask?: Ask | undefined;
  /** Answers to questions, by their ids. */
  readonly given: Readonly<Record<string, string>>;
  /** Those of the program in front of those that are built in. */
  readonly players: readonly (Module | Actor<Stage>)[];
  readonly builtins: readonly Actor<Stage>[];
  /** `HOST/ACCOUNT`s that remote scripts may include from. */
  readonly allowInclude: readonly string[];
  readonly isRehearsal?: boolean;
}

export interface LogEntry {
  /** What it is about, in a word. */
  category?: string;
  level?: 'info' | 'error';
}

/** One play of a playbook: what is known, what was asked, what is kept. Made by `newSession`. */
export class Session {
  readonly name: string;
  readonly context: Context;
  /** Whether the person may be asked. */
  readonly interactive: boolean;
  readonly playbook: PlayBook;
  readonly allowInclude: readonly string[];
  params = new Params();
  readonly #names = new Names({ session: () => this.params, context: () => this.context.params });
  start: OurTime;
  /** When its last run finished. */
  end: OurTime | undefined;
  /** Where its scripts came from: what is read again when it is resumed. */
  sources: readonly PlaybookSource[] = [];
  /** Params that were set when it was kept, but whose values were not kept, because they are secret. */
  withheld: readonly string[] = [];
  readonly answers: Answers;
  /** The number of the run that goes on, or was the last of this object; 0 before the first. */
  runNumber = 0;
  /** Names that run, and no other of whatever session, for services that take such keys; empty before the first. */
  guid = '';
  /** Whether nothing may be written: it only shows what would happen. */
  readonly isRehearsal: boolean;
  readonly #clock: Clock;
  readonly #events: PlayEvents;
  readonly #cast: Cast;
  readonly #player: Player;
  readonly #fields: SessionFields;
  #isRunning = false;

  constructor(fields: SessionFields) {
    this.#fields = fields;
    this.name = fields.name;
    this.context = fields.context;
    this.playbook = fields.playbook;
    this.interactive = fields.interactive;
    this.allowInclude = fields.allowInclude;
    this.isRehearsal = fields.isRehearsal ?? false;
    this.#clock = fields.clock;
    this.start = this.now();
    this.#events = new PlayEvents(() => new Date(this.#clock() * 1000).toISOString());
    this.#cast = new Cast(fields.players, fields.builtins, this.#events.mask);
    this.#player = new Player(this, this.#events, this.#cast);
    this.answers = new Answers({
      events: this.#events,
      given: fields.given,
      param: id => (this.params.exists(id) ? this.params.get(id) : undefined),
      environment: process.env,
      ask: fields.interactive ? fields.ask : undefined,
    });
  }

  /** A copy that keeps nothing and asks nobody: playing its preparation shows what would be played. */
  rehearsal(): Session {
    const copy = new Session({
      ...this.#fields,
      context: this.context.rehearsal(),
      playbook: this.playbook.copy(),
      players: this.#cast.players,
      interactive: false,
      isRehearsal: true,
    });
    copy.#events.mask.addAll(this.#events.mask);
    copy.params = this.params.copy();
    for (const [name, value] of this.env) copy.env.set(name, value);
    copy.start = this.start;
    copy.sources = this.sources;
    return copy;
  }

  /**
   * What would be played, and what that would change, found out without writing anything. Throws what stands in the
   * way of playing: ACTION_UNKNOWN, PLAY_SCRIPT_ERRORS, PARAMS_*.
   */
  async plan(): Promise<Plan> {
    const copy = this.isRehearsal ? this : this.rehearsal();
    const { makePlan } = await import('../plan/plan.ts');
    const [session, events, cast, player] = [copy, copy.#events, copy.#cast, copy.#player];
    return makePlan({ session, events, cast, player }).catch(error => {
      throw copy.#withoutSecrets(error);
    });
  }

  /** Its directory. */
  get path(): string {
    return this.context.sessionPath(this.name);
  }

  /** The time, from the clock the session was given. */
  now(): OurTime {
    return OurTime.fromEpoch(Math.floor(this.#clock()));
  }

  /** Tells `listener` what happens; what comes back ends that. */
  on(listener: PlayListener): () => void {
    return this.#events.on(listener);
  }

  /** What happens from now on until the run ends, for `for await`. */
  get events(): AsyncIterable<PlayEvent> {
    return this.#events.stream();
  }

  /** Plain data without what is known to be secret. */
  maskData<T>(data: T): T {
    return this.#events.mask.data(data);
  }

  /** Keeps a text out of all that is told and kept from now on. */
  hide(secret: string): void {
    this.#events.mask.add(secret);
  }

  /** Hides the values of names that say that they are secret. */
  learnNames(): void {
    for (const secret of this.#names.secrets()) this.hide(secret);
  }

  /** A text without what is known to be secret. */
  mask(text: string): string {
    return this.#events.mask.text(text);
  }

  // The playbook

  /** Adds scripts from a text, a path or a git URL. Throws PLAY_BAD_ARGUMENTS, PLAY_PATH_NOT_FOUND, PLAY_SCRIPT_ERRORS, GIT_*. */
  async addPlaybook(source: PlaybookSource, signal?: AbortSignal): Promise<Action[]> {
    const before = this.playbook.actions.length;
    const added = await addSources(this.playbook, this.context, source, signal).catch(error => {
      throw this.#withoutSecrets(error);
    });
    if (this.#isRunning) this.#tellAdded(added, before);
    else this.sources = [...this.sources, source];
    return added;
  }

  #withoutSecrets(error: unknown): unknown {
    const { mask } = this.#events;
    this.#cast.learnFrom(error);
    return isHeroError(error) ? maskError(error, mask) : error;
  }

  /** Lets a script's `play.use` bring actors and modules of its own. */
  addPlayers(players: readonly (Module | Actor<Stage>)[]): void {
    this.#cast.add(players);
  }

  /** Adds filters by number, 0 (first) to 98. Throws PLAY_BAD_PRIORITY. */
  addPriorities(map: PriorityMap): void {
    this.playbook.addPriorities(map);
  }

  /** Lets the actions that prepare take effect: includes, env, params, snippets. `run` does so by itself. */
  async prepare(): Promise<void> {
    await this.#player.prepare().catch(error => {
      throw this.#withoutSecrets(error);
    });
  }

  /**
   * Plays all open actions in their order, with every step in the journal. Throws the error of the first that fails,
   * PLAY_INTERRUPTED, SYS_LOCKED when another process plays the session, PLAY_UNFINISHED when its last run did not end,
   * PLAY_BAD_ARGUMENTS when this object plays already.
   */
  async run(options: RunOptions = {}): Promise<void> {
    if (this.isRehearsal) throw new HeroError('PLAY_BAD_ARGUMENTS', 'a rehearsal is planned, not played');
    if (this.#isRunning) throw new HeroError('PLAY_BAD_ARGUMENTS', 'the session is being played already');
    const [session, events, cast, player] = [this, this.#events, this.#cast, this.#player];
    this.#isRunning = true;
    try {
      await runSession({ session, events, cast, player }, options);
    } finally {
      this.#isRunning = false;
      events.end();
    }
  }

  /**
   * The open actions that match, started and marked done one by one. Inside a module it ends at the next open
   * action that somebody else plays.
   */
  play(filter = ''): AsyncGenerator<Action, void, void> {
    return this.#player.stream(filter);
  }

  /** Adds a script that an action of an earlier start had added. */
  readd({ name, text, prio, folder, file, remote }: AddedScript): void {
    const chain = file === undefined ? [] : [file];
    const origin = { folder, chain, isKept: true as const, ...(remote && { remote }) };
    this.playbook.add(new Source(text, name), { prio, origin });
  }

  #tellAdded(added: readonly Action[], before: number): void {
    if (this.playbook.actions.length === before) return;
    this.#player.learn();
    const scripts = added.map(action => this.#cast.scriptOf(action));
    const by = this.#player.running?.key;
    this.#events.emit({ type: 'added', scripts, ...(by !== undefined && { by }) });
  }

  // What is known

  /** Names to put in the place of `{NAME}` in values. */
  get env(): Map<string, string> {
    return this.#names.env;
  }

  /** The value of an env name. Throws PLAY_NOT_SET. */
  envGet(name: string): string {
    return this.#names.envGet(name);
  }

  envSet(name: string, value: string): void {
    this.#names.envSet(name, value);
  }

  /** Sets a name that must be new, or have that value already. Throws PLAY_ALREADY_SET. */
  envSetOnce(name: string, value: string): void {
    this.#names.envSetOnce(name, value);
  }

  envDelete(name: string): void {
    this.#names.envDelete(name);
  }

  /** What stands for `{NAME}`: the first of env, session params and context params that has it. */
  valueOf(name: string): string | undefined {
    return this.#names.valueOf(name);
  }

  /** Which of the places has the name, for a plan. */
  sourceOf(name: string): string | undefined {
    return this.#names.sourceOf(name);
  }

  /** What the params of an action are read with: relative paths start where its script stands. */
  environment(action: Action): ReadEnvironment {
    return { places: { base: action.origin.folder, home: homedir() }, now: this.now().unix() };
  }

  /** Asks the person and gives the checked answer. Throws PLAY_NO_ANSWER when nobody can be asked, PLAY_BAD_ANSWER. */
  async ask(question: Question): Promise<string> {
    return this.answers.get({ question, check: answer => checkAnswer(question, answer) });
  }

  /** The session params as they are now, for `learned`. */
  known(): ReadonlyMap<string, string> {
    return this.params.toMap();
  }

  /** What was set since; of secrets only the names. */
  learned(before: ReadonlyMap<string, string>): { set?: Record<string, string>; withheld?: string[] } {
    const { mask } = this.#events;
    const changed = [...this.params.toMap()].filter(([key, value]) => before.get(key) !== value);
    this.learnNames();
    const open = changed.filter(([, value]) => !mask.holds(value));
    const withheld = changed.filter(([, value]) => mask.holds(value)).map(([key]) => key);
    return {
      ...(open.length > 0 && { set: Object.fromEntries(open) }),
      ...(withheld.length > 0 && { withheld }),
    };
  }

  // What is kept

  /** The database of this session only; a rehearsal can only read it. */
  db(name = 'session'): Db {
    return databaseIn(this.path, name, this.context, this.isRehearsal);
  }

  /** The configuration of the context. */
  configDb(): Db {
    return this.context.configDb();
  }

  /** A secret of the context; nothing that is told or kept shows it. Throws PLAY_NOT_SET, STORE_WRONG_KEY, PLAY_NO_ANSWER. */
  async secret(name: string): Promise<Secret> {
    const secret = await readSecret(this.context, name, this.interactive ? this.#fields.ask : undefined);
    this.hide(secret.reveal());
    // Programs inherit it, and may print it.
    if (process.env.HERO_PASSPHRASE) this.hide(process.env.HERO_PASSPHRASE);
    return secret;
  }

  /** Adds a line to the session's journal; while it is played, with the next step that is kept. A rehearsal adds none. */
  async log(text: string, { category = 'log', level = 'info' }: LogEntry = {}): Promise<void> {
    if (this.isRehearsal) return;
    const happening = { type: 'noted', category, level, text } as const;
    if (this.#isRunning) this.#events.emit(happening);
    else await noteInJournal(this, this.#events, happening);
  }

  /** Keeps params, env, times and the playbook; secrets of them are not kept. */
  async save(): Promise<void> {
    if (this.isRehearsal) return;
    this.#player.learn();
    const textOf = (action: Action) => this.#cast.textOf(action, true);
    const scriptOf = (text: string) => this.#cast.scriptWithout(text);
    await saveSession(this, this.#events.mask, textOf, scriptOf);
  }

  /** Ends a run. A script that was made of a session says when that ended. */
  finish(): void {
    this.end ??= this.now();
  }

  /** Begins or goes on with a run. */
  begin(run: number, guid: string): void {
    this.runNumber = run;
    this.guid = guid;
    this.end = undefined;
  }

  /** Reads params, env and times that were kept; the playbook is left alone. False when nothing is kept. */
  async load(): Promise<boolean> {
    return loadSession(this);
  }

  /** What is printed of it: no params, as they may be secret. */
  [inspect](): string {
    return `Session { ${this.context.name}:${this.name} }`;
  }

  /** Actions that, played again, make an equal session: its times, params, env and priorities, then its playbook. */
  heroscript(): string {
    this.#player.learn();
    const { mask } = this.#events;
    return sessionScript(this, mask, action => this.#cast.textOf(action));
  }
}

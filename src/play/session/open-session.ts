import type { Ask, Question, ReadEnvironment } from '../../action/index.ts';
import { checkAnswer } from '../../action/index.ts';
import { HeroError, type Secret } from '../../base/index.ts';
import { OurTime, type Params } from '../../params/index.ts';
import type { Db } from '../../store/index.ts';
import type { Clock } from '../../sys/clock.ts';
import type { Context } from '../context/context.ts';
import { databaseIn } from '../context/database.ts';
import { readSecret } from '../context/read-secret.ts';
import { addScripts } from '../inspect/add-scripts.ts';
import { include } from '../inspect/include.ts';
import { environmentOf } from '../inspect/inspection.ts';
import type { ActionName, PlayEvent, PlayListener } from '../journal/event.ts';
import type { ActorOrModule } from '../model/action-context.ts';
import { knownAnswers } from '../model/answers.ts';
import type { Plan } from '../model/plan.ts';
import type { RunOptions } from '../model/run-options.ts';
import type { KnownAnswers, LogEntry, Session } from '../model/session.ts';
import { SessionState } from '../model/session-state.ts';
import type { Action } from '../playbook/action.ts';
import type { PlayBook } from '../playbook/playbook.ts';
import type { IncludeTarget, PlaybookSource, UseTarget } from '../playbook/playbook-source.ts';
import type { PriorityMap } from '../playbook/priorities.ts';
import { type Engine, makeEngine } from '../run/engine.ts';
import { noteInJournal, runSession } from '../run/run.ts';
import { loadSource, pathFromHere } from '../source/load-source.ts';
import { machineHost } from './machine-host.ts';
import type { Builtins } from './session-args.ts';
import { SessionFiles } from './session-files.ts';
import { sessionScript } from './session-script.ts';

/** The symbol that Node's console and `util.inspect` look up. */
const inspect: unique symbol = Symbol.for('nodejs.util.inspect.custom');

export interface SessionOptions {
  readonly name: string;
  readonly context: Context;
  readonly playbook: PlayBook;
  readonly interactive: boolean;
  readonly clock: Clock;
  readonly ask?: Ask | undefined;
  /** Answers to questions, by their ids. */
  readonly answers: Readonly<Record<string, string>>;
  /** Actors and modules of the program; they win over built-in ones. */
  readonly given: readonly ActorOrModule[];
  readonly builtins: Builtins;
  /** `HOST/ACCOUNT`s that remote scripts may include from. */
  readonly allowInclude: readonly string[];
  readonly isRehearsal: boolean;
}

export interface RestoreOptions {
  /** The source of the given scripts; undefined when the kept ones are used. */
  readonly source: PlaybookSource | undefined;
  /** True when no earlier session has the name. */
  readonly isNew: boolean;
  /** True when the kept sources are read again. */
  readonly isResumed: boolean;
}

/**
 * Reads what an earlier session of the same name kept; for `openSession`, after the given scripts were added. A function,
 * not a method, as programs and actors have the session in their hands.
 */
export let restoreSession: (session: OpenSession, options: RestoreOptions) => Promise<void>;

/** The session that `newSession` returns: a facade over its state, its engine and its files. */
export class OpenSession implements Session {
  static {
    restoreSession = (session, options) => session.#restore(options);
  }

  readonly name: string;
  readonly context: Context;
  readonly interactive: boolean;
  readonly playbook: PlayBook;
  readonly allowInclude: readonly string[];
  readonly isRehearsal: boolean;
  readonly answers: KnownAnswers;
  readonly #options: SessionOptions;
  readonly #state: SessionState;
  readonly #engine: Engine;
  readonly #files: SessionFiles;
  #isRunning = false;

  constructor(options: SessionOptions) {
    const { name, context, playbook, interactive, clock, allowInclude, isRehearsal } = options;
    this.name = name;
    this.context = context;
    this.interactive = interactive;
    this.playbook = playbook;
    this.allowInclude = allowInclude;
    this.isRehearsal = isRehearsal;
    this.#options = options;
    this.#state = new SessionState(this.now(), () => context.params);
    this.#engine = makeEngine({
      session: this,
      state: this.#state,
      clock,
      given: options.given,
      builtins: options.builtins,
      answers: options.answers,
      ask: interactive ? options.ask : undefined,
      host: machineHost({ context, clock, allowed: allowInclude, isRehearsal }),
    });
    this.answers = knownAnswers(this.#engine.answers);
    this.#files = new SessionFiles(this.#engine);
  }

  get path(): string {
    return this.context.sessionPath(this.name);
  }

  // State

  get params(): Params {
    return this.#state.params;
  }

  get env(): Map<string, string> {
    return this.#state.names.env;
  }

  get start(): OurTime {
    return this.#state.start;
  }

  set start(time: OurTime) {
    this.#state.start = time;
  }

  get end(): OurTime | undefined {
    return this.#state.end;
  }

  set end(time: OurTime | undefined) {
    this.#state.end = time;
  }

  get sources(): readonly PlaybookSource[] {
    return this.#state.sources;
  }

  get withheld(): readonly string[] {
    return this.#state.withheld;
  }

  get runNumber(): number {
    return this.#state.runNumber;
  }

  get guid(): string {
    return this.#state.runId;
  }

  now(): OurTime {
    return OurTime.fromEpoch(Math.floor(this.#options.clock()));
  }

  envGet(name: string): string {
    return this.#state.names.envGet(name);
  }

  envSet(name: string, value: string): void {
    this.#state.names.envSet(name, value);
  }

  envSetOnce(name: string, value: string): void {
    this.#state.names.envSetOnce(name, value);
  }

  envDelete(name: string): void {
    this.#state.names.envDelete(name);
  }

  valueOf(name: string): string | undefined {
    return this.#state.names.valueOf(name);
  }

  environment(action: Action): ReadEnvironment {
    return environmentOf(this.#engine.host, action);
  }

  // Events and secrets

  on(listener: PlayListener): () => void {
    return this.#engine.events.on(listener);
  }

  get events(): AsyncIterable<PlayEvent> {
    return this.#engine.events.stream();
  }

  subject(action: ActionName): string {
    return this.#engine.describer.subjectOf(action);
  }

  maskData<T>(data: T): T {
    return this.#engine.events.mask.data(data);
  }

  mask(text: string): string {
    return this.#engine.events.mask.text(text);
  }

  hide(secret: string): void {
    this.#engine.events.mask.add(secret);
  }

  async ask(question: Question): Promise<string> {
    return this.answers.get({ question, check: answer => checkAnswer(question, answer) });
  }

  async secret(name: string): Promise<Secret> {
    const secret = await readSecret(this.context, name, this.interactive ? this.#options.ask : undefined);
    this.hide(secret.reveal());
    // Programs inherit the variable and may print it.
    if (process.env.HERO_PASSPHRASE) this.hide(process.env.HERO_PASSPHRASE);
    return secret;
  }

  // The playbook

  async addPlaybook(source: PlaybookSource, signal?: AbortSignal): Promise<Action[]> {
    const { playbook, secrets, player, describer, events, control } = this.#engine;
    const scripts = await loadSource(source, { code: this.context.code, signal }).catch(error => {
      throw secrets.maskError(error, []);
    });
    const added = addScripts(playbook, secrets, scripts, source);
    if (!this.#isRunning) this.#state.sources = [...this.#state.sources, source];
    else if (added.length > 0) {
      player.registerSecrets();
      const by = control.running?.key;
      const told = added.map(action => describer.scriptOf(action));
      events.emit({ type: 'added', scripts: told, ...(by !== undefined && { by }) });
    }
    return added;
  }

  addPriorities(map: PriorityMap): void {
    this.playbook.addPriorities(map);
  }

  include(action: Action, target: IncludeTarget): Promise<Action[]> {
    return include(this.#engine, action, target);
  }

  async use(action: Action, target: UseTarget): Promise<void> {
    const { handlers, host } = this.#engine;
    handlers.add(await host.loadActors(action, target));
  }

  // Playing

  async prepare(): Promise<void> {
    await this.#engine.player.prepare().catch(error => {
      throw this.#engine.secrets.maskError(error, this.playbook.actions);
    });
  }

  async run(options: RunOptions = {}): Promise<void> {
    if (this.isRehearsal) throw new HeroError('PLAY_BAD_ARGUMENTS', 'a rehearsal is planned, not played');
    if (this.#isRunning) throw new HeroError('PLAY_BAD_ARGUMENTS', 'the session is already being played');
    this.#isRunning = true;
    try {
      await runSession(this.#engine, options);
    } finally {
      this.#isRunning = false;
      this.#engine.events.end();
    }
  }

  play(filter = ''): AsyncGenerator<Action, void, void> {
    return this.#engine.player.stream(filter);
  }

  async plan(): Promise<Plan> {
    const engine = this.isRehearsal ? this.#engine : this.rehearsal().#engine;
    const { makePlan } = await import('../plan/plan.ts');
    return makePlan(engine, engine.events.mask).catch(error => {
      throw engine.secrets.maskError(error, engine.playbook.actions);
    });
  }

  rehearsal(): OpenSession {
    const copy = new OpenSession({
      ...this.#options,
      context: this.context.rehearsal(),
      playbook: this.playbook.copy(),
      given: this.#engine.handlers.added,
      interactive: false,
      isRehearsal: true,
    });
    copy.#engine.events.mask.addAll(this.#engine.events.mask);
    copy.#state.copyFrom(this.#state);
    return copy;
  }

  // Files

  db(name = 'session'): Db {
    return databaseIn(this.path, name, this.context, this.isRehearsal);
  }

  configDb(): Db {
    return this.context.configDb();
  }

  async log(text: string, { category = 'log', level = 'info' }: LogEntry = {}): Promise<void> {
    if (this.isRehearsal) return;
    const note = { type: 'noted', category, level, text } as const;
    if (this.#isRunning) this.#engine.events.emit(note);
    else await noteInJournal(this.#engine, note);
  }

  async save(): Promise<void> {
    if (this.isRehearsal) return;
    this.#engine.player.registerSecrets();
    await this.#files.save();
  }

  async load(): Promise<boolean> {
    return this.#files.load();
  }

  async #restore({ source, isNew, isResumed }: RestoreOptions): Promise<void> {
    if (!isNew) await this.#files.load();
    if (source) this.#state.sources = [source];
    if (isResumed) await this.#reloadSources();
    else if (!source) await this.#files.loadPlaybook();
  }

  async #reloadSources(): Promise<void> {
    const { sources } = this.#state;
    await this.#files.loadPriorities();
    this.#state.sources = [];
    for (const { path, ...source } of sources)
      await this.addPlaybook(path === undefined ? source : { ...source, path: pathFromHere(path) });
  }

  heroscript(): string {
    const { player, state, describer, events, playbook } = this.#engine;
    player.registerSecrets();
    return sessionScript({ name: this.name, state, playbook }, events.mask, action =>
      describer.textOf(action),
    );
  }

  /** Params are left out, because they may be secret. */
  [inspect](): string {
    return `Session { ${this.context.name}:${this.name} }`;
  }
}

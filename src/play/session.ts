import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Actor, ReadEnvironment } from '../action/index.ts';
import { HeroError, isHeroError, Source, show } from '../base/index.ts';
import { OurTime, Params, templateNames } from '../params/index.ts';
import { formatAction, keyName } from '../script/index.ts';
import { type Db, FileStore } from '../store/index.ts';
import type { Clock } from '../sys/clock.ts';
import { appendLine, readRegularFile, writeFileAtomic } from '../sys/file.ts';
import { sha256 } from '../sys/hash.ts';
import type { Action } from './action.ts';
import { addSources, type PlaybookSource } from './add-sources.ts';
import type { Context } from './context.ts';
import { PlayEvents, type PlayListener } from './event.ts';
import { Filter } from './filter.ts';
import { isIncluded, keepPlaybook, restorePlaybook } from './kept-playbook.ts';
import { decodeText } from './load-scripts.ts';
import { placeName } from './place-name.ts';
import type { PlayBook } from './playbook.ts';
import { Player, type RunOptions } from './player.ts';
import type { PriorityMap } from './priorities.ts';
import { type Ask, checkAnswer, noAnswer, type Question } from './question.ts';
import type { Module, Stage } from './stage.ts';
import { readState, writeState } from './state-file.ts';

export interface SessionFields {
  readonly name: string;
  readonly context: Context;
  readonly playbook: PlayBook;
  readonly interactive: boolean;
  readonly clock: Clock;
  readonly ask?: Ask | undefined;
  /** Those of the program in front of those that are built in. */
  readonly players: readonly (Module | Actor<Stage>)[];
  readonly builtins: readonly Actor<Stage>[];
  /** `HOST/ACCOUNT`s that remote scripts may include from. */
  readonly allowInclude: readonly string[];
}

export interface LogEntry {
  /** What it is about, in a word. */
  category?: string;
  level?: 'info' | 'error';
}

const tellings = new Filter('core.session_define,core.params_session_set,core.priorities_add,session.*');

/** What such an action did is told by the head of the session's script. */
function isTold(action: Action): boolean {
  return isIncluded(action) || (action.done && tellings.matches(action));
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
  /** Names to put in the place of `{NAME}` in values. */
  readonly env = new Map<string, string>();
  start: OurTime;
  /** When its last run finished. */
  end: OurTime | undefined;
  readonly #clock: Clock;
  readonly #ask: Ask | undefined;
  readonly #events = new PlayEvents();
  readonly #player: Player;

  constructor(fields: SessionFields) {
    this.name = fields.name;
    this.context = fields.context;
    this.playbook = fields.playbook;
    this.interactive = fields.interactive;
    this.allowInclude = fields.allowInclude;
    this.#clock = fields.clock;
    this.#ask = fields.ask;
    this.start = this.now();
    this.#player = new Player(this, this.#events, fields.players, fields.builtins);
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

  // The playbook

  /** Adds scripts from a text, a path or a git URL. Throws PLAY_BAD_ARGUMENTS, PLAY_PATH_NOT_FOUND, PLAY_SCRIPT_ERRORS, GIT_*. */
  async addPlaybook(source: PlaybookSource): Promise<Action[]> {
    return addSources(this.playbook, this.context, source);
  }

  /** Adds filters by number, 0 (first) to 98. Throws PLAY_BAD_PRIORITY. */
  addPriorities(map: PriorityMap): void {
    this.playbook.addPriorities(map);
  }

  /** Lets the actions that prepare take effect: includes, env, params, snippets. `run` does so by itself. */
  async prepare(): Promise<void> {
    await this.#player.prepare();
  }

  /** Plays all open actions in their order and keeps the session. Throws the error of the first that fails. */
  async run(options: RunOptions = {}): Promise<void> {
    this.end = undefined;
    try {
      await this.#player.run(options);
    } catch (error) {
      // What went wrong first is what the caller has to know.
      await this.save().catch(() => undefined);
      throw error;
    }
    // A script that was made of a session says when that ended.
    this.end ??= this.now();
    await this.save();
  }

  /**
   * The open actions that match, started and marked done one by one. Inside a module it ends at the next open
   * action that somebody else plays.
   */
  play(filter = ''): AsyncGenerator<Action, void, void> {
    return this.#player.play(filter);
  }

  // What is known

  /** The value of an env name. Throws PLAY_NOT_SET. */
  envGet(name: string): string {
    const value = this.#lookUp(name, [this.env]);
    if (value === undefined) throw new HeroError('PLAY_NOT_SET', `the env name ${show(name)} is not set`);
    return value;
  }

  envSet(name: string, value: string): void {
    this.envDelete(name);
    this.env.set(name, value);
  }

  /** Sets a name that must be new, or have that value already. Throws PLAY_ALREADY_SET. */
  envSetOnce(name: string, value: string): void {
    const before = this.#lookUp(name, [this.env]);
    if (before !== undefined && before !== value) {
      throw new HeroError('PLAY_ALREADY_SET', `the env name ${show(name)} is already set`);
    }
    this.envSet(name, value);
  }

  envDelete(name: string): void {
    for (const known of this.env.keys()) if (keyName(known) === keyName(name)) this.env.delete(known);
  }

  /** What stands for `{NAME}`: the first of env, session params and context params that has it. */
  valueOf(name: string): string | undefined {
    return this.#lookUp(name, [this.env, this.params.toMap(), this.context.params.toMap()]);
  }

  #lookUp(name: string, places: readonly ReadonlyMap<string, string>[]): string | undefined {
    for (const place of places) {
      for (const [known, value] of place) if (keyName(known) === keyName(name)) return value;
    }
    return undefined;
  }

  /** What the params of an action are read with: relative paths start where its script stands. */
  environment(action: Action): ReadEnvironment {
    return { places: { base: action.origin.folder, home: homedir() }, now: this.now().unix() };
  }

  /** Asks the person and gives the checked answer. Throws PLAY_NO_ANSWER when nobody can be asked, PLAY_BAD_ANSWER. */
  async ask(question: Question): Promise<string> {
    if (this.params.exists(question.id)) return checkAnswer(question, this.params.get(question.id));
    if (this.interactive && this.#ask) return this.#askUntilGood(question, this.#ask);
    if (question.default !== undefined) return checkAnswer(question, question.default);
    throw noAnswer(question, 'nobody can be asked');
  }

  async #askUntilGood(question: Question, ask: Ask): Promise<string> {
    for (let attempt = 1; ; attempt++) {
      const answer = await ask(question);
      try {
        return checkAnswer(question, answer === '' ? (question.default ?? '') : answer);
      } catch (error) {
        if (!isHeroError(error, 'PLAY_BAD_ANSWER') || attempt >= 3) throw error;
      }
    }
  }

  // What is kept

  /** The database of this session only. */
  db(name = 'session'): Db {
    const safe = placeName(name, 'database');
    return new FileStore(join(this.path, 'db', safe), safe);
  }

  /** The configuration of the context. */
  configDb(): Db {
    return this.context.configDb();
  }

  /** Adds a line to the session's journal. */
  async log(text: string, { category = 'log', level = 'info' }: LogEntry = {}): Promise<void> {
    await this.save();
    const entry = { time: this.now().full(), event: 'log', category, level, text };
    await appendLine(join(this.path, 'journal.jsonl'), JSON.stringify(entry));
  }

  /** Keeps params, env, times and the playbook. */
  async save(): Promise<void> {
    const { text, marks } = keepPlaybook(this.playbook);
    await writeState(join(this.path, 'session.json'), {
      name: this.name,
      start: this.start.unix(),
      ...(this.end && { end: this.end.unix() }),
      params: this.params.toJSON(),
      env: Object.fromEntries(this.env),
      priorities: this.playbook.priorities.added(),
      actions: marks,
      playbook: sha256(text),
    });
    await writeFileAtomic(this.#playbookFile, text);
  }

  /** Reads params, env and times that were kept; the playbook is left alone. False when nothing is kept. */
  async load(): Promise<boolean> {
    const state = await readState(join(this.path, 'session.json'));
    if (!state) return false;
    if (typeof state.start === 'number') this.start = OurTime.fromEpoch(state.start);
    this.end = typeof state.end === 'number' ? OurTime.fromEpoch(state.end) : undefined;
    this.params = Params.fromJson(state.params ?? {});
    this.env.clear();
    for (const [name, value] of Object.entries(state.env ?? {})) this.env.set(name, String(value));
    return true;
  }

  /** Adds the playbook that was kept, with its priorities and what was played of it. Throws PLAY_SCRIPT_ERRORS. */
  async loadPlaybook(): Promise<void> {
    const state = await readState(join(this.path, 'session.json'));
    const bytes = await readRegularFile(this.#playbookFile);
    if (!state || !bytes) return;
    const priorities = Object.entries(state.priorities ?? {}).map(([key, text]) => [key, String(text)]);
    this.addPriorities(Object.fromEntries(priorities));
    const source = new Source(decodeText(bytes, this.#playbookFile), this.#playbookFile);
    // Text and marks are two files: a crash or an editor may have changed one of them only.
    const isKept = state.playbook === sha256(source.text);
    restorePlaybook(this.playbook, source, state.actions, isKept);
  }

  get #playbookFile(): string {
    return join(this.path, 'playbook.hero');
  }

  /** Actions that, played again, make an equal session: its times, params, env and priorities, then its playbook. */
  heroscript(): string {
    const end = this.end && { end: this.end.full() };
    const lines = [tell('core.session_define', { name: this.name, start: this.start.full(), ...end })];
    if (!this.params.empty()) lines.push(tell('core.params_session_set', this.params));
    for (const [key, value] of this.env) {
      const literal = templateNames(value).length > 0 && { literal: 'true' };
      lines.push(tell('session.env_set', { key, value, ...literal }));
    }
    const priorities = Params.from(this.playbook.priorities.added());
    if (!priorities.empty()) lines.push(tell('core.priorities_add', priorities));
    return `${lines.join('\n')}\n${this.playbook.heroscript({ showDone: true, except: isTold })}`;
  }
}

/** An action that tells what a session knows. */
function tell(fullName: string, given: Params | Readonly<Record<string, string>>): string {
  const params = given instanceof Params ? given : Params.from(given);
  const [actor = '', name = ''] = fullName.split('.');
  return formatAction({ bangs: 2, actor, name, ...params.plain({ comments: false }) });
}

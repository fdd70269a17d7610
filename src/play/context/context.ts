import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { HeroError, isHeroError, json, show } from '../../base/index.ts';
import { Coderoot } from '../../git/index.ts';
import { OurTime, Params } from '../../params/index.ts';
import { formatAction } from '../../script/index.ts';
import {
  type Db,
  driverFolder,
  FileStore,
  isStoreDriver,
  type KeyAccess,
  KeyRing,
  SealedStore,
  type StoreDriver,
} from '../../store/index.ts';
import { remotesOf } from '../playbook/kept-playbook.ts';
import type { PlaybookSource } from '../playbook/playbook-source.ts';
import { databaseIn } from './database.ts';
import { refuseOtherDriver, sealedName } from './databases.ts';
import { defaultCoderoot, heroHome, typedPath } from './home.ts';
import { checkHome, markHome } from './home-format.ts';
import { keyAccess } from './key-access.ts';
import { placeName } from './place-name.ts';
import { paramsShape, readSessionFile } from './session-file.ts';
import { readState, readStateSync, writeState } from './state-file.ts';

const contextShape = json.object({
  name: json.optional(json.text),
  coderoot: json.optional(json.text),
  store: json.optional(json.any),
  params: json.optional(paramsShape),
});

/** The settings of a context that `configure` changes. */
export interface ContextSettings {
  /** The folder for checkouts; kept. */
  coderoot?: string;
  /** The driver of its databases; kept. */
  store?: StoreDriver;
  /** Params to add to those that are kept. */
  params?: Params;
}

/** The state of a session, read from its directory. */
export interface SessionSummary {
  readonly name: string;
  readonly start: OurTime;
  readonly end: OurTime | undefined;
  /** The URLs of its remote scripts. */
  readonly remotes: readonly string[];
  /** The error of a session whose state cannot be read; its times are unknown then. */
  readonly problem?: HeroError;
}

/** A sealed database and its keys. */
export interface Secrets {
  readonly db: SealedStore;
  readonly keys: KeyRing;
}

/** Makes a context object without reading its files; only `openContext` calls it. */
let makeContext: (name: string, home: string) => Context;

/**
 * A group of sessions, configuration and checkouts that belong together. `openContext` opens one.
 */
export class Context {
  static {
    makeContext = (name, home) => new Context(name, home);
  }

  readonly name: string;
  readonly home: string;
  params = new Params();
  /** Params by the name of a snippet. */
  readonly snippets = new Map<string, Params>();
  #coderoot: string | undefined;
  #store: StoreDriver | undefined;
  #loaded = false;
  #secrets: Secrets | undefined;
  /** For a rehearsal: the context that it stands for. */
  #original: Context | undefined;

  private constructor(name: string, home: string) {
    this.name = name;
    this.home = home;
  }

  /** A copy that keeps nothing: changes to it show the changes that would be made. */
  rehearsal(): Context {
    const copy = new Context(this.name, this.home);
    copy.params = this.params.copy();
    for (const [name, params] of this.snippets) copy.snippets.set(name, params);
    copy.#coderoot = this.#coderoot;
    copy.#store = this.#store;
    copy.#original = this.original;
    return copy;
  }

  /** The context itself; for a rehearsal, the context that it stands for. */
  get original(): Context {
    return this.#original ?? this;
  }

  get path(): string {
    return join(this.home, 'contexts', this.name);
  }

  /** The folder for checkouts. */
  get coderoot(): string {
    return this.#coderoot ?? defaultCoderoot();
  }

  /** The checkouts below that folder. */
  get code(): Coderoot {
    return new Coderoot(this.coderoot);
  }

  /** The driver of its databases, and of those of its sessions. */
  get store(): StoreDriver {
    return this.#store ?? 'files';
  }

  /** Changes settings and keeps them. STORE_OTHER_DRIVER for another `store` when there are databases with data. */
  async configure({ coderoot, store, params }: ContextSettings): Promise<void> {
    if (store !== undefined && !this.#original) await this.loadStore();
    if (store !== undefined && store !== this.store) await refuseOtherDriver(this);
    if (coderoot !== undefined) this.#coderoot = typedPath(coderoot);
    if (store !== undefined) this.#store = store;
    if (params) this.params.merge(params);
    await this.#keep(store);
  }

  async save(): Promise<void> {
    await this.#keep();
  }

  /** Keeps the settings. The driver stays the one in the file unless a new one is given: another process may have switched it. */
  async #keep(store?: StoreDriver): Promise<void> {
    if (this.#original) return;
    if (store === undefined) await this.loadStore();
    const settings = {
      ...(this.#coderoot !== undefined && { coderoot: this.#coderoot }),
      ...(this.#store !== undefined && { store: this.#store }),
    };
    await markHome(this.home);
    await writeState(this.#stateFile, { name: this.name, ...settings, params: this.params.toJSON() });
  }

  /** Keeps another driver of the databases; nothing else changes, and nothing is moved: see `migrateStore`. */
  async switchStore(store: StoreDriver): Promise<void> {
    const state = await readState(this.#stateFile, contextShape);
    await writeState(this.#stateFile, { name: this.name, params: this.params.toJSON(), ...state, store });
    this.#store = store;
  }

  /** Reads the driver of the databases again, and nothing else. Throws PLAY_BAD_STATE. */
  async loadStore(): Promise<StoreDriver> {
    const state = await readState(this.#stateFile, contextShape);
    if (state) this.#store = this.#readStore(state.store);
    return this.store;
  }

  /** The driver in the file now: another process may have switched it. Throws PLAY_BAD_STATE. */
  keptStore(): StoreDriver {
    const state = readStateSync(this.#stateFile, contextShape);
    return state ? (this.#readStore(state.store) ?? 'files') : this.store;
  }

  /** Reads the kept settings again. Throws PLAY_BAD_STATE. */
  async load(): Promise<void> {
    const state = await readState(this.#stateFile, contextShape);
    this.#loaded = state !== undefined;
    if (!state) return;
    this.#coderoot = state.coderoot;
    this.#store = this.#readStore(state.store);
    this.params = Params.fromJson(state.params ?? {});
  }

  // A driver of a later version must not look like a database without data.
  #readStore(store: unknown): StoreDriver | undefined {
    if (store === undefined || isStoreDriver(store)) return store;
    throw new HeroError('PLAY_BAD_STATE', `${this.#stateFile} names the store ${show(String(store))}`, {
      hint: 'open it with the version of heroplay that wrote it, or name `files` or `lmdb`',
    });
  }

  /** True when any of its files is on disk. */
  async exists(): Promise<boolean> {
    return this.#loaded || (await listContexts({ home: this.home })).includes(this.name);
  }

  /** A named database of the context; a rehearsal can only read it. Throws PLAY_BAD_NAME. */
  db(name: string): Db {
    return databaseIn(this.path, name, this, this.#original !== undefined);
  }

  /** The database for configuration: one per context. */
  configDb(): Db {
    return this.db('config');
  }

  /**
   * Its secrets: values that are kept sealed. The environment opens them, unless a person can be asked.
   *
   * @example
   * await context.secretsDb().set('api.token', 'sesame-9731');
   */
  secretsDb(): SealedStore {
    return this.secrets().db;
  }

  /** Its secrets with their keys; the first caller decides about the source of the keys. */
  secrets(access: KeyAccess = keyAccess()): Secrets {
    if (this.#original) return this.#original.secrets(access);
    if (this.#secrets) return this.#secrets;
    const store = this.sealedFiles();
    const keys = new KeyRing(store.name, store.keyRingPath(), access);
    this.#secrets = { db: new SealedStore(store, keys), keys };
    return this.#secrets;
  }

  /** The files of its secrets, still sealed. They are files with any driver of the other databases. */
  sealedFiles(): FileStore {
    return new FileStore(join(driverFolder(this.path, 'files'), sealedName), sealedName);
  }

  /**
   * Its sessions in the order of their starts; a damaged one comes first and says its `problem`.
   *
   * @example
   * for (const { name, start } of await context.sessions()) console.log(name, start.full());
   */
  async sessions(): Promise<SessionSummary[]> {
    const names = await directories(join(this.path, 'sessions'));
    const found = await Promise.all(names.map(name => this.#summary(name)));
    return found
      .filter(summary => summary !== undefined)
      .sort((a, b) => a.start.compare(b.start) || a.name.localeCompare(b.name, 'en', { numeric: true }));
  }

  /** The session that started last. */
  async latestSession(): Promise<SessionSummary | undefined> {
    return (await this.sessions()).filter(({ problem }) => !problem).at(-1);
  }

  /** The sources of the scripts of a session. */
  async sessionSources(name: string): Promise<{ sources: readonly PlaybookSource[] }> {
    const state = await readSessionFile(this.sessionPath(name));
    return { sources: state?.sources ?? [] };
  }

  /** The directory of a session, existing or not. */
  sessionPath(name: string): string {
    return join(this.path, 'sessions', placeName(name, 'session'));
  }

  /** Actions that, played again, make an equal context. */
  heroscript(): string {
    const settings = [
      ['name', this.name],
      ['coderoot', this.#coderoot],
      ['store', this.#store],
    ].filter((pair): pair is [string, string] => pair[1] !== undefined);
    const define = formatAction({
      bangs: 2,
      actor: 'context',
      name: 'configure',
      args: [],
      params: settings.map(([key, value]) => ({ key, value })),
    });
    if (this.params.empty()) return `${define}\n`;
    const params = this.params.plain({ comments: false });
    return `${define}\n${formatAction({ bangs: 2, actor: 'core', name: 'params_context_set', ...params })}\n`;
  }

  async #summary(name: string): Promise<SessionSummary | undefined> {
    try {
      const state = await readSessionFile(join(this.path, 'sessions', name));
      if (!state) return undefined;
      const end = state.end === undefined ? undefined : OurTime.fromEpoch(state.end);
      return { name, start: OurTime.fromEpoch(state.start), end, remotes: remotesOf(state.actions ?? []) };
    } catch (problem) {
      // A damaged session must not make the list fail.
      if (!isHeroError(problem)) throw problem;
      return { name, start: OurTime.fromEpoch(0), end: undefined, remotes: [], problem };
    }
  }

  get #stateFile(): string {
    return join(this.path, 'context.json');
  }
}

/**
 * Opens a context by name; nothing is made on disk until something is kept. Throws PLAY_BAD_NAME, PLAY_BAD_STATE.
 *
 * @example
 * const ops = await openContext('ops');
 * await ops.configure({ coderoot: '/srv/code' });
 */
export async function openContext(name = 'default', { home }: { home?: string } = {}): Promise<Context> {
  const context = makeContext(placeName(name, 'context'), heroHome(home));
  checkHome(context.home);
  await context.load();
  return context;
}

/**
 * The names of the contexts that are kept, sorted.
 *
 * @example
 * await (await openContext('ops')).save();
 * (await listContexts()).includes('ops'); // true
 */
export async function listContexts({ home }: { home?: string } = {}): Promise<string[]> {
  return directories(join(heroHome(home), 'contexts'));
}

/** Throws PLAY_NO_CONTEXT unless a context is kept. */
export async function requireContext(name: string, home?: string): Promise<Context> {
  const context = await openContext(name, home === undefined ? {} : { home });
  if (await context.exists()) return context;
  const known = await listContexts(home === undefined ? {} : { home });
  const hint =
    known.length > 0 ? `there are ${known.map(each => show(each)).join(', ')}` : 'run a script to make one';
  throw new HeroError('PLAY_NO_CONTEXT', `there is no context ${show(name)}`, { hint });
}

async function directories(path: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true }).catch(noneIfMissing);
  return entries
    .filter(entry => entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => name)
    .sort();
}

function noneIfMissing(error: NodeJS.ErrnoException): [] {
  if (error.code === 'ENOENT') return [];
  throw new HeroError('STORE_FAILED', error.message, { cause: error });
}

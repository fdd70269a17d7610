import { isAbsolute, join, relative } from 'node:path';
import type { Actor, Ask } from '../../action/index.ts';
import { HeroError, isHeroError, Mask, maskError, show } from '../../base/index.ts';
import { OurTime, Params } from '../../params/index.ts';
import { parse } from '../../script/index.ts';
import { type Clock, systemClock } from '../../sys/clock.ts';
import { claimDirectory } from '../../sys/file.ts';
import { Context } from '../context/context.ts';
import type { Module, Stage } from '../model/action-context.ts';
import { Cast } from '../model/handler-resolver.ts';
import { Session } from '../model/session.ts';
import { Filter } from '../playbook/filter.ts';
import { PlayBook } from '../playbook/playbook.ts';
import { type PriorityMap, sessionPriorities } from '../playbook/priorities.ts';
import { addScripts, loadSource, type PlacedScript, type PlaybookSource } from '../source/add-sources.ts';
import { loadKeptPlaybook, loadPriorities } from './kept-session.ts';

const configures = new Filter('context.configure,core.configure,core.context_set,core.context_define');
const defines = new Filter('core.session_define');

/** What cannot be given together: the first of a row with any other of it. */
const contradictions: readonly (readonly [keyof SessionArgs, ...(keyof SessionArgs)[]])[] = [
  ['session', 'context', 'contextName', 'sessionName', 'coderoot', 'home'],
  ['session', 'interactive', 'actors', 'ask', 'answers', 'clock', 'allowInclude', 'resume'],
  ['context', 'contextName', 'coderoot', 'home'],
  ['playbookPath', 'playbookUrl', 'playbookText'],
  ['playbookText', 'playbookUrl'],
  ['resume', 'playbookPath', 'playbookUrl', 'playbookText'],
];

export interface SessionArgs {
  /** Where the session belongs; not together with `contextName`, `coderoot` or `home`. */
  context?: Context;
  /** An open session to go on with; only a playbook, its priorities and `run` may be given beside it. */
  session?: Session;
  /** Default: what the script configures, else `default`. */
  contextName?: string;
  /** Default: what the script defines, else the time, with `_2`, `_3` when that is taken. */
  sessionName?: string;
  /** Whether the person may be asked. Default true. */
  interactive?: boolean;
  /** Where code is checked out; the context keeps it. */
  coderoot?: string;
  playbookUrl?: string;
  playbookPath?: string;
  playbookText?: string;
  playbookPriorities?: PriorityMap;
  /** Fetch what is new in the repository of `playbookUrl`. */
  gitPull?: boolean;
  /** Throw away local changes of its checkout first. */
  gitReset?: boolean;
  /** Write nothing, neither now nor later: for a session that is only planned. */
  rehearsal?: boolean;
  /** Whether to play the playbook, too. Default false. */
  run?: boolean;
  /** Go on with the kept session `sessionName`: its scripts are read again, from where they came. */
  resume?: boolean;
  /** Answers to questions, by their ids. */
  answers?: Readonly<Record<string, string>>;
  /** Where contexts are kept. Default `$HERO_HOME`, else `~/hero`. */
  home?: string;
  /** Modules and actors of the program; they win over those that are built in. */
  actors?: readonly (Module | Actor<Stage>)[];
  /** How the person is asked. Without it questions have only their defaults. */
  ask?: Ask;
  /** What tells the time, in seconds since the epoch. Default: the machine. */
  clock?: Clock;
  /** `HOST/ACCOUNT`s that a remote script may include from. */
  allowInclude?: readonly string[];
  /** Ends the checkout of `playbookUrl`. Playing has a signal of its own. */
  signal?: AbortSignal;
}

/**
 * Opens a session: a new one, or the kept one of that name with its playbook replaced by what is given. Throws
 * PLAY_BAD_ARGUMENTS for arguments that contradict each other, PLAY_BAD_NAME, and what loading the playbook throws.
 */
export async function openSession(args: SessionArgs, builtins: readonly Actor<Stage>[]): Promise<Session> {
  refuseContradictions(args);
  const session = args.session ?? (await makeSession(args, builtins));
  const source = sourceOf(args);
  if (args.session && source) await session.addPlaybook(source, args.signal);
  if (args.playbookPriorities) session.addPriorities(args.playbookPriorities);
  if (args.run) await session.run(args.resume ? { resume: true } : {});
  return session;
}

function refuseContradictions(args: SessionArgs): void {
  const given = (key: keyof SessionArgs) => args[key] !== undefined;
  for (const [first, ...others] of contradictions) {
    const other = others.find(given);
    if (given(first) && other)
      throw new HeroError('PLAY_BAD_ARGUMENTS', `\`${first}\` and \`${other}\` cannot be given together`);
  }
  if (given('coderoot') && args.contextName === '') {
    throw new HeroError('PLAY_BAD_ARGUMENTS', '`coderoot` needs a `contextName`: it belongs to a context');
  }
}

function sourceOf(args: SessionArgs): PlaybookSource | undefined {
  const { playbookUrl: url, playbookPath: path, playbookText: text, gitPull, gitReset } = args;
  if (url === undefined && path === undefined && text === undefined) return undefined;
  const given = Object.entries({ url, path, text, gitPull, gitReset }).filter(
    ([, value]) => value !== undefined,
  );
  return Object.fromEntries(given);
}

async function makeSession(args: SessionArgs, builtins: readonly Actor<Stage>[]): Promise<Session> {
  const clock = args.clock ?? systemClock;
  const source = sourceOf(args);
  const first = await openContext(args, args.contextName ?? 'default');
  // A local script may say which context and session it wants, so it is read before they are there.
  const isLocal = source !== undefined && source.url === undefined;
  const early = isLocal ? await loadSource(first, source) : [];
  const wanted = readWishes(early);
  const context =
    args.context || args.contextName || !wanted.context ? first : await openContext(args, wanted.context);
  if (args.coderoot !== undefined) await context.configure({ coderoot: args.coderoot });
  const { rehearsal: isRehearsal = false } = args;
  const late = source && !isLocal ? await loadSource(context, source, isRehearsal, args.signal) : [];
  // Before the session takes its name: a script with errors leaves nothing behind.
  const playbook = new PlayBook(sessionPriorities);
  if (source) addOrExplain(playbook, [...early, ...late], source, [...(args.actors ?? []), ...builtins]);
  const wish = args.sessionName ?? wanted.session;
  if (args.resume) await requireKept(context, wish);
  const { name, isNew } = isRehearsal ? unclaimed(wish, clock) : await claimName(context, wish, clock);
  const { interactive = true, ask, actors: players = [], allowInclude = [], answers: given = {} } = args;
  const session = new Session({
    name,
    context,
    playbook,
    interactive,
    clock,
    ask,
    given,
    players,
    builtins,
    allowInclude,
    isRehearsal,
  });
  if (!isNew) await session.load();
  if (source) session.sources = [source];
  if (args.resume) await reloadSources(session);
  else if (!source) await loadKeptPlaybook(session);
  // One that is there may be played at this moment by somebody else.
  // Whoever `play.use` brings knows what is secret; before that nothing of the script may be kept.
  const isKnown = !session.playbook.exists({ filter: 'play.use' });
  if (isNew && !isRehearsal && isKnown) await session.save();
  return session;
}

/** Adds scripts; the error of one that is broken shows no secrets of it. */
function addOrExplain(
  playbook: PlayBook,
  scripts: readonly PlacedScript[],
  source: PlaybookSource,
  players: readonly (Module | Actor<Stage>)[],
): void {
  try {
    addScripts(playbook, scripts, source);
  } catch (error) {
    const mask = new Mask();
    new Cast(players, [], mask).learnFrom(error);
    throw isHeroError(error) ? maskError(error, mask) : error;
  }
}

/** A context, or a copy that keeps nothing for a rehearsal. */
async function openContext(args: SessionArgs, name: string): Promise<Context> {
  const context = args.context ?? (await Context.open(name, homeOf(args)));
  return args.rehearsal ? context.rehearsal() : context;
}

/** The name that a session would take. */
function unclaimed(given: string | undefined, clock: Clock): { name: string; isNew: boolean } {
  return {
    name: given?.toLowerCase() ?? OurTime.fromEpoch(Math.floor(clock())).key(),
    isNew: given === undefined,
  };
}

/** Throws PLAY_NO_SESSION when there is nothing to go on with. */
async function requireKept(context: Context, name: string | undefined): Promise<void> {
  const known = await context.sessions();
  if (name !== undefined && known.some(session => session.name === name.toLowerCase())) return;
  throw new HeroError('PLAY_NO_SESSION', `there is no session ${show(name ?? '')} to resume`, {
    hint: 'name one of `hero session list`',
  });
}

/** Reads the scripts of a kept session again. Throws what loading throws. */
async function reloadSources(session: Session): Promise<void> {
  const { sources } = session;
  await loadPriorities(session);
  session.sources = [];
  for (const { path, ...source } of sources)
    await session.addPlaybook(path === undefined ? source : { ...source, path: seenFromHere(path) });
}

/** A path as messages show it: relative when it lies below the working directory. */
function seenFromHere(path: string): string {
  const short = relative('.', path);
  return short === '' || short.startsWith('..') || isAbsolute(short) ? path : short;
}

/** The names of context and session that scripts ask for. Their errors are for later. */
function readWishes(scripts: readonly PlacedScript[]): { context?: string; session?: string } {
  const wishes: { context?: string; session?: string } = {};
  for (const { source } of scripts) {
    if (!/configure|context_|session_define/i.test(source.text)) continue;
    for (const action of parse(source).actions) {
      const name = Params.fromAction(action).toMap().get('name');
      if (name === undefined) continue;
      if (configures.matches(action)) wishes.context ??= name;
      if (defines.matches(action)) wishes.session ??= name;
    }
  }
  return wishes;
}

function homeOf({ home }: SessionArgs): { home?: string } {
  return home === undefined ? {} : { home };
}

/** Takes a name: the given one, be it new or not, else a new one made of the time. */
async function claimName(
  context: Context,
  given: string | undefined,
  clock: Clock,
): Promise<{ name: string; isNew: boolean }> {
  if (given !== undefined) {
    const path = context.sessionPath(given);
    return { name: given.toLowerCase(), isNew: await claimDirectory(path) };
  }
  const base = OurTime.fromEpoch(Math.floor(clock())).key();
  for (let number = 1; ; number++) {
    const name = number === 1 ? base : `${base}_${number}`;
    if (await claimDirectory(join(context.path, 'sessions', name))) return { name, isNew: true };
  }
}

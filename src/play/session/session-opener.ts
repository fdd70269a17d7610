import { join } from 'node:path';
import { HeroError, Mask, show } from '../../base/index.ts';
import { OurTime, Params } from '../../params/index.ts';
import { type Clock, systemClock } from '../../sys/clock.ts';
import { claimDirectory } from '../../sys/file.ts';
import { type Context, openContext } from '../context/context.ts';
import { markHome } from '../context/home-format.ts';
import { readSessionFile } from '../context/session-file.ts';
import { addScripts } from '../inspect/add-scripts.ts';
import { HandlerResolver } from '../model/handler-resolver.ts';
import { SessionSecrets } from '../model/session-secrets.ts';
import { Filter } from '../playbook/filter.ts';
import { PlayBook } from '../playbook/playbook.ts';
import type { LoadedScript, PlaybookSource } from '../playbook/playbook-source.ts';
import { sessionPriorities } from '../playbook/priorities.ts';
import { loadSource } from '../source/load-source.ts';
import { OpenSession, restoreSession } from './open-session.ts';
import { type Builtins, refuseContradictions, type SessionArgs, sourceOf } from './session-args.ts';

const configures = new Filter('context.configure,core.configure,core.context_set,core.context_define');
const defines = new Filter('core.session_define');

/**
 * Opens a session: a new one, or the kept one of that name with its playbook replaced by the given one. Throws
 * PLAY_BAD_ARGUMENTS for arguments that exclude each other, PLAY_BAD_NAME, and the errors of loading the playbook.
 */
export async function openSession(args: SessionArgs, builtins: Builtins): Promise<OpenSession> {
  refuseContradictions(args);
  const source = sourceOf(args);
  const session = args.session
    ? await continueSession(args.session, source, args.signal)
    : await makeSession(args, source, builtins);
  if (args.playbookPriorities) session.addPriorities(args.playbookPriorities);
  if (args.run) await session.run(args.resume ? { resume: true } : {});
  return session;
}

async function continueSession(
  session: SessionArgs['session'],
  source: PlaybookSource | undefined,
  signal: AbortSignal | undefined,
): Promise<OpenSession> {
  if (!(session instanceof OpenSession))
    throw new HeroError('PLAY_BAD_ARGUMENTS', '`session` is not a session that `newSession` made');
  if (source) await session.addPlaybook(source, signal);
  return session;
}

async function makeSession(
  args: SessionArgs,
  source: PlaybookSource | undefined,
  builtins: Builtins,
): Promise<OpenSession> {
  const { clock = systemClock, rehearsal: isRehearsal = false, actors: given = [] } = args;
  const { context, scripts, sessionName: wanted } = await loadWithContext(args, source);
  // Before the session claims its name: a script with errors leaves nothing on disk.
  const playbook = new PlayBook(sessionPriorities);
  const handlers = new HandlerResolver(given, builtins);
  if (source) addScripts(playbook, new SessionSecrets(handlers, new Mask()), scripts, source);
  const wish = args.sessionName ?? wanted;
  if (args.resume) await requireKept(context, wish);
  const { name, isNew } = isRehearsal ? unclaimedName(wish, clock) : await claimName(context, wish, clock);
  const session = new OpenSession({
    name,
    context,
    playbook,
    interactive: args.interactive ?? true,
    clock,
    ask: args.ask,
    answers: args.answers ?? {},
    given,
    builtins,
    allowInclude: args.allowInclude ?? [],
    isRehearsal,
  });
  await restoreSession(session, { source, isNew, isResumed: args.resume ?? false });
  // Another process may be playing an existing session. Actors of `play.use` may know more secrets, so a script that
  // uses them is not kept before they are loaded.
  const usesActors = session.playbook.exists({ filter: 'play.use' });
  if (isNew && !isRehearsal && !usesActors) await session.save();
  return session;
}

interface Loaded {
  readonly context: Context;
  readonly scripts: readonly LoadedScript[];
  /** The session name that the script defines. */
  readonly sessionName: string | undefined;
}

/**
 * The context and the scripts of a source. A local script may name its context and session, so it is read first; a
 * repository is checked out below the coderoot of the context, so the context comes first.
 */
async function loadWithContext(args: SessionArgs, source: PlaybookSource | undefined): Promise<Loaded> {
  const { rehearsal: isRehearsal = false, signal, coderoot } = args;
  const first = await contextOf(args, args.contextName ?? 'default');
  const isLocal = source !== undefined && source.url === undefined;
  const early = isLocal ? await loadSource(source, { code: first.code }) : [];
  const wanted = wantedNames(early);
  const isGiven = args.context !== undefined || args.contextName;
  const context = isGiven || !wanted.context ? first : await contextOf(args, wanted.context);
  if (coderoot !== undefined) await context.configure({ coderoot });
  const isRemote = source !== undefined && !isLocal;
  const late = isRemote ? await loadSource(source, { code: context.code, isRehearsal, signal }) : [];
  return { context, scripts: [...early, ...late], sessionName: wanted.session };
}

/** A context, or a copy of it that keeps nothing for a rehearsal. */
async function contextOf(args: SessionArgs, name: string): Promise<Context> {
  const { home } = args;
  const context = args.context ?? (await openContext(name, home === undefined ? {} : { home }));
  return args.rehearsal ? context.rehearsal() : context;
}

/** The names of context and session in scripts. Errors in them are found later. */
function wantedNames(scripts: readonly LoadedScript[]): { context?: string; session?: string } {
  const names: { context?: string; session?: string } = {};
  for (const action of scripts.flatMap(({ document }) => document.actions)) {
    const isContext = configures.matches(action);
    if (!isContext && !defines.matches(action)) continue;
    const name = Params.fromAction(action).toMap().get('name');
    if (name === undefined) continue;
    if (isContext) names.context ??= name;
    else names.session ??= name;
  }
  return names;
}

/** The name that a session would claim. */
function unclaimedName(given: string | undefined, clock: Clock): { name: string; isNew: boolean } {
  return {
    name: given?.toLowerCase() ?? OurTime.fromEpoch(Math.floor(clock())).key(),
    isNew: given === undefined,
  };
}

/** Throws PLAY_NO_SESSION when no session of that name is kept, PLAY_BAD_STATE when its state is damaged. */
async function requireKept(context: Context, name: string | undefined): Promise<void> {
  if (name !== undefined && (await readSessionFile(context.sessionPath(name)))) return;
  throw new HeroError('PLAY_NO_SESSION', `there is no session ${show(name ?? '')} to resume`, {
    hint: 'give a name from `hero session list`',
  });
}

/** Claims a name: the given one, new or not, or a new one made of the time. */
async function claimName(
  context: Context,
  given: string | undefined,
  clock: Clock,
): Promise<{ name: string; isNew: boolean }> {
  const path = given === undefined ? '' : context.sessionPath(given);
  await markHome(context.home);
  if (given !== undefined) {
    return { name: given.toLowerCase(), isNew: await claimDirectory(path) };
  }
  const base = OurTime.fromEpoch(Math.floor(clock())).key();
  for (let number = 1; ; number++) {
    const name = number === 1 ? base : `${base}_${number}`;
    if (await claimDirectory(join(context.path, 'sessions', name))) return { name, isNew: true };
  }
}

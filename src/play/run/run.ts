import { join } from 'node:path';
import { HeroError, isHeroError, maskError, show } from '../../base/index.ts';
import { version } from '../../base/version.ts';
import { stopwatch } from '../../sys/clock.ts';
import { makeDirectory } from '../../sys/file.ts';
import { randomId } from '../../sys/hash.ts';
import { Lock } from '../../sys/lock.ts';
import { lookOver } from '../inspect/preflight.ts';
import type { Happening, PlayEvents } from '../journal/event.ts';
import { type History, readHistory } from '../journal/history.ts';
import { Journal, type JournalContent } from '../journal/journal.ts';
import type { Session } from '../model/session.ts';
import { failureOf, since } from './perform-action.ts';
import type { PlayOptions } from './player.ts';
import { type Company, type ResumeOptions, takeUp } from './resume.ts';

export interface RunOptions extends PlayOptions, ResumeOptions {
  /** Go on where the last run of the session did not end. */
  resume?: boolean;
  /** Play anew what did not end, from the beginning. */
  restart?: boolean;
  /** The keys of all actions, as a plan has them: others are not played. */
  expect?: readonly string[];
  /** Take the session from a process that still holds it: that one ends before its next action. */
  takeOver?: boolean;
}

/** The name of the lock of a session. */
export const runLock = 'run.lock';

/** The journal of a session. */
export function journalPath(sessionPath: string): string {
  return join(sessionPath, 'journal.jsonl');
}

/**
 * Plays a session: as the only one who does, with every step on disk. Throws SYS_LOCKED, PLAY_UNFINISHED,
 * PLAY_JOURNAL_CORRUPT, what stands in the way of going on (PLAY_CHANGED, PLAY_IN_DOUBT), and what playing throws.
 */
export async function runSession(company: Company, options: RunOptions): Promise<void> {
  const { session, events } = company;
  await makeDirectory(session.path);
  if (options.takeOver) await refuseUnfinished(session, options);
  const lock = await Lock.acquire(session.path, {
    name: runLock,
    ...(options.takeOver && { takeOver: true }),
  });
  try {
    const guard = () => lock.assertHeld();
    const { journal, content } = await Journal.open(journalPath(session.path), {
      guard,
      replace: options.takeOver ?? false,
    });
    events.keepIn(journal);
    try {
      await playWith(company, content, options, guard);
    } finally {
      events.keepIn(undefined);
      await journal.close().catch(() => undefined);
    }
  } catch (error) {
    company.cast.learnFrom(error);
    throw maskError(error, events.mask);
  } finally {
    await lock.release();
  }
}

/** Adds one line to the journal of a session that is not played. Throws SYS_LOCKED when it is. */
export async function noteInJournal(session: Session, events: PlayEvents, note: Happening): Promise<void> {
  await makeDirectory(session.path);
  const lock = await Lock.acquire(session.path, { name: runLock, waitMs: 1000 });
  try {
    const { journal } = await Journal.open(journalPath(session.path));
    events.keepIn(journal);
    await events.record(note).finally(() => events.keepIn(undefined));
    await journal.close();
  } finally {
    await lock.release();
  }
}

async function playWith(
  company: Company,
  content: JournalContent,
  options: RunOptions,
  guard: () => void,
): Promise<void> {
  const { session, events, player } = company;
  const history = readHistory(content.records);
  const resumed = isResumed(session, history, options);
  // This object has it all in memory: only one that was opened to go on reads it from the journal.
  const isNew = session.runNumber !== history.run;
  // A number comes again when the home is gone, and services remember the keys that are made of this.
  if (resumed) session.begin(history.run, history.id);
  else session.begin(history.run + 1, randomId());
  player.begin(options.signal, guard, resumed ? history.planned : []);
  const started = stopwatch();
  await open(company, resumed, content);
  try {
    if (resumed && isNew) restore(session, history);
    await player.prepare();
    noticeSecrets(company);
    if (resumed) {
      await recall(session, history);
      await takeUp(company, history, options);
    }
    if (options.expect) refuseUnplanned(company, options.expect);
    await player.play(options);
  } catch (error) {
    await tellEnd(company, error, since(started));
    throw error;
  }
  session.finish();
  await session.save();
  await events.record({ type: 'ended', status: 'done', ...player.tally, seconds: since(started) });
}

/** What is played must be what was planned. Throws PLAY_PLAN_STALE. */
function refuseUnplanned({ session, cast }: Company, expected: readonly string[]): void {
  const keys = new Set(session.playbook.actions.map(action => cast.keyOf(action)));
  if (keys.size === expected.length && expected.every(key => keys.has(key))) return;
  throw new HeroError('PLAY_PLAN_STALE', 'the scripts were changed while the plan was applied', {
    hint: 'look at it again with `hero plan`',
  });
}

/** A script is read, copied and kept in repositories by many: it is no place for a secret. */
function noticeSecrets({ session, cast, events }: Company): void {
  const action = session.playbook.actions.find(each => !each.done && cast.holdsSecret(each));
  if (!action) return;
  const text = `${action.fullName} (${action.place}) holds a secret that everybody can read; keep it with \`hero config set\` and fetch it with \`!!config.get key:… into:…\``;
  events.emit({ type: 'noticed', text });
}

async function open(
  { session, events, player }: Company,
  resumed: boolean,
  content: JournalContent,
): Promise<void> {
  player.learn();
  // On disk with the first step: before that there is nothing to go on with.
  events.emit({
    type: 'opened',
    id: session.guid,
    session: session.name,
    context: session.context.name,
    run: session.runNumber,
    resumed,
    interactive: session.answers.canAsk,
    version,
  });
  if (!content.isTorn) return;
  const text = 'the last line of the journal was cut off; it was never confirmed, so it was dropped';
  events.emit({ type: 'noticed', text });
}

/** Nothing is taken from anybody for a run that would not begin. */
async function refuseUnfinished(session: Session, options: RunOptions): Promise<void> {
  const { records } = await Journal.read(journalPath(session.path));
  isResumed(session, readHistory(records), options);
}

/** Whether the last run goes on. Throws PLAY_UNFINISHED when nobody said what to do with it, PLAY_NOT_RESUMABLE. */
function isResumed(session: Session, { isOpen, run }: History, { resume, restart }: RunOptions): boolean {
  if (resume && !isOpen) {
    const message = run === 0 ? 'was never played' : 'ended; there is nothing to go on with';
    throw new HeroError('PLAY_NOTHING_TO_RESUME', `the session ${show(session.name)} ${message}`, {
      hint: `play it with \`hero run --session ${session.name}\``,
    });
  }
  if (!isOpen || restart) return false;
  if (resume || session.runNumber === run) return true;
  throw new HeroError(
    'PLAY_UNFINISHED',
    `the session ${show(session.name)} did not end when it was played last`,
    {
      hint: `go on with \`hero resume ${session.name}\`, or play it anew with \`--restart\``,
    },
  );
}

/** What the run had learned before: scripts that actions added, and answers. */
function restore(session: Session, history: History): void {
  // Whoever is played again adds them again.
  for (const { by, ...script } of history.added)
    if (by === undefined || history.finished.has(by)) session.readd(script);
  for (const [id, answer] of history.answers) session.answers.remember(id, answer);
}

/** Session params that finished actions set; after the preparation, which sets them first. */
async function recall(session: Session, history: History): Promise<void> {
  for (const { set } of history.finished.values())
    for (const [key, value] of Object.entries(set)) session.params.set(key, value);
  await askAgain(session, history);
}

/** A secret is not kept, so whoever goes on has to give it again. */
async function askAgain(session: Session, history: History): Promise<void> {
  const later = [...history.finished.values()].flatMap(({ withheld }) => withheld);
  const names = new Set([...session.withheld, ...later]);
  for (const id of names) {
    if (session.params.exists(id)) continue;
    const { text = `${id} is not kept, because it is a secret` } = history.secrets.get(id) ?? {};
    session.params.set(id, await session.ask({ id, text, secret: true }));
  }
}

async function tellEnd(
  { session, events, player, cast }: Company,
  error: unknown,
  seconds: number,
): Promise<void> {
  // Another process plays the session now: nothing of ours may be written.
  if (isHeroError(error, 'SYS_FENCED')) return;
  try {
    // What failed early left unsaid which answers are secret.
    const open = session.playbook.actions.filter(({ done }) => !done);
    await lookOver(session, cast, open).catch(() => undefined);
    await session.save();
    const { tally, running } = player;
    if (isHeroError(error, 'PLAY_INTERRUPTED')) {
      return events.record({
        type: 'interrupted',
        reason: error.message,
        ...(running && { action: running }),
      });
    }
    await events.record({ type: 'ended', status: 'failed', ...tally, seconds, error: failureOf(error) });
  } catch {
    // What went wrong first is what the caller has to know.
  }
}

import { HeroError, isHeroError, maskError, show } from '../../base/index.ts';
import { version } from '../../base/version.ts';
import { stopwatch } from '../../sys/clock.ts';
import { makeDirectory } from '../../sys/file.ts';
import { Lock } from '../../sys/lock.ts';
import { randomId } from '../../sys/random-id.ts';
import { journalPath, runLock } from '../context/session-file.ts';
import { inspect } from '../inspect/preflight.ts';
import type { EventBody } from '../journal/event.ts';
import { type History, readHistory } from '../journal/history.ts';
import { Journal } from '../journal/journal.ts';
import { type JournalContent, journalFormat, readJournal } from '../journal/journal-reader.ts';
import type { RunOptions } from '../model/run-options.ts';
import type { Session } from '../model/session.ts';
import type { Engine } from './engine.ts';
import { failureOf, since } from './perform-action.ts';
import { refuseUnplanned } from './play-parts.ts';
import { restoreAdded, restoreParams } from './restore.ts';
import { resumeFrom } from './resume.ts';

/**
 * Plays a session with its lock held and every step on disk. Throws SYS_LOCKED, PLAY_UNFINISHED, PLAY_JOURNAL_CORRUPT,
 * PLAY_CHANGED and PLAY_IN_DOUBT for a run that cannot continue, and the errors of playing.
 */
export async function runSession(engine: Engine, options: RunOptions): Promise<void> {
  const { session, events } = engine;
  const { takeOver = false } = options;
  await makeDirectory(session.path);
  if (takeOver) await refuseUnfinished(session, options);
  const lock = await Lock.acquire(session.path, { name: runLock, ...(takeOver && { takeOver }) });
  try {
    const guard = () => lock.assertHeld();
    const path = journalPath(session.path);
    const { journal, content } = await Journal.open(path, { guard, replace: takeOver });
    events.keepIn(journal);
    try {
      await playWith(engine, content, options, guard);
    } finally {
      events.keepIn(undefined);
      await journal.close().catch(() => undefined);
    }
  } catch (error) {
    throw maskError(engine.secrets.maskError(error, engine.playbook.actions), events.mask);
  } finally {
    await lock.release();
  }
}

/** Adds one line to the journal of a session that is not played. Throws SYS_LOCKED when it is. */
export async function noteInJournal({ session, events }: Engine, note: EventBody): Promise<void> {
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
  engine: Engine,
  content: JournalContent,
  options: RunOptions,
  guard: () => void,
): Promise<void> {
  const { session, state, events, player, control } = engine;
  const history = readHistory(content.records);
  const isResumed = decideResume(session, history, options);
  // An object that played the last run has its state in memory; a new one restores it from the journal.
  const isNew = state.runNumber !== history.run;
  // The id differs even when the home was removed and numbers start over: services remember keys made of it.
  if (isResumed) state.beginRun(history.run, history.id);
  else state.beginRun(history.run + 1, randomId());
  player.begin(options.signal, guard, isResumed ? history.planned : []);
  const started = stopwatch();
  tellOpened(engine, isResumed, content);
  try {
    if (isResumed && isNew) restoreAdded(engine, history);
    await player.prepare();
    noticeSecrets(engine);
    if (isResumed) {
      await restoreParams(engine, history);
      await resumeFrom(history, engine, player, options);
    }
    if (options.expect) refuseUnplanned(engine, options.expect);
    await player.play(options);
  } catch (error) {
    await tellEnd(engine, error, since(started));
    throw error;
  }
  // A script that was made of a session sets the end of that session.
  state.end ??= session.now();
  await session.save();
  await events.record({ type: 'ended', status: 'done', ...control.counts, seconds: since(started) });
}

/** Warns of secrets in scripts: a script is read, copied and kept in many repositories. */
function noticeSecrets({ playbook, secrets, events }: Engine): void {
  const action = playbook.actions.find(each => !each.done && secrets.holdsSecret(each));
  if (!action) return;
  const text = `${action.fullName} (${action.place}) holds a secret in plain text; keep it with \`hero config set\` and fetch it with \`!!config.get key:… into:…\``;
  events.emit({ type: 'noticed', text });
}

function tellOpened(engine: Engine, resumed: boolean, { isTorn }: JournalContent): void {
  const { session, state, events, player, answers } = engine;
  player.registerSecrets();
  // It is on disk with the first step: without one there is nothing to continue.
  events.emit({
    type: 'opened',
    format: journalFormat,
    id: state.runId,
    session: session.name,
    context: session.context.name,
    run: state.runNumber,
    resumed,
    interactive: answers.canAsk,
    version,
  });
  if (!isTorn) return;
  const text = 'the last line of the journal was cut off; it was never confirmed, so it was dropped';
  events.emit({ type: 'noticed', text });
}

/** Refuses a run that would not start, before the session is taken from another process. */
async function refuseUnfinished(session: Session, options: RunOptions): Promise<void> {
  const { records } = await readJournal(journalPath(session.path));
  decideResume(session, readHistory(records), options);
}

/** True when the last run continues. Throws PLAY_UNFINISHED without a decision about it, PLAY_NOTHING_TO_RESUME. */
function decideResume(session: Session, { isOpen, run }: History, { resume, restart }: RunOptions): boolean {
  if (resume && !isOpen) {
    const message = run === 0 ? 'was never played' : 'has ended, so there is nothing to continue';
    throw new HeroError('PLAY_NOTHING_TO_RESUME', `the session ${show(session.name)} ${message}`, {
      hint: `play it with \`hero run --session ${session.name}\``,
    });
  }
  if (!isOpen || restart) return false;
  if (resume || session.runNumber === run) return true;
  throw new HeroError('PLAY_UNFINISHED', `the session ${show(session.name)} has a run that did not end`, {
    hint: `continue it with \`hero resume ${session.name}\`, or start it over with \`--restart\``,
  });
}

async function tellEnd(engine: Engine, error: unknown, seconds: number): Promise<void> {
  // Another process plays the session now, so this one must write nothing.
  if (isHeroError(error, 'SYS_FENCED')) return;
  const { session, events, control, playbook } = engine;
  try {
    // A run that failed early has not registered yet which answers are secret.
    const open = playbook.actions.filter(({ done }) => !done);
    await inspect(engine, open).catch(() => undefined);
    await session.save();
    const { counts, running } = control;
    if (isHeroError(error, 'PLAY_INTERRUPTED')) {
      const action = running && { action: running };
      return await events.record({ type: 'interrupted', reason: error.message, ...action });
    }
    await events.record({ type: 'ended', status: 'failed', ...counts, seconds, error: failureOf(error) });
  } catch {
    // The caller needs the first error.
  }
}

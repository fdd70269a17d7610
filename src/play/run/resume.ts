import { type Effect, readConduct } from '../../action/index.ts';
import { type Diagnostic, HeroError, show } from '../../base/index.ts';
import type { ActionRef, Happening, PlayEvents } from '../journal/event.ts';
import { type Doubt, decisionId, type History } from '../journal/history.ts';
import type { Cast } from '../model/handler-resolver.ts';
import type { Session } from '../model/session.ts';
import type { Action } from '../playbook/action.ts';
import type { Player } from './player.ts';

/** What is decided about an action that may or may not have been done. */
export type Decision = 'done' | 'retry';

export interface ResumeOptions {
  /** Decisions about actions in doubt, by the number of the action. */
  resolve?: Readonly<Record<number, Decision>>;
  /** Whether to go on although the part that was played reads differently now. */
  acceptChanges?: boolean;
}

/** Those who play a session together. */
export interface Company {
  readonly session: Session;
  readonly cast: Cast;
  readonly events: PlayEvents;
  readonly player: Player;
}

/**
 * Makes a playbook go on where its journal ends: what was finished is done, what is in doubt is decided. Throws
 * PLAY_CHANGED when the finished part reads differently, PLAY_IN_DOUBT when nobody can decide.
 */
export async function takeUp(company: Company, history: History, options: ResumeOptions): Promise<void> {
  const { session, cast } = company;
  const byKey = new Map(session.playbook.actions.map(action => [cast.keyOf(action), action]));
  cast.countFrom(history.started);
  for (const [key, { action: ref, result }] of history.finished) {
    const action = byKey.get(key);
    if (!action) continue;
    action.done = true;
    cast.number(action, ref.number);
    for (const [name, value] of Object.entries(result)) action.result.set(name, value);
  }
  if (!options.acceptChanges) refuseChanges(session, cast, history, byKey);
  await resolveDoubts(company, history, byKey, options);
  tellNew(company, history);
}

/** What was played must still stand there, in front of all that was not. */
function refuseChanges(
  session: Session,
  cast: Cast,
  history: History,
  byKey: ReadonlyMap<string, Action>,
): void {
  const gone = [...history.finished.values()].filter(({ action }) => !byKey.has(action.key));
  const order = session.playbook.find({ includeDone: true }).filter(action => isPlayed(cast, action));
  const last = order.findLastIndex(action => history.finished.has(cast.keyOf(action)));
  const known = (action: Action) => {
    const key = cast.keyOf(action);
    return history.finished.has(key) || history.doubts.has(key);
  };
  const added = order.slice(0, last + 1).filter(action => !known(action));
  if (gone.length === 0 && added.length === 0) return;
  // What stands where something is gone is most likely what became of it.
  const shown = order.slice(0, Math.max(last + 1, gone.length)).filter(action => !known(action));
  const lines = [
    ...gone.map(({ action }) => `- ${action.text.replaceAll('\n', '\n- ')}   (${action.place})`),
    ...shown.map(action => `+ ${cast.textOf(action).replaceAll('\n', '\n+ ')}   (${action.place})`),
  ];
  throw new HeroError(
    'PLAY_CHANGED',
    `the part of the script that was played reads differently now, so nothing was played:\n${lines.join('\n')}`,
    { hint: 'undo the change, or go on all the same with `--accept-changes`' },
  );
}

async function resolveDoubts(
  company: Company,
  { doubts }: History,
  byKey: ReadonlyMap<string, Action>,
  { resolve = {} }: ResumeOptions,
): Promise<void> {
  tellUseless(company, doubts, resolve);
  const open: Doubt[] = [];
  const again: Doubt[] = [];
  for (const doubt of doubts.values()) {
    const action = byKey.get(doubt.action.key);
    if (action) company.cast.number(action, doubt.action.number);
    const decision = resolve[doubt.action.number] ?? (await decide(company, doubt, action));
    if (decision === undefined) open.push(doubt);
    else if (decision !== 'retry' || !action) await settle(company.events, doubt, action, decision);
    else if (effectOf(company.cast, action) === 'once') again.push(doubt);
  }
  if (open.length > 0) throw inDoubt(open);
  for (const { action } of again) company.events.emit(toldToRetry(action));
}

/** A decision about something that is in no doubt is most likely a mistyped number. */
function tellUseless(
  { events }: Company,
  doubts: History['doubts'],
  resolve: ResumeOptions['resolve'] = {},
): void {
  const numbers = [...doubts.values()].map(({ action }) => action.number);
  for (const number of Object.keys(resolve).filter(each => !numbers.includes(Number(each))))
    events.emit({
      type: 'noticed',
      text: `action ${number} is not in doubt, so what was decided about it counts for nothing`,
    });
}

/** Kept with the start that follows, so that the journal says why an action was started twice. */
function toldToRetry({ number, name }: ActionRef): Happening {
  return {
    type: 'noted',
    category: 'resume',
    level: 'info',
    text: `action ${number} (${name}): told to retry`,
  };
}

/** What can be decided without a word: by the effect, by a probe, or by asking the person. */
async function decide(
  { session, cast, player }: Company,
  doubt: Doubt,
  action: Action | undefined,
): Promise<Decision | 'found done' | undefined> {
  // It was told that it failed, and then it was changed: that is a decision.
  if (!action && doubt.error) return 'retry';
  const effect = action ? effectOf(cast, action) : doubt.effect;
  if (effect === 'pure' || effect === 'idempotent') return 'retry';
  if (effect === 'probe' && action) return (await player.probe(action)) ? 'found done' : 'retry';
  if (!session.answers.canAsk) return undefined;
  const question = {
    id: decisionId(doubt.action),
    text: `${describe(doubt)}. What now?`,
    type: 'choice',
    choices: ['done', 'retry'],
  };
  return session.ask(question) as Promise<Decision>;
}

function effectOf(cast: Cast, action: Action): Effect {
  const part = cast.partOf(action);
  return part && 'definition' in part ? readConduct(part.definition, action.written).effect : 'once';
}

async function settle(
  events: PlayEvents,
  { action: ref }: Doubt,
  action: Action | undefined,
  decision: Decision | 'found done',
): Promise<void> {
  if (action) action.done = true;
  const told = decision === 'done' ? 'told to be done' : 'found to be done';
  const gone = { reason: 'it does not stand in the script any more', isGone: true } as const;
  await events.record({ type: 'skipped', action: ref, ...(action ? { reason: told } : gone) });
}

function describe({ action, error }: Doubt): string {
  const { number, name, place } = action;
  const what = error ? `failed (${error.message})` : 'was started, and nobody knows whether it was finished';
  return `action ${number}, ${show(name)} (${place}), ${what}`;
}

function inDoubt(doubts: readonly Doubt[]): HeroError {
  const diagnostics = doubts.map((doubt): Diagnostic => {
    const { number } = doubt.action;
    const hint = `look, and say \`--resolve ${number}=done\` or \`--resolve ${number}=retry\``;
    return { code: 'PLAY_IN_DOUBT', severity: 'error', message: describe(doubt), hint };
  });
  const count = doubts.length === 1 ? 'an action is' : `${doubts.length} actions are`;
  return new HeroError('PLAY_IN_DOUBT', `${count} in doubt, so nothing was played`, { diagnostics });
}

/** Says which actions are there that were not when the run was planned. */
function tellNew({ session, cast, events }: Company, history: History): void {
  const known = new Set(history.planned);
  if (known.size === 0) return;
  for (const action of session.playbook.find()) {
    if (prepares(cast, action) || known.has(cast.keyOf(action))) continue;
    const text = `${action.fullName} (${action.place}) is new or was changed since the run began; it is played`;
    events.emit({ type: 'noticed', text });
  }
}

/** Whether it is played with the others: it does not prepare, and is not left because nobody plays it. */
function isPlayed(cast: Cast, action: Action): boolean {
  return cast.partOf(action) !== undefined && !prepares(cast, action);
}

function prepares(cast: Cast, action: Action): boolean {
  const part = cast.partOf(action);
  return part !== undefined && 'definition' in part && part.definition.prepares === true;
}

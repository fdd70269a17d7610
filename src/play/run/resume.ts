import { type Diagnostic, HeroError, show } from '../../base/index.ts';
import type { ActionRef, EventBody } from '../journal/event.ts';
import { decisionId, type History, type UncertainAction } from '../journal/history.ts';
import type { Decision, ResumeOptions } from '../model/run-options.ts';
import type { Action } from '../playbook/action.ts';
import type { PlayParts } from './play-parts.ts';
import type { Player } from './player.ts';

type ActionsByKey = ReadonlyMap<string, Action>;

/**
 * Makes a playbook continue at the end of its journal: finished actions are done, uncertain ones are decided. Throws
 * PLAY_CHANGED when the finished part has changed, PLAY_IN_DOUBT when an uncertain action needs a decision.
 */
export async function resumeFrom(
  history: History,
  parts: PlayParts,
  player: Player,
  options: ResumeOptions,
): Promise<void> {
  const { playbook, describer } = parts;
  const byKey = new Map(playbook.actions.map(action => [describer.keyOf(action), action]));
  describer.countFrom(history.started);
  for (const [key, { action: ref, result }] of history.finished) {
    const action = byKey.get(key);
    if (!action) continue;
    action.done = true;
    describer.setNumber(action, ref.number);
    for (const [name, value] of Object.entries(result)) action.result.set(name, value);
  }
  if (!options.acceptChanges) refuseChanges(parts, history, byKey);
  await decideUncertain(parts, player, history, byKey, options);
  noticeNewActions(parts, history);
}

/** Throws PLAY_CHANGED unless the finished part still exists, before all actions that were not played. */
function refuseChanges(
  { playbook, handlers, describer }: PlayParts,
  history: History,
  byKey: ActionsByKey,
): void {
  const gone = [...history.finished.values()].filter(({ action }) => !byKey.has(action.key));
  const order = playbook
    .find({ includeDone: true })
    .filter(action => handlers.handlerFor(action) !== undefined && !handlers.prepares(action));
  const last = order.findLastIndex(action => history.finished.has(describer.keyOf(action)));
  const isKnown = (action: Action) => {
    const key = describer.keyOf(action);
    return history.finished.has(key) || history.uncertain.has(key);
  };
  const added = order.slice(0, last + 1).filter(action => !isKnown(action));
  if (gone.length === 0 && added.length === 0) return;
  // An action at the place of a missing one is probably its new version.
  const shown = order.slice(0, Math.max(last + 1, gone.length)).filter(action => !isKnown(action));
  const lines = [
    ...gone.map(({ action }) => `- ${action.text.replaceAll('\n', '\n- ')}   (${action.place})`),
    ...shown.map(action => `+ ${describer.textOf(action).replaceAll('\n', '\n+ ')}   (${action.place})`),
  ];
  throw new HeroError(
    'PLAY_CHANGED',
    `the part of the script that was already played has changed, so nothing was played:\n${lines.join('\n')}`,
    { hint: 'undo the change, or continue with `--accept-changes`' },
  );
}

async function decideUncertain(
  parts: PlayParts,
  player: Player,
  { uncertain }: History,
  byKey: ActionsByKey,
  { resolve = {} }: ResumeOptions,
): Promise<void> {
  noticeUselessDecisions(parts, uncertain, resolve);
  const open: UncertainAction[] = [];
  const again: UncertainAction[] = [];
  for (const each of uncertain.values()) {
    const action = byKey.get(each.action.key);
    if (action) parts.describer.setNumber(action, each.action.number);
    const decision = resolve[each.action.number] ?? (await decide(parts, player, each, action));
    if (decision === undefined) open.push(each);
    else if (decision !== 'retry' || !action) await settle(parts, each, action, decision);
    else if (parts.handlers.effectOf(action) === 'once') again.push(each);
  }
  if (open.length > 0) throw inDoubt(open);
  for (const { action } of again) parts.events.emit(toldToRetry(action));
}

/** A decision about an action that is not in doubt is probably a mistyped number. */
function noticeUselessDecisions(
  { events }: PlayParts,
  uncertain: History['uncertain'],
  resolve: Readonly<Record<number, Decision>>,
): void {
  const numbers = [...uncertain.values()].map(({ action }) => action.number);
  for (const number of Object.keys(resolve).filter(each => !numbers.includes(Number(each))))
    events.emit({
      type: 'noticed',
      text: `action ${number} is not in doubt, so the decision about it has no effect`,
    });
}

/** Recorded with the start that follows, so that the journal explains a second start. */
function toldToRetry({ number, name }: ActionRef): EventBody {
  return {
    type: 'noted',
    category: 'resume',
    level: 'info',
    text: `action ${number} (${name}): marked for retry`,
  };
}

/** A decision without `--resolve`: by the effect, by a probe, or by asking the person; undefined when no person can be asked. */
async function decide(
  { handlers, answers, session }: PlayParts,
  player: Player,
  uncertain: UncertainAction,
  action: Action | undefined,
): Promise<Decision | 'found done' | undefined> {
  // A failed action that was changed since is decided by that change.
  if (!action && uncertain.error) return 'retry';
  const effect = action ? handlers.effectOf(action) : uncertain.effect;
  if (effect === 'pure' || effect === 'idempotent') return 'retry';
  if (effect === 'probe' && action) return (await player.probe(action)) ? 'found done' : 'retry';
  if (!answers.canAsk) return undefined;
  const question = {
    id: decisionId(uncertain.action),
    text: `${describeUncertain(uncertain)}. What now?`,
    type: 'choice',
    choices: ['done', 'retry'],
  };
  return session.ask(question) as Promise<Decision>;
}

async function settle(
  { events }: PlayParts,
  { action: ref }: UncertainAction,
  action: Action | undefined,
  decision: Decision | 'found done',
): Promise<void> {
  if (action) action.done = true;
  const told = decision === 'done' ? 'marked as done' : 'found done by its check';
  const gone = { reason: 'it is not in the script any more', isGone: true } as const;
  await events.record({ type: 'skipped', action: ref, ...(action ? { reason: told } : gone) });
}

function describeUncertain({ action, error }: UncertainAction): string {
  const { number, name, place } = action;
  const what = error ? `failed (${error.message})` : 'was started, and may or may not have finished';
  return `action ${number}, ${show(name)} (${place}), ${what}`;
}

function inDoubt(uncertain: readonly UncertainAction[]): HeroError {
  const diagnostics = uncertain.map((each): Diagnostic => {
    const { number } = each.action;
    const hint = `check whether it ran, then pass \`--resolve ${number}=done\` or \`--resolve ${number}=retry\``;
    return { code: 'PLAY_IN_DOUBT', severity: 'error', message: describeUncertain(each), hint };
  });
  const count = uncertain.length === 1 ? 'an action is' : `${uncertain.length} actions are`;
  return new HeroError('PLAY_IN_DOUBT', `${count} in doubt, so nothing was played`, { diagnostics });
}

/** Reports the actions that did not exist when the run was planned. */
function noticeNewActions({ playbook, handlers, describer, events }: PlayParts, history: History): void {
  const known = new Set(history.planned);
  if (known.size === 0) return;
  for (const action of playbook.find()) {
    if (handlers.prepares(action) || known.has(describer.keyOf(action))) continue;
    const text = `${action.fullName} (${action.place}) is new or was changed since the run began, and is played`;
    events.emit({ type: 'noticed', text });
  }
}

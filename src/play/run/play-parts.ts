import { HeroError } from '../../base/index.ts';
import type { Inspection } from '../inspect/inspection.ts';
import type { ActionRef, Counts, EventSink } from '../journal/event.ts';
import type { Session } from '../model/session.ts';
import { interrupted } from './attempt.ts';

/** The parts of a session that play it together; the engine makes them in one place. */
export interface PlayParts extends Inspection {
  readonly session: Session;
  readonly events: EventSink;
  readonly control: RunControl;
}

/** The abort signal and the progress of a run. */
export class RunControl {
  readonly counts: { -readonly [K in keyof Counts]: Counts[K] } = { played: 0, failed: 0, skipped: 0 };
  /** The running action, or the interrupted one. */
  running: ActionRef | undefined;
  signal: AbortSignal = new AbortController().signal;
  /** Runs before each action: throws when another process took the session over. */
  #guard: () => void = () => undefined;

  /** Starts a run. */
  begin(signal: AbortSignal | undefined, guard: () => void): void {
    this.running = undefined;
    this.signal = signal ?? new AbortController().signal;
    this.#guard = guard;
    Object.assign(this.counts, { played: 0, failed: 0, skipped: 0 });
  }

  /** Throws PLAY_INTERRUPTED and SYS_FENCED when no further action may start. */
  assertMayStart(): void {
    if (this.signal.aborted) throw interrupted(this.signal);
    this.#guard();
  }
}

/** The session params that changed since they were marked unchanged, for the end of an action; only names for secrets. */
export function changedParams({ state, secrets, events: { mask } }: PlayParts): {
  set?: Record<string, string>;
  withheld?: string[];
} {
  const changed = [...state.changed()];
  secrets.registerValues(state.names.secrets());
  const open = changed.filter(([, value]) => !mask.holds(value));
  const withheld = changed.filter(([, value]) => mask.holds(value)).map(([key]) => key);
  return {
    ...(open.length > 0 && { set: Object.fromEntries(open) }),
    ...(withheld.length > 0 && { withheld }),
  };
}

/** Throws PLAY_PLAN_STALE unless the actions of the playbook are those of a plan. */
export function refuseUnplanned({ playbook, describer }: Inspection, expected: readonly string[]): void {
  const keys = new Set(playbook.actions.map(action => describer.keyOf(action)));
  if (keys.size === expected.length && expected.every(key => keys.has(key))) return;
  throw new HeroError('PLAY_PLAN_STALE', 'the scripts have changed since the plan was made', {
    hint: 'make another plan with `hero plan`',
  });
}

import { HeroError, masked, parseObject, show } from '../../base/index.ts';
import { sha256 } from '../../sys/hash.ts';
import type { Plan, PlannedAction } from './plan.ts';

/** What it takes to make a plan again: how its session was opened. Secrets of it are not kept. */
export interface PlanRequest {
  readonly path?: string;
  readonly url?: string;
  readonly context?: string;
  readonly coderoot?: string;
  readonly priority?: Readonly<Record<number, string>>;
  readonly set?: Readonly<Record<string, string>>;
  readonly allowInclude?: readonly string[];
}

export interface SavedPlan {
  readonly request: PlanRequest;
  readonly plan: Plan;
}

/** A plan as a file: one JSON object with a checksum. */
export function writePlan(saved: SavedPlan): string {
  const body = { heroplay: 'plan', version: 1, ...saved };
  return `${JSON.stringify({ ...body, sum: sha256(JSON.stringify(body)) }, null, 2)}\n`;
}

/** Reads the file of a plan. Throws PLAY_PLAN_BAD for what is none, and for one that was changed. */
export function readPlan(text: string, name: string): SavedPlan {
  const { sum, ...body } = parseObject(text) ?? {};
  if (body.heroplay !== 'plan') throw bad(name, 'is no plan');
  if (body.version !== 1) throw bad(name, `has version ${show(String(body.version))}, expected 1`);
  if (sum !== sha256(JSON.stringify(body))) throw bad(name, 'was changed after it was written');
  return body as unknown as SavedPlan;
}

/** What differs between a plan and the one that would be made now; empty when nothing does. */
export function comparePlans(then: Plan, now: Plan): string[] {
  if (then.heroplay !== now.heroplay) return [`heroplay was ${then.heroplay}, and is ${now.heroplay}`];
  const basis = [
    ...differences('the script', then.basis.scripts, now.basis.scripts),
    ...differences('the actor of', then.basis.actors, now.basis.actors),
    ...differences('', then.basis.state, now.basis.state),
  ];
  if (basis.length > 0) return basis;
  return compareActions(then.actions, now.actions);
}

type Hashes = Readonly<Record<string, string | null>>;

function differences(what: string, then: Hashes, now: Hashes): string[] {
  const names = [...new Set([...Object.keys(then), ...Object.keys(now)])];
  return names
    .filter(name => then[name] !== now[name])
    .map(
      name => `${[what, name].filter(Boolean).join(' ')} ${happened(then[name] ?? null, now[name] ?? null)}`,
    );
}

function happened(then: string | null, now: string | null): string {
  if (then === null) return 'is there now';
  return now === null ? 'is gone' : 'was changed';
}

function compareActions(then: readonly PlannedAction[], now: readonly PlannedAction[]): string[] {
  const different = now.filter((action, at) => JSON.stringify(action) !== JSON.stringify(then[at]));
  const changed = different.map(({ name, place }) => `${name} (${place}) would be played in another way`);
  return then.length === now.length
    ? changed
    : [`${then.length} actions were planned, there are ${now.length} now`];
}

/** The settings that a plan keeps: those that are no secrets. */
export function keptSettings(
  set: Readonly<Record<string, string>>,
  mask: (text: string) => string,
  isSecretName: (key: string) => boolean,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(set).map(([key, value]) => [
      key,
      isSecretName(key) || mask(value) !== value ? masked : value,
    ]),
  );
}

function bad(name: string, what: string): HeroError {
  return new HeroError('PLAY_PLAN_BAD', `${show(name)} ${what}`, {
    hint: 'make a new one with `hero plan SCRIPT --out FILE`',
  });
}

import { sha256 } from '../../base/hash.ts';
import {
  HeroError,
  type JsonOf,
  json,
  masked,
  newerFormat,
  parseJson,
  parseObject,
  show,
} from '../../base/index.ts';
import type { Plan, PlannedAction } from '../model/plan.ts';

const fileFormat = 1;

/** The request from which a plan can be made again: the arguments of its session, without secrets. */
const requestShape = json.object({
  path: json.optional(json.text),
  url: json.optional(json.text),
  context: json.optional(json.text),
  coderoot: json.optional(json.text),
  priority: json.optional(json.record(json.text)),
  set: json.optional(json.record(json.text)),
  allowInclude: json.optional(json.list(json.text)),
});

const planShape = json.object({
  heroplay: json.text,
  context: json.text,
  actions: json.list(
    json.object({
      number: json.number,
      name: json.text,
      place: json.text,
      key: json.text,
      remote: json.optional(json.text),
      values: json.list(
        json.object({
          key: json.text,
          value: json.text,
          from: json.text,
          unknown: json.optional(json.text),
        }),
      ),
      args: json.list(json.text),
      changes: json.list(
        json.object({
          kind: json.literal('create', 'change', 'remove', 'run'),
          what: json.text,
          before: json.optional(json.text),
          after: json.optional(json.text),
        }),
      ),
      unknown: json.list(json.text),
    }),
  ),
  questions: json.list(
    json.object({ id: json.text, text: json.text, type: json.text, secret: json.optional(json.boolean) }),
  ),
  isChange: json.boolean,
  basis: json.object({
    scripts: json.record(json.text),
    actors: json.record(json.text),
    state: json.record(json.nullable(json.text)),
  }),
});

const fileShape = json.object({
  heroplay: json.literal('plan'),
  version: json.literal(fileFormat),
  request: requestShape,
  plan: planShape,
});

/** How the session of a plan was opened. */
export type PlanRequest = JsonOf<typeof requestShape>;

export interface SavedPlan {
  readonly request: PlanRequest;
  readonly plan: Plan;
}

/** A plan as a file: one JSON object with a checksum. */
export function writePlan(saved: SavedPlan): string {
  const body = { heroplay: 'plan', version: fileFormat, ...saved };
  return `${JSON.stringify({ ...body, sum: sha256(JSON.stringify(body)) }, null, 2)}\n`;
}

/** Reads the file of a plan. Throws PLAY_PLAN_BAD for any other file and for a changed plan, PLAY_NEWER_FORMAT. */
export function readPlan(text: string, name: string): SavedPlan {
  const { sum, ...body } = parseObject(text) ?? {};
  if (body.heroplay !== 'plan') throw bad(name, 'is not a plan');
  if (typeof body.version === 'number' && body.version > fileFormat)
    throw newerFormat(name, body.version, fileFormat);
  if (sum !== sha256(JSON.stringify(body))) throw bad(name, 'was changed after it was written');
  return parseJson(text, fileShape, problem => bad(name, `cannot be used: ${problem}`));
}

/** The differences between a plan and the one that would be made now; empty when there are none. */
export function comparePlans(then: Plan, now: Plan): string[] {
  if (then.heroplay !== now.heroplay) return [`heroplay was ${then.heroplay}, and is ${now.heroplay} now`];
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
  if (then === null) return 'exists now';
  return now === null ? 'is gone' : 'was changed';
}

function compareActions(then: readonly PlannedAction[], now: readonly PlannedAction[]): string[] {
  const different = now.filter((action, at) => JSON.stringify(action) !== JSON.stringify(then[at]));
  const changed = different.map(({ name, place }) => `${name} (${place}) would be played in another way`);
  return then.length === now.length
    ? changed
    : [`${then.length} actions were planned, there are ${now.length} now`];
}

/** The settings that a plan keeps: all that are not secrets. */
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
    hint: 'make a new plan with `hero plan SCRIPT --out FILE`',
  });
}

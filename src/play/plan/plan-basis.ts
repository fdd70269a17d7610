import { describeAction } from '../../action/describe.ts';
import { sha256 } from '../../sys/hash.ts';
import type { Company } from '../run/resume.ts';
import type { PlanWorld } from './planned-state.ts';

/** Hashes of all that a plan was made of. */
export interface Basis {
  /** By the name of the script. */
  readonly scripts: Readonly<Record<string, string>>;
  /** By the full name of the action. */
  readonly actors: Readonly<Record<string, string>>;
  /** By what was looked at; null for what was not there. */
  readonly state: Readonly<Record<string, string | null>>;
}

export function basisOf({ session, cast }: Company, world: PlanWorld): Basis {
  const scripts = new Map<string, string>();
  const actors = new Map<string, string>();
  for (const action of session.playbook.actions) {
    const { source } = action.node;
    if (!scripts.has(source.name)) scripts.set(source.name, sha256(source.text));
    const part = cast.partOf(action);
    if (!part || actors.has(action.fullName)) continue;
    actors.set(
      action.fullName,
      'definition' in part ? definitionHash(action.fullName, part.definition) : moduleHash(part),
    );
  }
  return {
    scripts: Object.fromEntries(scripts),
    actors: Object.fromEntries(actors),
    // A name may hold a secret, too: a path that is made of one.
    state: Object.fromEntries(world.state().map(([what, hash]) => [session.mask(what), hash])),
  };
}

type Definition = Parameters<typeof describeAction>[1];

/** What an action takes, and the code that plays it. */
function definitionHash(name: string, definition: Definition): string {
  return sha256(`${JSON.stringify(describeAction(name, definition))}\n${definition.run}`);
}

function moduleHash({ module }: { readonly module: { readonly play: unknown } }): string {
  return sha256(String(module.play));
}

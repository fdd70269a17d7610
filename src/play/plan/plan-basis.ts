import { describeAction } from '../../action/describe.ts';
import { sha256 } from '../../base/hash.ts';
import type { Mask } from '../../base/index.ts';
import type { Inspection } from '../inspect/inspection.ts';
import type { Handler } from '../model/handler-resolver.ts';
import type { PlanBasis } from '../model/plan.ts';
import type { PlannedState } from './planned-state.ts';

/** Hashes of everything that a plan was made of: scripts, actors and the observed state. */
export function basisOf({ playbook, handlers }: Inspection, state: PlannedState, mask: Mask): PlanBasis {
  const scripts = new Map<string, string>();
  const actors = new Map<string, string>();
  for (const action of playbook.actions) {
    const { source } = action.node;
    if (!scripts.has(source.name)) scripts.set(source.name, sha256(source.text));
    const handler = handlers.handlerFor(action);
    if (!handler || actors.has(action.fullName)) continue;
    actors.set(action.fullName, handlerHash(action.fullName, handler));
  }
  return {
    scripts: Object.fromEntries(scripts),
    actors: Object.fromEntries(actors),
    // The name of an observed thing may hold a secret: a path that is made of one.
    state: Object.fromEntries(state.hashes().map(([what, hash]) => [mask.text(what), hash])),
  };
}

/** A hash of the params that a handler takes, and of its code. */
function handlerHash(name: string, handler: Handler): string {
  if (handler.kind === 'module') return sha256(String(handler.module.play));
  const { definition } = handler;
  return sha256(`${JSON.stringify(describeAction(name, definition))}\n${definition.run}`);
}

import { homedir } from 'node:os';
import { HeroError } from '../../base/index.ts';
import type { Clock } from '../../sys/clock.ts';
import type { Context } from '../context/context.ts';
import type { InspectHost } from '../inspect/inspect-host.ts';
import type { ActorOrModule } from '../model/action-context.ts';
import type { Action } from '../playbook/action.ts';
import type { UseTarget } from '../playbook/playbook-source.ts';
import { loadInclude } from '../source/load-include.ts';

export interface MachineHostOptions {
  readonly context: Context;
  readonly clock: Clock;
  /** `HOST/ACCOUNT`s that remote scripts may include from. */
  readonly allowed: readonly string[];
  readonly isRehearsal: boolean;
}

/** The host of inspection on this machine: its files, its checkouts, the kept context. */
export function machineHost({ context, clock, allowed, isRehearsal }: MachineHostOptions): InspectHost {
  return {
    now: clock,
    get home() {
      return homedir();
    },
    context: context.name,
    contextParams: () => context.params,
    snippets: context.snippets,
    loadScripts: ({ origin }, target) =>
      loadInclude(origin, target, { code: context.code, allowed, isRehearsal }),
    loadActors,
  };
}

/** Loads actors only for a local script, and only from a file of this machine. */
async function loadActors(
  { origin: { remote } }: Action,
  { path, url }: UseTarget,
): Promise<readonly ActorOrModule[]> {
  if (remote || url !== undefined) {
    const script = remote ? `a script from ${remote.url}` : 'the script';
    throw new HeroError('PLAY_USE_REFUSED', `${script} may not load actors from elsewhere`, {
      hint: 'copy the actors to this machine and name them with `path:` in a script of your own',
    });
  }
  if (path === undefined)
    throw new HeroError('PARAMS_MISSING', 'expected `path`, but found none', {
      hint: 'add `path:` with a file of actors',
    });
  const { loadActors: load } = await import('../source/load-actors.ts');
  return load(path);
}

import { HeroError } from '../../base/index.ts';
import type { Action } from '../playbook/action.ts';
import type { Origin } from '../playbook/origin.ts';
import type { IncludeTarget } from '../playbook/playbook-source.ts';
import { replaceIn } from './add-scripts.ts';
import type { Inspection } from './inspection.ts';

/** How deeply includes nest, and how many files a session includes. */
const maxDepth = 16;
const maxFiles = 1000;

/**
 * Adds the actions of other scripts after the action that includes them, and returns them. Throws PLAY_INCLUDE_TARGET,
 * PLAY_INCLUDE_CYCLE with the chain, PLAY_INCLUDE_DEPTH, PLAY_INCLUDE_COUNT, and the errors of the host.
 */
export async function include(
  { host, playbook, secrets, state }: Inspection,
  action: Action,
  target: IncludeTarget,
): Promise<Action[]> {
  if ((target.path === undefined) === (target.url === undefined)) {
    throw new HeroError('PLAY_INCLUDE_TARGET', 'expected one of `path` and `url`', {
      hint: 'write `!!play.include path:other.hero`',
    });
  }
  const scripts = await host.loadScripts(action, target);
  for (const { origin } of scripts) refuseCycle(origin);
  state.includedFiles += scripts.length;
  refuseTooMany(state.includedFiles);
  const documents = scripts.map(({ document }) => document);
  const added = secrets.guardAdding(documents, () => playbook.insertAfter(action, scripts));
  if (target.replace) replaceIn(added, target.replace);
  return added;
}

function refuseCycle({ chain }: Origin): void {
  const last = chain.at(-1);
  const first = last === undefined ? -1 : chain.indexOf(last);
  if (first >= 0 && first < chain.length - 1) {
    throw new HeroError(
      'PLAY_INCLUDE_CYCLE',
      `scripts include each other in a circle: ${chain.slice(first).join(' → ')}`,
    );
  }
  if (chain.length - 1 <= maxDepth) return;
  throw new HeroError(
    'PLAY_INCLUDE_DEPTH',
    `includes are nested more than ${maxDepth} deep: ${chain.join(' → ')}`,
  );
}

function refuseTooMany(files: number): void {
  if (files <= maxFiles) return;
  throw new HeroError('PLAY_INCLUDE_COUNT', `more than ${maxFiles} files are included`, {
    hint: 'include each file once',
  });
}

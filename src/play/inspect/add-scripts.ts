import { HeroError } from '../../base/index.ts';
import { keyName } from '../../script/index.ts';
import type { SessionSecrets } from '../model/session-secrets.ts';
import type { Action } from '../playbook/action.ts';
import type { PlayBook } from '../playbook/playbook.ts';
import type { LoadedScript, PlaybookSource } from '../playbook/playbook-source.ts';

/**
 * Adds the actions of loaded scripts, all of them or none. Throws PLAY_BAD_ARGUMENTS and PLAY_SCRIPT_ERRORS; the error
 * shows no secret of a script.
 */
export function addScripts(
  playbook: PlayBook,
  secrets: SessionSecrets,
  scripts: readonly LoadedScript[],
  { prio = 99, replace }: PlaybookSource,
): Action[] {
  if (!Number.isInteger(prio) || prio < 0 || prio > 99) {
    throw new HeroError('PLAY_BAD_ARGUMENTS', `expected a \`prio\` from 0 to 99, but found ${prio}`);
  }
  const documents = scripts.map(({ document }) => document);
  const added = secrets.guardAdding(documents, () => playbook.addAll(scripts, prio));
  if (replace) replaceIn(added, replace);
  return added;
}

/** Replaces `{NAME}` in the values of actions. It cannot add or change an action. */
export function replaceIn(actions: readonly Action[], replace: Readonly<Record<string, string>>): void {
  const known = new Map(Object.entries(replace).map(([name, value]) => [keyName(name), value]));
  for (const action of actions) action.written.fill(name => known.get(keyName(name)));
}

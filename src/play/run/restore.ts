import { Source } from '../../base/index.ts';
import { parse } from '../../script/index.ts';
import type { History } from '../journal/history.ts';
import type { PlayParts } from './play-parts.ts';

/** Adds the scripts that finished actions had added, and restores the answers of the run. */
export function restoreAdded({ playbook, answers }: PlayParts, history: History): void {
  for (const { by, name, text, prio, folder, file, remote } of history.added) {
    // An unfinished action is played again and adds its scripts then.
    if (by !== undefined && !history.finished.has(by)) continue;
    const chain = file === undefined ? [] : [file];
    const origin = { folder, chain, isKept: true as const, ...(remote && { remote }) };
    playbook.add(parse(new Source(text, name)), { prio, origin });
  }
  for (const [id, answer] of history.answers) answers.remember(id, answer);
}

/** Sets the session params that finished actions set; after the preparation, which sets them first. */
export async function restoreParams(parts: PlayParts, history: History): Promise<void> {
  for (const { set } of history.finished.values())
    for (const [key, value] of Object.entries(set)) parts.state.params.set(key, value);
  await askForWithheld(parts, history);
}

/** Asks again for secrets: they are not kept, so a run that continues needs them again. */
async function askForWithheld({ state, session }: PlayParts, history: History): Promise<void> {
  const later = [...history.finished.values()].flatMap(({ withheld }) => withheld);
  const names = new Set([...state.withheld, ...later]);
  for (const id of names) {
    if (state.params.exists(id)) continue;
    const { text = `${id} is a secret, which is not kept` } = history.secrets.get(id) ?? {};
    state.params.set(id, await session.ask({ id, text, secret: true }));
  }
}

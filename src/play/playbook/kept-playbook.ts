import { type JsonOf, json } from '../../base/index.ts';
import type { Document } from '../../script/index.ts';
import type { Action } from './action.ts';
import { Filter } from './filter.ts';
import type { AddOptions, PlayBook } from './playbook.ts';

/** The facts about some consecutive actions that their text does not hold. */
export const markShape = json.object({
  count: json.number,
  done: json.boolean,
  prio: json.number,
  folder: json.text,
  remote: json.optional(json.object({ url: json.text, root: json.text })),
});

export type Mark = Readonly<JsonOf<typeof markShape>>;

const includes = new Filter('play.include,core.include');

/** True when an action is an include that was played: the actions that it added follow it. */
export function isIncluded(action: Action): boolean {
  return action.done && includes.matches(action);
}

/** A playbook in its kept form: a script that people can read, and marks for everything that a script cannot express. */
export function keepPlaybook(
  playbook: PlayBook,
  textOf: (action: Action) => string = action => action.heroscript({ comments: true }),
): { text: string; marks: Mark[] } {
  const options = { showDone: true, except: isIncluded, textOf };
  const marks: Mark[] = [];
  for (const action of playbook.shown(options)) {
    const mark = markOf(action);
    const last = marks.at(-1);
    if (last && JSON.stringify({ ...last, count: 1 }) === JSON.stringify(mark))
      marks[marks.length - 1] = { ...last, count: last.count + 1 };
    else marks.push(mark);
  }
  return { text: playbook.heroscript(options), marks };
}

function markOf({ done, prio, origin: { folder, remote } }: Action): Mark {
  return { count: 1, done, prio, folder, ...(remote && { remote }) };
}

/** The facts about a kept playbook besides its text. */
export interface KeptFacts {
  readonly marks: readonly Mark[];
  /** True when the marks were made for this text. */
  readonly isUnchanged: boolean;
  /** The folder of actions without a mark. */
  readonly folder: string;
}

/**
 * Adds the actions of a kept playbook. After an edit of its text all of its actions are open, and remote if any of
 * them was. Throws PLAY_SCRIPT_ERRORS.
 */
export function restorePlaybook(playbook: PlayBook, document: Document, facts: KeptFacts): void {
  const { marks, isUnchanged } = facts;
  const total = marks.reduce((sum, { count }) => sum + count, 0);
  const common = marks.find(({ remote }) => remote) ?? marks[0];
  const added = playbook.add(document, (at, count) =>
    optionsOf(isUnchanged && count === total ? markAt(marks, at) : common, facts.folder),
  );
  if (!isUnchanged || added.length !== total) return;
  for (const [at, action] of added.entries()) action.done = markAt(marks, at)?.done ?? false;
}

function markAt(marks: readonly Mark[], at: number): Mark | undefined {
  let end = 0;
  return marks.find(({ count }) => {
    end += count;
    return at < end;
  });
}

function optionsOf(mark: Mark | undefined, fallback: string): AddOptions {
  const { folder = fallback, remote, prio } = mark ?? {};
  const origin = { folder, chain: [], isKept: true as const, ...(remote && { remote }) };
  return prio === undefined ? { origin } : { origin, prio };
}

/** The URLs of the actions of a kept playbook. */
export function remotesOf(marks: readonly Mark[]): string[] {
  return [...new Set(marks.flatMap(({ remote }) => (remote ? [remote.url] : [])))];
}

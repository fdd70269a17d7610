import type { Source } from '../../base/index.ts';
import type { Action, Origin } from './action.ts';
import { Filter } from './filter.ts';
import type { AddOptions, PlayBook } from './playbook.ts';

/** What a kept playbook says of so many actions that follow each other, besides their text. */
interface Mark {
  readonly count: number;
  readonly done: boolean;
  readonly prio: number;
  readonly folder: string;
  readonly remote?: NonNullable<Origin['remote']>;
}

const includes = new Filter('play.include,core.include');

/** An include that was played: what it brought stands behind it. */
export function isIncluded(action: Action): boolean {
  return action.done && includes.matches(action);
}

/** A playbook as it is kept: a script that people can read, and marks of what a script cannot say. */
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

/**
 * Adds the actions of a kept playbook. One that is not as it was kept was edited: then all of it is open, and remote if
 * any of it was. Throws PLAY_SCRIPT_ERRORS.
 */
export function restorePlaybook(playbook: PlayBook, source: Source, marks: unknown, isKept: boolean): void {
  const known = Array.isArray(marks) ? marks.filter(isMark) : [];
  const total = known.reduce((sum, { count }) => sum + count, 0);
  const added = playbook.add(source, (at, count) =>
    isKept && count === total
      ? optionsOf(markAt(known, at))
      : optionsOf(known.find(({ remote }) => remote) ?? known[0]),
  );
  if (!isKept || added.length !== total) return;
  for (const [at, action] of added.entries()) action.done = markAt(known, at)?.done ?? false;
}

function markAt(marks: readonly Mark[], at: number): Mark | undefined {
  let end = 0;
  return marks.find(({ count }) => {
    end += count;
    return at < end;
  });
}

function optionsOf(mark: Mark | undefined): AddOptions {
  const { folder = process.cwd(), remote, prio } = mark ?? {};
  const origin = { folder, chain: [], isKept: true as const, ...(remote && { remote }) };
  return prio === undefined ? { origin } : { origin, prio };
}

function isMark(value: unknown): value is Mark {
  if (typeof value !== 'object' || value === null) return false;
  const { count, done, prio, folder } = value as Partial<Mark>;
  const isPlain = typeof count === 'number' && typeof prio === 'number';
  return isPlain && typeof done === 'boolean' && typeof folder === 'string';
}

/** The URLs that the actions of a kept playbook came from. */
export function remotesOf(marks: unknown): string[] {
  const known = Array.isArray(marks) ? marks.filter(isMark) : [];
  return [...new Set(known.flatMap(({ remote }) => (remote ? [remote.url] : [])))];
}

import { HeroError, show } from '../../base/index.ts';
import { Filter } from './filter.ts';

/** Numbers and their filters; a smaller number plays earlier. */
export type PriorityMap = Readonly<Record<number, string>>;

/** The priorities of every session, before those of the script. */
export const sessionPriorities: PriorityMap = {
  1: 'core.*',
  2: 'context.*,session.*,play.*',
  5: 'sshagent.*',
  10: 'git.*,gittools.*',
};

/** The priority of an action that no filter matches. */
export const unmatched = 99;

/** The order of actions: each has the smallest number whose filter matches it. */
export class Priorities {
  readonly #filters = new Map<number, Filter[]>();
  readonly #builtin: ReadonlySet<Filter>;
  #numbers = new Map<string, number>();
  #version = 0;

  constructor(map: PriorityMap = {}) {
    this.add(map);
    this.#builtin = new Set([...this.#filters.values()].flat());
  }

  /** Adds filters. Throws PLAY_BAD_PRIORITY for a number that is not whole or not from 0 to 98. */
  add(map: PriorityMap): void {
    const given = Object.entries(map).map(([key, text]) => [readNumber(key), text] as const);
    for (const [number, text] of given) {
      const known = this.#filters.get(number) ?? [];
      if (!known.some(filter => filter.text === text))
        this.#filters.set(number, [...known, new Filter(text)]);
    }
    this.#numbers = new Map();
    this.#version++;
  }

  /** Grows with every change. */
  get version(): number {
    return this.#version;
  }

  /** The number of an action, 99 when no filter matches. */
  numberOf(action: { readonly actor: string; readonly name: string }): number {
    const key = `${action.actor}.${action.name}`;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const matching = [...this.#filters].filter(([, filters]) =>
      filters.some(filter => filter.matches(action)),
    );
    const number = Math.min(unmatched, ...matching.map(([candidate]) => candidate));
    this.#numbers.set(key, number);
    return number;
  }

  /** The filters of each number, joined by commas, smallest number first. */
  toMap(): Record<number, string> {
    return this.#texts(() => true);
  }

  /** Like `toMap`, without the filters of the constructor. */
  added(): Record<number, string> {
    return this.#texts(filter => !this.#builtin.has(filter));
  }

  #texts(isWanted: (filter: Filter) => boolean): Record<number, string> {
    const wanted = [...this.#filters].map(([number, filters]) => [number, filters.filter(isWanted)] as const);
    const texts = wanted
      .filter(([, filters]) => filters.length > 0)
      .map(([number, filters]) => [number, filters.map(({ text }) => text).join(',')]);
    return Object.fromEntries(texts);
  }
}

function readNumber(key: string): number {
  const number = Number(key);
  if (/^\d{1,2}$/.test(key) && number < unmatched) return number;
  throw new HeroError(
    'PLAY_BAD_PRIORITY',
    `a priority is a whole number from 0 to 98, but found ${show(key)}`,
  );
}

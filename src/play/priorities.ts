import { HeroError } from '../base/index.ts';
import { Filter } from './filter.ts';

/** Numbers and the filters they go to; a smaller number plays earlier. */
export type PriorityMap = Readonly<Record<number, string>>;

/** What a session plays first, whatever the script says. */
export const sessionPriorities: PriorityMap = {
  1: 'core.*',
  2: 'context.*,session.*,play.*',
  5: 'sshagent.*',
  10: 'git.*,gittools.*',
};

/** The number of actions that no filter matches. */
export const unmatched = 99;

/** Which action plays before which: each has the smallest number whose filter matches it. */
export class Priorities {
  readonly #filters = new Map<number, Filter[]>();
  #numbers = new Map<string, number>();

  constructor(map: PriorityMap = {}) {
    this.add(map);
  }

  /** Adds filters to what is there. Throws PLAY_BAD_PRIORITY for a number that is not whole or not from 0 to 98. */
  add(map: PriorityMap): void {
    for (const [key, text] of Object.entries(map)) {
      const number = Number(key);
      if (!/^\d{1,2}$/.test(key) || number >= unmatched) {
        throw new HeroError(
          'PLAY_BAD_PRIORITY',
          `a priority is a whole number from 0 to 98, but found \`${key}\``,
        );
      }
      this.#filters.set(number, [...(this.#filters.get(number) ?? []), new Filter(text)]);
    }
    this.#numbers = new Map();
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

  /** Number to the filters that were given for it, joined by commas, smallest first. */
  toMap(): Record<number, string> {
    const sorted = [...this.#filters].sort(([a], [b]) => a - b);
    return Object.fromEntries(
      sorted.map(([number, filters]) => [number, filters.map(({ text }) => text).join(',')]),
    );
  }
}

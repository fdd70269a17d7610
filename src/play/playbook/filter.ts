import { isGlob, matchGlob } from '../../params/index.ts';

interface Part {
  readonly actor: string;
  readonly name: string;
}

/**
 * A filter of actions: `actor.name`, or several joined by commas; `:` works like `.`, and globs are allowed. A missing
 * actor means `core`, an empty part means any, and the empty filter matches every action.
 */
export class Filter {
  readonly text: string;
  /** The full names that it matches, when it has no globs and no empty parts; an index can answer those. */
  readonly exact: readonly string[] | undefined;
  /** True when it matches every action. */
  readonly isAll: boolean;
  readonly #parts: readonly Part[];
  /** Results by full name: a playbook has few names and many actions. */
  readonly #known = new Map<string, boolean>();

  constructor(text: string) {
    this.text = text;
    this.isAll = text.trim() === '';
    const words = normalise(text)
      .split(',')
      .map(word => word.trim());
    this.#parts = text.trim() === '' ? [{ actor: '*', name: '*' }] : words.filter(Boolean).map(split);
    const isExact = this.#parts.every(({ actor, name }) => !isGlob(actor) && !isGlob(name));
    this.exact = isExact ? [...new Set(this.#parts.map(({ actor, name }) => `${actor}.${name}`))] : undefined;
  }

  matches({ actor, name }: { readonly actor: string; readonly name: string }): boolean {
    if (this.isAll) return true;
    const key = `${actor}.${name}`;
    let isMatch = this.#known.get(key);
    if (isMatch === undefined) {
      isMatch = this.#parts.some(part => matchWord(actor, part.actor) && matchWord(name, part.name));
      this.#known.set(key, isMatch);
    }
    return isMatch;
  }
}

function normalise(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(':', '.')
    .replace(/\[[^\]]*\]|[-]/g, part => (part === '-' ? '_' : part));
}

function split(word: string): Part {
  const dot = word.lastIndexOf('.');
  if (dot < 0) return { actor: 'core', name: word };
  return { actor: word.slice(0, dot).trim() || '*', name: word.slice(dot + 1).trim() || '*' };
}

function matchWord(word: string, pattern: string): boolean {
  return isGlob(pattern) ? matchGlob(word, pattern) : word === pattern;
}

import { isTelling } from '../../action/index.ts';
import { HeroError, isSecretName, show } from '../../base/index.ts';
import type { Params } from '../../params/index.ts';
import { keyName } from '../../script/index.ts';

type Place = ReadonlyMap<string, string>;

/** The sources of names besides the env; functions, because a session may get other params. */
export interface NamePlaces {
  session(): Params;
  context(): Params;
}

/** The values of `{NAME}`: the env of a session first, then its params, then those of its context. Case does not matter. */
export class Names {
  readonly env = new Map<string, string>();
  readonly #places: NamePlaces;

  constructor(places: NamePlaces) {
    this.#places = places;
  }

  /** The value of an env name. Throws PLAY_NOT_SET. */
  envGet(name: string): string {
    const value = find(this.env, name);
    if (value === undefined) throw new HeroError('PLAY_NOT_SET', `the env name ${show(name)} is not set`);
    return value;
  }

  envSet(name: string, value: string): void {
    this.envDelete(name);
    this.env.set(name, value);
  }

  /** Sets an env name that must be new, or have that value already. Throws PLAY_ALREADY_SET. */
  envSetOnce(name: string, value: string): void {
    const before = find(this.env, name);
    if (before !== undefined && before !== value) {
      throw new HeroError('PLAY_ALREADY_SET', `the env name ${show(name)} is already set`);
    }
    this.envSet(name, value);
  }

  envDelete(name: string): void {
    for (const known of this.env.keys()) if (keyName(known) === keyName(name)) this.env.delete(known);
  }

  /** The value of the first source that has the name. */
  valueOf(name: string): string | undefined {
    for (const [, place] of this.#all()) {
      const value = find(place, name);
      if (value !== undefined) return value;
    }
    return undefined;
  }

  /** The name of that source in a plan. */
  sourceOf(name: string): string | undefined {
    return this.#all().find(([, place]) => find(place, name) !== undefined)?.[0];
  }

  /** The values of names that say that they are secret. */
  secrets(): string[] {
    const pairs = this.#all().flatMap(([, place]) => [...place]);
    return pairs.filter(([name, value]) => isSecretName(name) && isTelling(value)).map(([, value]) => value);
  }

  #all(): readonly (readonly [source: string, place: Place])[] {
    return [
      ['from the env', this.env],
      ['from the session', this.#places.session().toMap()],
      ['from the context', this.#places.context().toMap()],
    ];
  }
}

function find(place: Place, name: string): string | undefined {
  for (const [known, value] of place) if (keyName(known) === keyName(name)) return value;
  return undefined;
}

import { isDeepStrictEqual } from 'node:util';
import { HeroError, isHeroError, show } from '../../base/index.ts';
import type { Db, SetOptions, TypedDb } from './db.ts';
import { parseStoredJson, writeJson } from './json-value.ts';
import { checkKey } from './key.ts';
import type { StandardTyped } from './standard-typed.ts';

/** A database with values of one shape. */
export function typedDb<Output, Input>(db: Db, schema: StandardTyped<Output, Input>): TypedDb<Output, Input> {
  const shape = new Shape(db, schema);
  return {
    get: async key => shape.read(key, await db.get(key)),
    set: async (key, value, options?: SetOptions) => {
      const { text } = await shape.write(key, value);
      await db.set(key, text, options);
    },
    async update(key, change) {
      let kept: Output | undefined;
      await db.update(key, async text => {
        const value = await change(await shape.read(key, text));
        const written = value === undefined ? undefined : await shape.write(key, value);
        kept = written?.value;
        return written?.text;
      });
      return kept;
    },
    delete: key => db.delete(key),
    keys: prefix => db.keys(prefix),
  };
}

/** How values of a schema become texts, and come back. */
class Shape<Output> {
  readonly #database: string;
  readonly #schema: StandardTyped<Output>;

  constructor({ name }: Db, schema: StandardTyped<Output>) {
    this.#database = name;
    this.#schema = schema;
  }

  async read(key: string, text: string | undefined): Promise<Output | undefined> {
    return text === undefined ? undefined : this.#fit(key, parseStoredJson(key, text));
  }

  /** Stores the output of the schema; or its input, when the schema does not accept its own output. */
  async write(key: string, given: unknown): Promise<{ value: Output; text: string }> {
    checkKey(key);
    const value = await this.#fit(key, given);
    if (value === undefined) throw this.#bad(key, 'is nothing', 'use delete to remove a key');
    const own = await this.#comesBack(key, value, value);
    const text = own ?? (await this.#comesBack(key, given, value));
    if (text !== undefined) return { value, text };
    throw this.#bad(
      key,
      'would not be read back as it is',
      'use a schema of values that JSON has a form for',
    );
  }

  /** The JSON of a value, if the schema reads `expected` from it. */
  async #comesBack(key: string, value: unknown, expected: Output): Promise<string | undefined> {
    try {
      const text = writeJson(key, value);
      const back = await this.read(key, text);
      return isSame(back, expected) ? text : undefined;
    } catch (error) {
      if (isHeroError(error, 'STORE_BAD_VALUE')) return undefined;
      throw error;
    }
  }

  async #fit(key: string, value: unknown): Promise<Output> {
    const result = await this.#schema['~standard'].validate(value);
    if (!result.issues) return result.value;
    const why = result.issues.slice(0, 3).map(({ message }) => message);
    throw this.#bad(key, `does not fit: ${why.join('; ')}`, 'mend the value, or the schema');
  }

  #bad(key: string, found: string, hint: string): HeroError {
    const message = `the value of ${show(key)} in ${show(this.#database)} ${found}`;
    return new HeroError('STORE_BAD_VALUE', message, { hint });
  }
}

/** True when two values are the same; a member that is undefined is one that is missing. */
function isSame(a: unknown, b: unknown): boolean {
  // Also 0 and -0.
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((each, at) => isSame(each, b[at]));
  if (!isPlain(a) || !isPlain(b)) return isDeepStrictEqual(a, b);
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].every(name => isSame(a[name], b[name]));
}

function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

import { HeroError, show } from '../base/index.ts';
import type { Db, SetOptions, TypedDb } from './db.ts';
import { readJson, writeJson } from './json-value.ts';

type Issues = readonly { readonly message: string }[];
type Result<T> = { readonly value: T; readonly issues?: undefined } | { readonly issues: Issues };

/** As much of Standard Schema v1 as values need: zod, valibot and others have it. */
export interface StandardTyped<T> {
  readonly '~standard': {
    readonly validate: (value: unknown) => Result<T> | Promise<Result<T>>;
  };
}

/** A database with values of one shape. */
export function typedDb<T>(db: Db, schema: StandardTyped<T>): TypedDb<T> {
  const read = async (key: string, text: string | undefined) =>
    text === undefined ? undefined : fitting(db, key, schema, readJson(key, text));
  const fit = (key: string, value: unknown) => fitting(db, key, schema, value);
  return {
    get: async key => read(key, await db.get(key)),
    set: async (key, value, options?: SetOptions) => db.setJson(key, await fit(key, value), options),
    async update(key, change) {
      let kept: T | undefined;
      await db.update(key, async text => {
        const value = await change(await read(key, text));
        kept = value === undefined ? undefined : await fit(key, value);
        return kept === undefined ? undefined : writeJson(key, kept);
      });
      return kept;
    },
    delete: key => db.delete(key),
    keys: prefix => db.keys(prefix),
  };
}

async function fitting<T>({ name }: Db, key: string, schema: StandardTyped<T>, value: unknown): Promise<T> {
  const result = await schema['~standard'].validate(value);
  if (!result.issues) return result.value;
  const why = result.issues.slice(0, 3).map(({ message }) => message);
  throw new HeroError(
    'STORE_BAD_VALUE',
    `the value of ${show(key)} in ${show(name)} does not fit: ${why.join('; ')}`,
    {
      hint: 'mend the value, or the schema',
    },
  );
}

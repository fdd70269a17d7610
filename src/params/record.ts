import { HeroError, show } from '../base/index.ts';
import { Params } from './params.ts';
import { OurTime } from './time/our-time.ts';
import { writeList } from './value/list.ts';

/** A value of a flat record. */
export type PlainScalar = string | number | bigint | boolean | OurTime;

/** A flat record, as `encodeRecord` takes it. */
export type PlainRecord = Readonly<Record<string, PlainScalar | readonly PlainScalar[] | undefined>>;

/**
 * The params of a flat record: text, numbers, yes and no, times, and lists of them. Undefined values and empty
 * texts are left out; an empty list is kept. Throws PARAMS_NOT_FLAT for records inside.
 *
 * @example
 * encodeRecord({ name: 'Ada', tags: ['a', 'b'] }).getList('tags'); // ['a', 'b']
 */
export function encodeRecord(record: PlainRecord): Params {
  const params = new Params();
  for (const [key, value] of Object.entries(record)) {
    if (value === undefined || value === '') continue;
    params.set(
      key,
      Array.isArray(value)
        ? writeList(value.map(item => encode(key, item)))
        : encode(key, value as PlainScalar),
    );
  }
  return params;
}

function encode(key: string, value: PlainScalar): string {
  if (value instanceof OurTime) return value.full();
  if (typeof value !== 'object') return String(value);
  throw new HeroError(
    'PARAMS_NOT_FLAT',
    `${show(key)} holds a record, but params hold text, numbers, times and lists`,
  );
}

import { HeroError, show } from '../base/index.ts';
import { Params } from './params.ts';
import { OurTime } from './time/our-time.ts';
import { writeList } from './value/list.ts';

type Scalar = string | number | bigint | boolean | OurTime;

/** A flat record, as `encodeRecord` takes it. */
export type PlainRecord = Readonly<Record<string, Scalar | readonly Scalar[] | undefined>>;

/**
 * The params of a flat record: text, numbers, booleans, times, and lists of them. Undefined members and empty
 * texts are left out; an empty list is kept. Throws PARAMS_NOT_FLAT for nested records.
 */
export function encodeRecord(record: PlainRecord): Params {
  const params = new Params();
  for (const [key, value] of Object.entries(record)) {
    if (value === undefined || value === '') continue;
    params.set(
      key,
      Array.isArray(value) ? writeList(value.map(item => encode(key, item))) : encode(key, value as Scalar),
    );
  }
  return params;
}

function encode(key: string, value: Scalar): string {
  if (value instanceof OurTime) return value.full();
  if (typeof value !== 'object') return String(value);
  throw new HeroError(
    'PARAMS_NOT_FLAT',
    `${show(key)} holds a record, but params hold text, numbers, times and lists`,
  );
}

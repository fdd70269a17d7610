import { HeroError, Secret, show } from '../base/index.ts';
import {
  type Amount,
  limitLength,
  OurTime,
  type ParamPlaces,
  Params,
  readAmount,
  readBytes,
  readDuration,
  readEmail,
  readJsonText,
  readList,
  readUrl,
  resolvePath,
  unexpected,
} from '../params/index.ts';
import { readBool } from '../params/value/bool.ts';
import { readFloat, readInt } from '../params/value/number.ts';
import { ParamType, type ReadEnvironment } from './param-type.ts';
import { badDefinition } from './value-limits.ts';

/** The largest script: programs may pass texts that come from no script. */
const maxTextLength = 2 ** 26;
/** The longest value of a script. */
const maxLongLength = 2 ** 20;
const maxSecretLength = 2 ** 16;
const maxPathLength = 4096;
/** The longest address that mail can be sent to. */
const maxEmailLength = 320;

type Read<T> = (text: string, environment: ReadEnvironment) => T;

/**
 * The types that HeroScript knows.
 *
 * @example
 * p.int().min(1).max(99).default(5);
 * p.choice('small', 'large').optional();
 * p.text().pattern(/^[a-z]+$/, 'a name in lower case');
 */
export const p = {
  text: (): ParamType<string> => limited('text', maxTextLength, text => text),
  int: (): ParamType<number> => new ParamType('int', readInt),
  number: (): ParamType<number> => new ParamType('number', readFloat),
  bool: (): ParamType<boolean> => limited('bool', undefined, readBool),
  /** `a, 'b c', d`. */
  list: (): ParamType<string[]> => limited('list', maxLongLength, readList),
  /** Bytes: `10 GB`. */
  size: (): ParamType<number> => new ParamType('size', readBytes),
  /** Money: `10 EUR`. */
  money: (): ParamType<Amount> => new ParamType('money', readAmount),
  /** A time, absolute or relative to now. */
  time: (): ParamType<OurTime> => new ParamType('time', readMoment),
  /** Seconds: `90`, `5 m`, `1h30m`, `250ms`. */
  duration: (): ParamType<number> => new ParamType('duration', readDuration),
  /** An absolute path; a relative one starts at the folder of the script. */
  path: (): ParamType<string> => limited('path', maxPathLength, (text, { places }) => readPath(text, places)),
  /** The text of an absolute URL: http, https, ssh, git or file. `git@host:path` and local paths are not accepted. */
  url: (): ParamType<string> => new ParamType('url', readUrl),
  /** A mail address, trimmed and in lower case; it is not validated. */
  email: (): ParamType<string> => limited('email', maxEmailLength, readEmail),
  /** One of a few texts, in any case. */
  choice: <const C extends string>(...choices: readonly C[]): ParamType<C> => makeChoice(choices),
  /** A text that is never shown. */
  secret: (): ParamType<Secret> =>
    limited('secret', maxSecretLength, text => new Secret(text), { isSecret: true }),
  /** Any JSON value. */
  json: (): ParamType<unknown> => limited('json', maxLongLength, readJsonText),
  /** A text of params, as a record without a prototype: `a:1 b:'x y'`. */
  record: (): ParamType<Record<string, string>> => limited('record', maxLongLength, readRecord),
  /** A text of params. */
  params: (): ParamType<Params> => limited('params', maxLongLength, text => Params.parse(text)),
};

/** A type that refuses overlong texts before its reader sees them. */
function limited<T>(
  kind: string,
  maxLength: number | undefined,
  read: Read<T>,
  settings: { isSecret?: boolean } = {},
): ParamType<T> {
  const reader: Read<T> = (text, environment) => {
    limitLength(text, `a value of type ${kind}`, maxLength);
    return read(text, environment);
  };
  return new ParamType(kind, reader, settings);
}

function readMoment(text: string, { now }: ReadEnvironment): OurTime {
  // Without a clock, only a time that does not depend on it reads the same from two moments.
  if (!Number.isNaN(now)) return OurTime.parse(text, { now });
  const time = OurTime.parse(text, { now: 0 });
  if (time.equals(OurTime.parse(text, { now: 1 }))) return time;
  throw unexpected('PARAMS_TIME_VALUE', text, 'an absolute time, because there is no clock');
}

/** An empty path is refused: it would be the folder of the script. */
function readPath(text: string, places: ParamPlaces): string {
  if (text.trim() !== '') return resolvePath(text, places);
  throw new HeroError('PARAMS_BAD_PATH', 'found nothing, expected a path', {
    hint: 'write `.` for the folder of the script',
  });
}

function makeChoice<C extends string>(choices: readonly C[]): ParamType<C> {
  if (choices.length === 0) throw badDefinition('a choice has at least one value');
  return new ParamType(choices.join('|'), text => readChoice(text, choices), { choices });
}

function readChoice<C extends string>(text: string, choices: readonly C[]): C {
  const wanted = choices.map(choice => show(choice)).join(', ');
  limitLength(text, `one of ${wanted}`);
  const word = text.trim().toLowerCase();
  const found = choices.find(choice => choice.toLowerCase() === word);
  if (found !== undefined) return found;
  throw new HeroError('PARAMS_NO_CHOICE', `found ${show(text)}, expected one of ${wanted}`);
}

/** Throws PARAMS_ARGUMENT_COUNT for a word without a key: a record cannot hold it. */
function readRecord(text: string): Record<string, string> {
  const params = Params.parse(text);
  params.checkArgLen(0);
  const record: Record<string, string> = Object.create(null);
  for (const [key, value] of params.toMap()) record[key] = value;
  return record;
}

import { HeroError, show } from '../base/index.ts';
import { readBool } from '../params/bool.ts';
import {
  type Amount,
  OurTime,
  type ParamPlaces,
  Params,
  readAmount,
  readBytes,
  readList,
  resolvePath,
} from '../params/index.ts';
import { readFloat, readInt } from '../params/number.ts';

/** What readers of values may need of the world; handed in, so that this room touches none of it. */
export interface ReadEnvironment {
  readonly places: ParamPlaces;
  /** Seconds since the epoch. */
  readonly now: number;
}

type Read<T> = (text: string, environment: ReadEnvironment) => T;

/** The type of a param: how its text is read, and what is told about it. Every method gives a new one. */
export class ParamType<T> {
  /** Its name in help and errors, e.g. `int`. */
  readonly kind: string;
  readonly read: Read<T>;
  readonly description: string;
  readonly isSecret: boolean;
  readonly isRequired: boolean;
  /** The value of a missing param. */
  readonly fallback: T | undefined;

  constructor(kind: string, read: Read<T>, settings: Partial<ParamType<T>> = {}) {
    this.kind = kind;
    this.read = read;
    this.description = settings.description ?? '';
    this.isSecret = settings.isSecret ?? false;
    this.isRequired = settings.isRequired ?? true;
    this.fallback = settings.fallback;
  }

  /** The value when the param is missing. */
  default(fallback: T): ParamType<T> {
    return this.#with({ fallback, isRequired: false });
  }

  /** A missing param is `undefined`. */
  optional(): ParamType<T | undefined> {
    return this.#with({ isRequired: false }) as ParamType<T | undefined>;
  }

  /** Never shown to anybody. */
  secret(): ParamType<T> {
    return this.#with({ isSecret: true });
  }

  /** What the param is for, in a few words. */
  describe(description: string): ParamType<T> {
    return this.#with({ description });
  }

  #with(settings: Partial<ParamType<T>>): ParamType<T> {
    return new ParamType(this.kind, this.read, { ...this, ...settings });
  }
}

/** The types that HeroScript knows. */
export const p = {
  text: (): ParamType<string> => new ParamType('text', text => text),
  int: (): ParamType<number> => new ParamType('int', readInt),
  number: (): ParamType<number> => new ParamType('number', readFloat),
  bool: (): ParamType<boolean> => new ParamType('bool', readBool),
  /** `a, 'b c', d`. */
  list: (): ParamType<string[]> => new ParamType('list', readList),
  /** Bytes: `10 GB`. */
  size: (): ParamType<number> => new ParamType('size', readBytes),
  /** Money: `10 EUR`. */
  money: (): ParamType<Amount> => new ParamType('money', readAmount),
  /** A time, absolute or relative to now. */
  time: (): ParamType<OurTime> => new ParamType('time', (text, { now }) => OurTime.parse(text, { now })),
  /** An absolute path; relative ones start where the script stands. */
  path: (): ParamType<string> => new ParamType('path', (text, { places }) => readPath(text, places)),
  /** A text of params. */
  params: (): ParamType<Params> => new ParamType('params', text => Params.parse(text)),
  choice: <const C extends string>(...choices: readonly C[]): ParamType<C> =>
    new ParamType(choices.join('|'), text => readChoice(text, choices)),
};

/** An empty path is no path: it would be the folder of the script. */
function readPath(text: string, places: ParamPlaces): string {
  if (text.trim() !== '') return resolvePath(text, places);
  throw new HeroError('PARAMS_BAD_PATH', 'found nothing, expected a path', {
    hint: 'write `.` for the folder of the script',
  });
}

function readChoice<C extends string>(text: string, choices: readonly C[]): C {
  const found = choices.find(choice => choice === text.trim().toLowerCase());
  if (found !== undefined) return found;
  const wanted = choices.map(choice => show(choice)).join(', ');
  throw new HeroError('PARAMS_NO_CHOICE', `found ${show(text)}, expected one of ${wanted}`);
}

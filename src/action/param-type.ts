import { HeroError, isHeroError, show } from '../base/index.ts';
import { type ParamPlaces, Params } from '../params/index.ts';
import type { StandardOptions, StandardProps, StandardResult, StandardSchemaV1 } from './standard-schema.ts';
import { badDefinition, checkDefinition, checkLimits, type ValueLimits } from './value-limits.ts';

/** What readers of values may need of the world; handed in, so that this room touches none of it. */
export interface ReadEnvironment {
  readonly places: ParamPlaces;
  /** Seconds since the epoch; NaN where nobody knows the time, and times from now on cannot be read. */
  readonly now: number;
}

/** Reads the text of a param. */
export type ParamReader<T> = (text: string, environment: ReadEnvironment) => T;

/** What is told about a type besides its kind and its reader. */
export interface TypeSettings<T> {
  readonly description?: string;
  readonly isSecret?: boolean;
  readonly isRequired?: boolean;
  readonly fallback?: T | undefined;
  readonly choices?: readonly string[] | undefined;
  readonly limits?: ValueLimits;
}

/** Whose schemas these are, for Standard Schema. */
export const vendor = 'heroplay';

/** Where a type stands that is asked without a script: no folder, no home and no clock. */
const standalone: ReadEnvironment = { places: { base: '.', home: '' }, now: Number.NaN };

/**
 * The type of a param: how its text is read, and what is told about it. Every method gives a new one. It is a
 * Standard Schema as well, so that other programs can read texts with it.
 *
 * @example
 * const port = new ParamType('port', text => Number(text));
 * port.default(8080).isRequired; // false
 */
export class ParamType<T> implements StandardSchemaV1<unknown, T> {
  /** Its name in help and errors, e.g. `int`. */
  readonly kind: string;
  readonly description: string;
  readonly isSecret: boolean;
  readonly isRequired: boolean;
  /** The value of a missing param. */
  readonly fallback: T | undefined;
  /** The values it may have, if they are a few texts. */
  readonly choices: readonly string[] | undefined;
  readonly limits: ValueLimits;
  readonly #reader: ParamReader<T>;

  /** Throws ACTION_BAD_DEFINITION for limits that the kind cannot have, or that the fallback does not keep to. */
  constructor(kind: string, reader: ParamReader<T>, settings: TypeSettings<T> = {}) {
    this.kind = kind;
    this.#reader = reader;
    this.description = settings.description ?? '';
    this.isSecret = settings.isSecret ?? false;
    this.isRequired = settings.isRequired ?? true;
    this.fallback = settings.fallback;
    this.choices = settings.choices;
    this.limits = settings.limits ?? {};
    checkDefinition(this.choices ? 'choice' : kind, this.limits);
    this.#checkFallback();
  }

  /** The value of a text. Throws the PARAMS_* error of one that does not fit; of a secret it says nothing. */
  read(text: string, environment: ReadEnvironment): T {
    const value = this.isSecret
      ? readHidden(() => this.#reader(text, environment))
      : this.#reader(text, environment);
    checkLimits(value, this.limits, this);
    return value;
  }

  /** The value of a missing param: a copy, so that nobody changes the one of the next action. */
  readMissing(): T | undefined {
    return copyOf(this.fallback) as T | undefined;
  }

  /** The value when the param is missing. Throws ACTION_BAD_DEFINITION when it does not keep to the limits. */
  default(fallback: T): ParamType<T> {
    return this.#with({ fallback, isRequired: false });
  }

  /** A missing param is `undefined`. */
  optional(): ParamType<T | undefined> {
    return this.#with({ isRequired: false }) as ParamType<T | undefined>;
  }

  /** What the param is for, in a few words. */
  describe(description: string): ParamType<T> {
    return this.#with({ description });
  }

  /** The least number, size, duration (seconds) or amount, or how many characters or items there are at least. */
  min(min: number): ParamType<T> {
    return this.#with({ limits: { ...this.limits, min } });
  }

  /** The opposite of `min`. */
  max(max: number): ParamType<T> {
    return this.#with({ limits: { ...this.limits, max } });
  }

  /** What a text, or each item of a list, must match; `what` says it in words, e.g. `a name in lower case`. */
  pattern(pattern: RegExp, what?: string): ParamType<T> {
    const { patternName: _, ...limits } = this.limits;
    const own = new RegExp(pattern);
    return this.#with({
      limits: { ...limits, pattern: own, ...(what !== undefined && { patternName: what }) },
    });
  }

  get '~standard'(): StandardProps<unknown, T> {
    const validate = (value: unknown, options?: StandardOptions) => this.#validate(value, options);
    return { version: 1, vendor, validate };
  }

  /** Reads a text; `libraryOptions` may bring `places` and `now`. */
  #validate(value: unknown, options: StandardOptions | undefined): StandardResult<T> {
    if (value === undefined && !this.isRequired) return { value: this.readMissing() as T };
    if (typeof value !== 'string') {
      const found = value === undefined ? 'nothing' : `a value of type ${show(typeof value)}`;
      return { issues: [{ message: `found ${found}, expected a text (${this.kind})` }] };
    }
    try {
      return { value: this.read(value, { ...standalone, ...options?.libraryOptions }) };
    } catch (error) {
      if (!isHeroError(error)) throw error;
      return { issues: [{ message: error.message }] };
    }
  }

  #checkFallback(): void {
    const { fallback, choices } = this;
    if (fallback === undefined) return;
    if (choices && !choices.includes(String(fallback)))
      throw badDefinition(`the default ${show(String(fallback))} is none of the choices`);
    try {
      checkLimits(fallback, this.limits, this);
    } catch (error) {
      throw badDefinition(`the default does not fit: ${(error as Error).message}`);
    }
  }

  #with(settings: TypeSettings<T>): ParamType<T> {
    return new ParamType(this.kind, this.#reader, { ...this, ...settings });
  }
}

/** What a reader says of a secret may hold it, so only its code is kept. */
function readHidden<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    const code = isHeroError(error) ? error.code : 'PARAMS_BAD_VALUE';
    throw new HeroError(code, 'found a secret that does not fit; it is not shown');
  }
}

function copyOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copyOf);
  if (value instanceof Params) return value.copy();
  if (typeof value !== 'object' || value === null) return value;
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== null && prototype !== Object.prototype) return value;
  const copy = Object.fromEntries(Object.entries(value).map(([key, item]) => [key, copyOf(item)]));
  return prototype === null ? Object.assign(Object.create(null), copy) : copy;
}

import { HeroError, isHeroError, show } from '../base/index.ts';
import { type ParamPlaces, Params } from '../params/index.ts';
import type { StandardOptions, StandardProps, StandardResult, StandardSchemaV1 } from './standard-schema.ts';
import { badDefinition, checkDefinition, checkLimits, type ValueLimits } from './value-limits.ts';

/** The facts that readers of values need; passed in, so that this folder reads no clock and no files. */
export interface ReadEnvironment {
  readonly places: ParamPlaces;
  /** Seconds since the epoch; NaN where the time is unknown, so that relative times cannot be read. */
  readonly now: number;
}

/** Reads the text of a param. */
export type ParamReader<T> = (text: string, environment: ReadEnvironment) => T;

/** The settings of a type besides its kind and its reader. */
export interface TypeSettings<T> {
  readonly description?: string;
  readonly isSecret?: boolean;
  readonly isRequired?: boolean;
  readonly fallback?: T | undefined;
  readonly choices?: readonly string[] | undefined;
  readonly limits?: ValueLimits;
}

/** The vendor of these schemas, for Standard Schema. */
export const vendor = 'heroplay';

/** The environment of a type that is used without a script: no folder, no home and no clock. */
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
  /** The values that it accepts, if they are a fixed list of texts. */
  readonly choices: readonly string[] | undefined;
  readonly limits: ValueLimits;
  readonly #reader: ParamReader<T>;

  /** Throws ACTION_BAD_DEFINITION for limits that the kind cannot have, or that the fallback does not meet. */
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

  /** The value of a text. Throws the PARAMS_* error of a text that does not fit; it never quotes a secret. */
  read(text: string, environment: ReadEnvironment): T {
    const value = this.isSecret
      ? readHidden(() => this.#reader(text, environment))
      : this.#reader(text, environment);
    checkLimits(value, this.limits, this);
    return value;
  }

  /** The value of a missing param: a copy, so that a change of it does not reach the next action. */
  readMissing(): T | undefined {
    return copyOf(this.fallback) as T | undefined;
  }

  /** The type with a value for a missing param. Throws ACTION_BAD_DEFINITION when the value does not meet the limits. */
  default(fallback: T): ParamType<T> {
    return this.#with({ fallback, isRequired: false });
  }

  /** The type with `undefined` for a missing param. */
  optional(): ParamType<T | undefined> {
    return this.#with({ isRequired: false }) as ParamType<T | undefined>;
  }

  /** The type with a description in a few words. */
  describe(description: string): ParamType<T> {
    return this.#with({ description });
  }

  /** The type with a least number, size, duration (seconds) or amount, or a least number of characters or items. */
  min(min: number): ParamType<T> {
    return this.#with({ limits: { ...this.limits, min } });
  }

  /** The opposite of `min`. */
  max(max: number): ParamType<T> {
    return this.#with({ limits: { ...this.limits, max } });
  }

  /** The type with a pattern for the text, or for each item of a list; `what` is its name, e.g. `a name in lower case`. */
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
      throw badDefinition(`the default ${show(String(fallback))} is not one of the choices`);
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

/** The message of a reader may quote the secret, so only its code is kept. */
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

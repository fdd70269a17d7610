import { HeroError, Secret, show } from '../base/index.ts';
import { Amount, limitLength, writeBytes, writeDuration } from '../params/index.ts';

/** The limits of the values of a param. */
export interface ValueLimits {
  /** The least value, or the least number of characters or items. */
  readonly min?: number;
  readonly max?: number;
  /** The pattern of a text, or of each item of a list. */
  readonly pattern?: RegExp;
  /** The pattern in words, for errors. */
  readonly patternName?: string;
}

/** The type whose values are limited: the kind that measures them, and a flag for secrets, which errors never show. */
export interface LimitedKind {
  readonly kind: string;
  readonly isSecret: boolean;
}

/** A longer text is not matched against a pattern. */
const maxPatternLength = 10_000;

const textKinds = new Set(['text', 'secret', 'url', 'email', 'path']);
const valueKinds = new Set(['int', 'number', 'size', 'duration', 'money']);

/** Throws ACTION_BAD_DEFINITION for limits that values of a kind cannot have. */
export function checkDefinition(kind: string, limits: ValueLimits): void {
  const { min, max, pattern } = limits;
  const isText = textKinds.has(kind) || kind === 'list';
  if (pattern && !isText) throw badDefinition(`values of type ${show(kind)} cannot have a pattern`);
  for (const limit of [min, max]) {
    if (limit === undefined) continue;
    if (!isText && !valueKinds.has(kind))
      throw badDefinition(`values of type ${show(kind)} cannot have min and max`);
    if (!Number.isFinite(limit)) throw badDefinition(`${limit} is not a finite limit`);
    if (isText && !(Number.isSafeInteger(limit) && limit >= 0))
      throw badDefinition(`${limit} is not a length`);
    checkUnit(kind, limit);
  }
  if (min !== undefined && max !== undefined && min > max)
    throw badDefinition(`the min ${min} is more than the max ${max}`);
}

/** Throws PARAMS_OUT_OF_RANGE, PARAMS_BAD_LENGTH or PARAMS_PATTERN for a value outside of its limits. */
export function checkLimits(value: unknown, limits: ValueLimits, type: LimitedKind): void {
  if (value === undefined) return;
  const measured = value instanceof Secret ? value.reveal() : value;
  checkRange(measured, limits, type);
  const { pattern } = limits;
  if (!pattern) return;
  for (const text of Array.isArray(measured) ? measured : [measured])
    checkPattern(text, limits, pattern, type);
}

/** The error for an actor with a wrong definition. */
export function badDefinition(message: string): HeroError {
  return new HeroError('ACTION_BAD_DEFINITION', message);
}

/** A limit of bytes or seconds must be a possible value. */
function checkUnit(kind: string, limit: number): void {
  try {
    written(kind, limit);
  } catch {
    throw badDefinition(`${limit} is not a value of type ${show(kind)}`);
  }
}

function checkRange(value: unknown, limits: ValueLimits, { kind, isSecret }: LimitedKind): void {
  const { min, max } = limits;
  if (min === undefined && max === undefined) return;
  const { size, unit } = measure(value);
  if (size >= (min ?? size) && size <= (max ?? size)) return;
  const word = (limit: number) => (unit ? String(limit) : written(kind, limit));
  const found = isSecret ? 'a secret' : unit ? counted(String(size), unit) : show(shownValue(kind, value));
  const range = counted(rangeOf(limits, word), unit);
  throw new HeroError(
    unit ? 'PARAMS_BAD_LENGTH' : 'PARAMS_OUT_OF_RANGE',
    `found ${found}, expected ${range}`,
  );
}

/** `1 to 9`, `at least 1`, `at most 9`, or `exactly 9`. */
function rangeOf({ min, max }: ValueLimits, word: (limit: number) => string): string {
  if (min === undefined) return `at most ${word(max as number)}`;
  if (max === undefined) return `at least ${word(min)}`;
  return min === max ? `exactly ${word(min)}` : `${word(min)} to ${word(max)}`;
}

/** `1 item`, `2 items`; without a unit only the number. */
function counted(count: string, unit: string): string {
  return unit === '' ? count : `${count} ${unit}${/\b1$/.test(count) ? '' : 's'}`;
}

/** The number that limits apply to, and its unit if it is a length. */
function measure(value: unknown): { size: number; unit: string } {
  if (Array.isArray(value)) return { size: value.length, unit: 'item' };
  if (value instanceof Amount) return { size: value.value, unit: '' };
  return typeof value === 'string'
    ? { size: [...value].length, unit: 'character' }
    : { size: Number(value), unit: '' };
}

function shownValue(kind: string, value: unknown): string {
  return typeof value === 'number' ? written(kind, value) : String(value);
}

/** A number as it is written in a script. */
function written(kind: string, value: number): string {
  if (kind === 'size') return writeBytes(value);
  return kind === 'duration' ? writeDuration(value) : String(value);
}

function checkPattern(text: unknown, { patternName }: ValueLimits, pattern: RegExp, type: LimitedKind): void {
  if (typeof text !== 'string') return;
  const expected = patternName ?? `a text that matches ${show(String(pattern))}`;
  limitLength(text, expected, maxPatternLength);
  // A global or sticky pattern would continue where it last ended.
  pattern.lastIndex = 0;
  if (pattern.test(text)) return;
  throw new HeroError(
    'PARAMS_PATTERN',
    `found ${type.isSecret ? 'a secret' : show(text)}, expected ${expected}`,
  );
}

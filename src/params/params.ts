import { HeroError, type Span, show } from '../base/index.ts';
import type { ActionNode } from '../script/index.ts';
import { matchFilter } from './filter-match.ts';
import { ParamLists } from './param-lists.ts';
import { readClockTime, readTimeInterval } from './time/clock-time.ts';
import { OurTime } from './time/our-time.ts';
import { type Amount, readAmount } from './value/amount.ts';
import { isFalseWord, isTrueWord, readBool } from './value/bool.ts';
import { readFromMap } from './value/choice.ts';
import { readEmail, readEmails, readPhone, readPhones } from './value/email.ts';
import {
  readFloat,
  readI64,
  readInt,
  readPercentage,
  readU8,
  readU16,
  readU32,
  readU64,
} from './value/number.ts';
import { type PathPlaces, resolvePath } from './value/path.ts';
import { readBytes, readGigabytes } from './value/size.ts';

/** The start of relative paths, and a check for existing ones. */
export interface ParamPlaces extends PathPlaces {
  exists?(path: string): boolean;
}

/**
 * The params and arguments of an action, with a getter for each type. A getter throws PARAMS_MISSING when there
 * is no such param and another PARAMS_* code when its value is not of the type; its `…Default` twin gives the
 * default when the param is missing, and throws like it otherwise.
 *
 * @example
 * const params = Params.parse("name:Ada size:'10 GB' now");
 * params.getStorageBytes('size'); // 10737418240
 * params.getDefault('city', 'Ghent'); // 'Ghent'
 * params.args; // ['now']
 */
export class Params extends ParamLists {
  /** Reads a text such as `name:x size:'10 GB' flag`. Throws the first SCRIPT_* error, with all of them as diagnostics. */
  static parse(text: string): Params {
    return new Params().fillFromText(text);
  }

  /** The params of a parsed action. */
  static fromAction(action: ActionNode): Params {
    return new Params(headSpan(action)).fillFromItems(action.items, action.tailComments);
  }

  /** Params of key and value, verbatim. */
  static from(pairs: Iterable<readonly [string, string]> | Readonly<Record<string, string>>): Params {
    const params = new Params();
    const entries =
      Symbol.iterator in pairs ? (pairs as Iterable<readonly [string, string]>) : Object.entries(pairs);
    for (const [key, value] of entries) params.set(key, value);
    return params;
  }

  /** The params in a result of `toJSON`, as object or text. Throws PARAMS_BAD_JSON. */
  static fromJson(json: unknown): Params {
    return new Params().fillFromJson(typeof json === 'string' ? parseJson(json) : json);
  }

  /** An independent copy, places included. */
  copy(): Params {
    const copy = new Params(this.origin);
    copy.merge(this);
    for (const comment of this.comments) copy.addComment(comment);
    return copy;
  }

  // Text

  get(key: string): string {
    return this.read(key, text => text);
  }

  /** The result of `reader` for a value; an error of the reader gets the key and the place. */
  getAs<T>(key: string, reader: (text: string) => T): T {
    return this.read(key, reader);
  }

  getDefault(key: string, fallback: string): string {
    return this.or(key, fallback, text => text);
  }

  /** A value that is itself a text of params. */
  getParams(key: string): Params {
    return this.read(key, Params.parse);
  }

  /** The entry of `table` for the value of the param, or for `fallback`; the keys of the table are comma lists of words. */
  getFromMap(key: string, fallback: string, table: Readonly<Record<string, string>>): string {
    const found =
      (this.exists(key) ? readFromMap(this.get(key), table) : undefined) ?? readFromMap(fallback, table);
    if (found) return found;
    const words = Object.keys(table).join(', ');
    throw new HeroError('PARAMS_NO_CHOICE', `\`${key}\`: expected one of ${words}`);
  }

  /**
   * An absolute path; `places` has the start of relative ones, and the `root` that contains it, if any. Throws
   * PARAMS_PATH_NOT_FOUND when `places.exists` is given and returns false.
   */
  getPath(key: string, places: ParamPlaces): string {
    return this.read(key, text => existing(resolvePath(text, places), places));
  }

  getPathDefault(key: string, fallback: string, places: ParamPlaces): string {
    return this.exists(key) ? this.getPath(key, places) : resolvePath(fallback, places);
  }

  getEmail(key: string): string {
    return this.read(key, readEmail);
  }

  getEmailDefault(key: string, fallback: string): string {
    return this.or(key, readEmail(fallback), readEmail);
  }

  getEmails(key: string): string[] {
    return this.read(key, readEmails);
  }

  getEmailsDefault(key: string, fallback: readonly string[]): string[] {
    return this.or(key, fallback.map(readEmail), readEmails);
  }

  getTelnr(key: string): string {
    return this.read(key, readPhone);
  }

  getTelnrDefault(key: string, fallback: string): string {
    return this.or(key, readPhone(fallback), readPhone);
  }

  getTelnrs(key: string): string[] {
    return this.read(key, readPhones);
  }

  getTelnrsDefault(key: string, fallback: readonly string[]): string[] {
    return this.or(key, fallback.map(readPhone), readPhones);
  }

  // Yes and no

  /** `1 true y yes t on` or `0 false n no f off`, in any case. */
  getBool(key: string): boolean {
    return this.read(key, readBool);
  }

  getBoolDefault(key: string, fallback: boolean): boolean {
    return this.or(key, fallback, readBool);
  }

  /** True when the param is missing, empty or a word for yes; false for any other. Never throws. */
  getDefaultTrue(key: string): boolean {
    return this.or(key, true, isTrueWord);
  }

  /** False when the param is missing, empty or a word for no; true for any other. Never throws. */
  getDefaultFalse(key: string): boolean {
    return this.or(key, false, text => !isFalseWord(text));
  }

  // Numbers

  /** A whole number of 32 bits. */
  getInt(key: string): number {
    return this.read(key, readInt);
  }

  getIntDefault(key: string, fallback: number): number {
    return this.or(key, fallback, readInt);
  }

  getI64(key: string): bigint {
    return this.read(key, readI64);
  }

  getI64Default(key: string, fallback: bigint): bigint {
    return this.or(key, fallback, readI64);
  }

  getU8(key: string): number {
    return this.read(key, readU8);
  }

  getU8Default(key: string, fallback: number): number {
    return this.or(key, fallback, readU8);
  }

  getU16(key: string): number {
    return this.read(key, readU16);
  }

  getU16Default(key: string, fallback: number): number {
    return this.or(key, fallback, readU16);
  }

  getU32(key: string): number {
    return this.read(key, readU32);
  }

  getU32Default(key: string, fallback: number): number {
    return this.or(key, fallback, readU32);
  }

  getU64(key: string): bigint {
    return this.read(key, readU64);
  }

  getU64Default(key: string, fallback: bigint): bigint {
    return this.or(key, fallback, readU64);
  }

  /** A decimal number; `50%` is 0.5. */
  getFloat(key: string): number {
    return this.read(key, readFloat);
  }

  getFloatDefault(key: string, fallback: number): number {
    return this.or(key, fallback, readFloat);
  }

  /** A number from 0 to 100, with or without `%`, as 0 to 1. */
  getPercentage(key: string): number {
    return this.read(key, readPercentage);
  }

  getPercentageDefault(key: string, fallback: string): number {
    return this.exists(key) ? this.getPercentage(key) : readPercentage(fallback);
  }

  // Sizes, money, time

  /** Bytes: `10 GB`, `1.5MB`, `512`. */
  getStorageBytes(key: string): number {
    return this.read(key, readBytes);
  }

  getStorageBytesDefault(key: string, fallback: number): number {
    return this.or(key, fallback, readBytes);
  }

  /** Whole gigabytes, rounded up; a bare number is gigabytes. */
  getStorageGigabytes(key: string): number {
    return this.read(key, readGigabytes);
  }

  getStorageGigabytesDefault(key: string, fallback: number): number {
    return this.or(key, fallback, readGigabytes);
  }

  /** Money: `10.3 USD`, `€100`, `20k TFT`. */
  getAmount(key: string): Amount {
    return this.read(key, readAmount);
  }

  getAmountDefault(key: string, fallback: string): Amount {
    return this.exists(key) ? this.getAmount(key) : readAmount(fallback);
  }

  /** A time, absolute or relative to `now` (seconds since the epoch). */
  getTime(key: string, now: number | OurTime): OurTime {
    return this.read(key, text => OurTime.parse(text, { now }));
  }

  getTimeDefault(key: string, fallback: string, now: number | OurTime): OurTime {
    return this.exists(key) ? this.getTime(key, now) : OurTime.parse(fallback, { now });
  }

  /** A time of day in seconds since midnight: `16:21`, `8PM`. */
  getTimestamp(key: string): number {
    return this.read(key, readClockTime);
  }

  getTimestampDefault(key: string, fallback: number): number {
    return this.or(key, fallback, readClockTime);
  }

  /** `A..B` or `A - B`, of times or times of day. */
  getTimeInterval(key: string, now: number | OurTime): { start: OurTime; end: OurTime } {
    return this.read(key, text => readTimeInterval(text, now));
  }

  // Arguments

  get lenArg(): number {
    return this.args.length;
  }

  /** An argument by its position, from 0. */
  getArg(index: number): string {
    return this.readArg(index, text => text);
  }

  getArgDefault(index: number, fallback: string): string {
    return this.args[index] ?? fallback;
  }

  getArgInt(index: number): number {
    return this.readArg(index, readInt);
  }

  getArgIntDefault(index: number, fallback: number): number {
    return index < this.args.length ? this.getArgInt(index) : fallback;
  }

  /** An argument, when there are exactly `count`. Throws PARAMS_ARGUMENT_COUNT. */
  getArgCheck(index: number, count: number): string {
    this.checkArgLen(count);
    return this.getArg(index);
  }

  /** Throws PARAMS_ARGUMENT_COUNT unless there are exactly `count` arguments. */
  checkArgLen(count: number): void {
    if (this.args.length === count) return;
    throw new HeroError(
      'PARAMS_ARGUMENT_COUNT',
      `expected ${count} ${count === 1 ? 'argument' : 'arguments'}, but found ${this.args.length}`,
    );
  }

  /** True when any of `include` matches (or none is given) and none of `exclude` does: see `matchFilter`. */
  filterMatch(include: readonly string[], exclude: readonly string[] = []): boolean {
    const passes = include.length === 0 || include.some(filter => matchFilter(this, filter));
    return passes && !exclude.some(filter => matchFilter(this, filter));
  }
}

function existing(path: string, places: ParamPlaces): string {
  if (places.exists?.(path) ?? true) return path;
  throw new HeroError('PARAMS_PATH_NOT_FOUND', `found nothing at ${show(path)}`, {
    hint: 'check the path, or make it first',
  });
}

function headSpan(action: ActionNode): Span {
  return { source: action.source, start: action.start, end: action.nameEnd };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new HeroError('PARAMS_BAD_JSON', 'expected params as JSON, but the text is not JSON', { cause });
  }
}

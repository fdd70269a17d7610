import { nameFix } from '../script/name.ts';
import { ParamStore } from './param-store.ts';
import { readList, splitItems } from './value/list.ts';
import {
  readFloat,
  readI8,
  readI16,
  readI64,
  readInt,
  readU8,
  readU16,
  readU32,
  readU64,
} from './value/number.ts';

/** The getters for lists. Brackets around the items are optional; an empty item is an error in a list of numbers. */
export class ParamLists extends ParamStore {
  /** The result of `reader` for a param, or `fallback` when it is missing. */
  protected or<T>(key: string, fallback: T, reader: (text: string) => T): T {
    return this.exists(key) ? this.read(key, reader) : fallback;
  }

  /** The items of `a, 'b c', d` or `['a','b']`; empty ones are left out. */
  getList(key: string): string[] {
    return this.read(key, readList);
  }

  getListDefault(key: string, fallback: readonly string[]): string[] {
    return this.or(key, [...fallback], readList);
  }

  getListNamefix(key: string): string[] {
    return this.getList(key).map(nameFix);
  }

  getListNamefixDefault(key: string, fallback: readonly string[]): string[] {
    return this.or(key, [...fallback], text => readList(text).map(nameFix));
  }

  /** The items as true for `true` and `t` only, as in the old system. */
  getListBool(key: string): boolean[] {
    return this.read(key, listOf(isTrue));
  }

  getListBoolDefault(key: string, fallback: readonly boolean[]): boolean[] {
    return this.or(key, [...fallback], listOf(isTrue));
  }

  getListInt(key: string): number[] {
    return this.read(key, listOf(readInt));
  }

  getListIntDefault(key: string, fallback: readonly number[]): number[] {
    return this.or(key, [...fallback], listOf(readInt));
  }

  getListI8(key: string): number[] {
    return this.read(key, listOf(readI8));
  }

  getListI8Default(key: string, fallback: readonly number[]): number[] {
    return this.or(key, [...fallback], listOf(readI8));
  }

  getListI16(key: string): number[] {
    return this.read(key, listOf(readI16));
  }

  getListI16Default(key: string, fallback: readonly number[]): number[] {
    return this.or(key, [...fallback], listOf(readI16));
  }

  getListI64(key: string): bigint[] {
    return this.read(key, listOf(readI64));
  }

  getListI64Default(key: string, fallback: readonly bigint[]): bigint[] {
    return this.or(key, [...fallback], listOf(readI64));
  }

  getListU8(key: string): number[] {
    return this.read(key, listOf(readU8));
  }

  getListU8Default(key: string, fallback: readonly number[]): number[] {
    return this.or(key, [...fallback], listOf(readU8));
  }

  getListU16(key: string): number[] {
    return this.read(key, listOf(readU16));
  }

  getListU16Default(key: string, fallback: readonly number[]): number[] {
    return this.or(key, [...fallback], listOf(readU16));
  }

  getListU32(key: string): number[] {
    return this.read(key, listOf(readU32));
  }

  getListU32Default(key: string, fallback: readonly number[]): number[] {
    return this.or(key, [...fallback], listOf(readU32));
  }

  getListU64(key: string): bigint[] {
    return this.read(key, listOf(readU64));
  }

  getListU64Default(key: string, fallback: readonly bigint[]): bigint[] {
    return this.or(key, [...fallback], listOf(readU64));
  }

  getListFloat(key: string): number[] {
    return this.read(key, listOf(readFloat));
  }

  getListFloatDefault(key: string, fallback: readonly number[]): number[] {
    return this.or(key, [...fallback], listOf(readFloat));
  }
}

function listOf<T>(reader: (item: string) => T): (text: string) => T[] {
  return text => (text.trim() === '' ? [] : splitItems(text).map(reader));
}

function isTrue(item: string): boolean {
  return item === 'true' || item === 't';
}

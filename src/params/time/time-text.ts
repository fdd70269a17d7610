import { limitLength, unexpected } from '../value/value-error.ts';
import { dayExists, secondsPerDay, toDays } from './calendar.ts';

const timeExpected = 'a time such as `2026-11-22 10:15` or `+1d -2h`';
const relativeExpected = 'periods such as `+1d -2h`, each with its own sign';
const absolute = /^([0-9]+)[-/]([0-9]+)[-/]([0-9]+)(?: ([0-9]{1,2})(?::([0-9]{1,2}))?(?::([0-9]{1,2}))?)?$/;
const period = /^([+-])([0-9]+)([smhdwMQY])$/;

const periodSeconds: ReadonlyMap<string, number> = new Map([
  ['s', 1],
  ['m', 60],
  ['h', 3600],
  ['d', secondsPerDay],
  ['w', 7 * secondsPerDay],
  ['M', 30 * secondsPerDay],
  ['Q', 90 * secondsPerDay],
  ['Y', 365 * secondsPerDay],
]);

/** A written time: a date and perhaps a time of day, or an offset in seconds to now. */
export type WrittenTime =
  | { readonly kind: 'absolute'; readonly seconds: number }
  | { readonly kind: 'relative'; readonly seconds: number };

/**
 * Reads an absolute time (seconds since the epoch, UTC) or a relative one; blank and `0` are an offset of 0.
 * Throws PARAMS_TIME_FORMAT, PARAMS_TIME_VALUE, PARAMS_TOO_LONG.
 */
export function readTime(text: string): WrittenTime {
  limitLength(text, timeExpected);
  const written = text.trim();
  const relative = written === '' || written === '0' || written.startsWith('+') || written.startsWith('-');
  return relative
    ? { kind: 'relative', seconds: readRelative(written) }
    : { kind: 'absolute', seconds: readAbsolute(written) };
}

/** The seconds of a relative time such as `+1d -2h`; 0 for blank and `0`. Errors as `readTime`. */
export function readRelative(text: string): number {
  limitLength(text, relativeExpected);
  const written = text.trim();
  if (written === '' || written === '0') return 0;
  const terms = written.replaceAll(' ', '').split(/(?=[+-])/);
  return terms.map(readPeriod).reduce((sum, seconds) => safeSeconds(sum + seconds, text), 0);
}

/** A number of seconds that is exact. Throws PARAMS_TIME_VALUE. */
export function safeSeconds(seconds: number, text = String(seconds)): number {
  if (Number.isSafeInteger(seconds)) return seconds;
  throw unexpected('PARAMS_TIME_VALUE', text, 'a whole number of seconds within 2^53');
}

function readPeriod(term: string): number {
  const match = period.exec(term);
  if (!match) throw unexpected('PARAMS_TIME_FORMAT', term, relativeExpected, periodHint(term));
  const [, sign, digits, letter = ''] = match;
  const seconds = Number(digits) * (periodSeconds.get(letter) as number);
  return safeSeconds(sign === '-' ? -seconds : seconds, term);
}

function periodHint(term: string): string {
  if (!/^[+-]/.test(term)) return 'start with `+` or `-`';
  if (!/^.[0-9]/.test(term)) return 'write a number after the sign';
  if (/^.[0-9]+[.,]/.test(term)) return 'use whole numbers, and a smaller period for the rest';
  if (/^.[0-9]+[smhdwMQY][0-9]/.test(term)) return 'write a sign before each number';
  return 'end with s, m (minutes), h, d, w, M (30 days), Q or Y';
}

function readAbsolute(text: string): number {
  const match = absolute.exec(text);
  if (!match) throw unexpected('PARAMS_TIME_FORMAT', text, timeExpected, absoluteHint(text));
  const [, first = '', second = '', third = '', hour = '0', minute = '0', secondOfMinute = '0'] = match;
  const [year, day] = third.length === 4 ? [third, first] : [first, third];
  if (year.length !== 4 || second.length > 2 || day.length > 2) {
    throw unexpected(
      'PARAMS_TIME_FORMAT',
      text,
      'a date as YYYY-MM-DD or DD-MM-YYYY',
      'write the year with four digits',
    );
  }
  const days = readDay(text, Number(year), Number(second), Number(day));
  return days * secondsPerDay + readTimeOfDay(text, Number(hour), Number(minute), Number(secondOfMinute));
}

function readDay(text: string, year: number, month: number, day: number): number {
  if (year >= 1 && dayExists({ year, month, day })) return toDays({ year, month, day });
  throw unexpected('PARAMS_TIME_VALUE', text, 'a day that the calendar has');
}

/** Seconds since midnight; 24:00 and minute 60 do not exist. Throws PARAMS_TIME_VALUE. */
export function readTimeOfDay(text: string, hour: number, minute: number, second: number): number {
  if (hour < 24 && minute < 60 && second < 60) return hour * 3600 + minute * 60 + second;
  throw unexpected('PARAMS_TIME_VALUE', text, 'a time from 00:00:00 to 23:59:59');
}

function absoluteHint(text: string): string {
  if (/^[0-9/-]+T[0-9]/.test(text)) return 'write a space instead of the `T`';
  if (/^[0-9]+[smhdwMQY]/.test(text)) return 'start a relative time with `+` or `-`';
  return 'write YYYY-MM-DD, then a space and HH:mm or HH:mm:ss';
}

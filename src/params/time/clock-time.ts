import { limitLength, unexpected } from '../value/value-error.ts';
import { secondsPerDay } from './calendar.ts';
import { type Now, OurTime } from './our-time.ts';
import { readTimeOfDay } from './time-text.ts';

const clockExpected = 'a time of day such as `8:30`, `20:30` or `8PM`';
const intervalExpected = 'an interval such as `10:00..12:30` or `2026-11-22 - 2026-11-24`';
const clock = /^([0-9]{1,2})(?::([0-9]{1,2}))?(?:\s*([AP])M)?$/i;

/** Two moments, the end not before the start. */
export interface TimeInterval {
  readonly start: OurTime;
  readonly end: OurTime;
}

/**
 * A time of day in seconds since midnight: `8`, `20:30`, `8:30 pm`; 12AM is midnight, 12PM is noon.
 * Throws PARAMS_TIME_FORMAT, PARAMS_TIME_VALUE, PARAMS_TOO_LONG.
 */
export function readClockTime(text: string): number {
  limitLength(text, clockExpected);
  const match = clock.exec(text.trim());
  if (!match) throw unexpected('PARAMS_TIME_FORMAT', text, clockExpected);
  const [, hour = '', minute = '0', half] = match;
  const hours = half === undefined ? Number(hour) : hourOf(text, Number(hour), half);
  return readTimeOfDay(text, hours, Number(minute), 0);
}

/**
 * An interval `A..B` or `A - B`, each a time or a time of day. A time of day as `A` is on the day
 * of `now`, as `B` on the day on which the interval starts. Errors as `readClockTime`.
 */
export function readTimeInterval(text: string, now: Now): TimeInterval {
  limitLength(text, intervalExpected);
  const sides = text.split(text.includes('..') ? '..' : ' - ').map(side => side.trim());
  const [first, last] = sides;
  if (!first || !last || sides.length !== 2) throw unexpected('PARAMS_TIME_FORMAT', text, intervalExpected);
  const start = readMoment(first, now, now);
  const end = readMoment(last, now, start);
  if (end.compare(start) >= 0) return { start, end };
  throw unexpected('PARAMS_TIME_VALUE', text, 'an end at or after the start', 'write the date on both sides');
}

function hourOf(text: string, hour: number, half: string): number {
  if (hour > 12) throw unexpected('PARAMS_TIME_VALUE', text, 'an hour from 0 to 12 before AM or PM');
  return (hour % 12) + (half.toUpperCase() === 'P' ? 12 : 0);
}

function readMoment(text: string, now: Now, day: Now): OurTime {
  if (!clock.test(text)) return OurTime.parse(text, { now });
  const seconds = typeof day === 'number' ? day : day.unix();
  return OurTime.fromEpoch(Math.floor(seconds / secondsPerDay) * secondsPerDay + readClockTime(text));
}

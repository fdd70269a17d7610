import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readClockTime, readTimeInterval } from '../../../src/params/time/clock-time.ts';
import { OurTime } from '../../../src/params/time/our-time.ts';
import { thrown } from '../thrown.ts';

describe('times of day', () => {
  test.each([
    ['0', 0],
    ['7', 25_200],
    ['7:05', 25_500],
    ['9:5', 32_700],
    [' 23:59 ', 86_340],
    ['12AM', 0],
    ['12:30am', 1800],
    ['12PM', 43_200],
    ['12:30 pm', 45_000],
    ['8pm', 72_000],
    ['11:59Pm', 86_340],
  ])('%j is %d seconds after midnight', (text, seconds) => {
    expect(readClockTime(text)).toBe(seconds);
  });

  test.each(['24:00', '25', '00:60', '13PM', '15am', '11:60AM'])('%j does not exist', text => {
    expect(thrown(() => readClockTime(text)).code).toBe('PARAMS_TIME_VALUE');
  });

  test.each(['', 'AM', 'noon', '-1:00', '1:2:3', '7:', ':30', '100', '7.30', '8 p', '8 PMs'])(
    '%j is no time of day',
    text => {
      expect(thrown(() => readClockTime(text)).code).toBe('PARAMS_TIME_FORMAT');
    },
  );

  test('an overlong text is refused', () => {
    expect(thrown(() => readClockTime(`8${' '.repeat(300)}PM`)).code).toBe('PARAMS_TOO_LONG');
  });

  test('every minute of the day reads back, in both notations', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }), (hour, minute) => {
        const seconds = (hour * 60 + minute) * 60;
        expect(readClockTime(`${hour}:${minute}`)).toBe(seconds);
        expect(readClockTime(`${hour % 12 || 12}:${minute} ${hour < 12 ? 'am' : 'PM'}`)).toBe(seconds);
      }),
    );
  });
});

describe('intervals', () => {
  const now = OurTime.parse('2026-11-22 10:15:30', { now: 0 });
  const read = (text: string): [string, string] => {
    const { start, end } = readTimeInterval(text, now);
    return [start.full(), end.full()];
  };

  test.each([
    ['8:00..17:30', '2026-11-22 08:00:00', '2026-11-22 17:30:00'],
    ['8AM - 5 pm', '2026-11-22 08:00:00', '2026-11-22 17:00:00'],
    ['2026-12-01 .. 03-12-2026', '2026-12-01 00:00:00', '2026-12-03 00:00:00'],
    ['2026-12-01 - 2026-12-03', '2026-12-01 00:00:00', '2026-12-03 00:00:00'],
    ['2026-12-01 9:00..11:00', '2026-12-01 09:00:00', '2026-12-01 11:00:00'],
    ['-1h..+1h', '2026-11-22 09:15:30', '2026-11-22 11:15:30'],
    ['+1d..12:00', '2026-11-23 10:15:30', '2026-11-23 12:00:00'],
    ['9..9', '2026-11-22 09:00:00', '2026-11-22 09:00:00'],
  ])('%j is from %s to %s', (text, start, end) => {
    expect(read(text)).toEqual([start, end]);
  });

  test('now may be a number', () => {
    expect(readTimeInterval('1..2', 90_000).end.unix()).toBe(93_600);
  });

  test('an end before the start is an error', () => {
    const error = thrown(() => read('22:00..6:00'));
    expect(error.code).toBe('PARAMS_TIME_VALUE');
    expect(error.hint).toBe('write the date on both sides');
  });

  test.each(['', '8:00', '8:00-9:00', '..9:00', '8:00..', '1..2..3', 'a..b', '8 - 9 - 10'])(
    '%j is no interval',
    text => {
      expect(thrown(() => read(text)).code).toBe('PARAMS_TIME_FORMAT');
    },
  );

  test('a side that does not exist is an error, and so is an overlong text', () => {
    expect(thrown(() => read('8:00..24:00')).code).toBe('PARAMS_TIME_VALUE');
    expect(thrown(() => read(`8:00..${' '.repeat(300)}9:00`)).code).toBe('PARAMS_TOO_LONG');
  });
});

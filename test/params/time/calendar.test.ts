import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dayExists, fromDays, toDays } from '../../../src/params/time/calendar.ts';

test.each([
  [{ year: 1970, month: 1, day: 1 }, 0],
  [{ year: 1969, month: 12, day: 31 }, -1],
  [{ year: 2000, month: 3, day: 1 }, 11017],
  [{ year: 1, month: 1, day: 1 }, -719162],
])('%j is day %d', (day, days) => {
  expect(toDays(day)).toBe(days);
  expect(fromDays(days)).toEqual(day);
});

test('agrees with Date wherever Date can be asked', () => {
  fc.assert(
    fc.property(fc.integer({ min: -100_000_000, max: 100_000_000 }), days => {
      const date = new Date(days * 86_400_000);
      expect(fromDays(days)).toEqual({
        year: date.getUTCFullYear(),
        month: date.getUTCMonth() + 1,
        day: date.getUTCDate(),
      });
    }),
    { numRuns: 2000 },
  );
});

test('days survive the calendar and back', () => {
  fc.assert(fc.property(fc.integer({ min: -1e11, max: 1e11 }), days => toDays(fromDays(days)) === days));
});

test.each([
  [2024, 2, 29, true],
  [2023, 2, 29, false],
  [1900, 2, 29, false],
  [2000, 2, 29, true],
  [2024, 4, 31, false],
  [2024, 0, 1, false],
  [2024, 13, 1, false],
  [2024, 1, 0, false],
  [2024, 12, 31, true],
])('%d-%d-%d exists: %s', (year, month, day, exists) => {
  expect(dayExists({ year, month, day })).toBe(exists);
});

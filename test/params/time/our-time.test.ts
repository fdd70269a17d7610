import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { OurTime } from '../../../src/params/time/our-time.ts';
import { thrown } from '../thrown.ts';

const now = 1_800_000_000;
const parse = (text: string): OurTime => OurTime.parse(text, { now });

describe('reading', () => {
  test.each([
    ['2026-11-22 10:15:30', '2026-11-22 10:15:30'],
    ['2026-11-22', '2026-11-22 00:00:00'],
    ['22-11-2026 9', '2026-11-22 09:00:00'],
    ['2026/3/4 5:6', '2026-03-04 05:06:00'],
    [' 4/3/2026 ', '2026-03-04 00:00:00'],
    ['2024-2-29', '2024-02-29 00:00:00'],
    ['0001-01-01', '0001-01-01 00:00:00'],
    ['0099-12-31', '0099-12-31 00:00:00'],
    ['9999-12-31 23:59:59', '9999-12-31 23:59:59'],
  ])('%j is %s', (text, full) => {
    expect(parse(text).full()).toBe(full);
  });

  test.each([
    ['', 0],
    ['  ', 0],
    ['0', 0],
    ['+90s', 90],
    [' - 2 h ', -7200],
    ['+1d -1h', 82800],
    ['+100Y', 3_153_600_000],
  ])('%j is %d seconds from now', (text, offset) => {
    expect(parse(text).unix()).toBe(now + offset);
  });

  test('now may be a time', () => {
    expect(OurTime.parse('+1m', { now: OurTime.fromEpoch(40) }).unix()).toBe(100);
  });

  test.each([
    '2026',
    '2026-11',
    '1800000000',
    '26-11-22',
    '01-02-24',
    '20260-01-01',
    '2026-001-01',
    '2026-11-2026',
    '2026.11.22',
    '2026-11-22T10:15',
    '2026-11-22  10:15',
    '2026-11-22 10:',
    '2026-11-22 10:15:30:1',
    '2026-11-22 10:15:30.5',
    '2026-11-22 +1:00',
    '2026-11-22 10pm',
    '2026-11-22 10:15Z',
    '1h',
    '+1h30',
    '+-1d',
    '+5s,+3m',
    'now',
  ])('%j is not written like a time', text => {
    expect(thrown(() => parse(text)).code).toBe('PARAMS_TIME_FORMAT');
  });

  test.each([
    '2023-02-29',
    '31-04-2024',
    '2024-13-01',
    '2024-00-10',
    '2024-01-00',
    '0000-01-01',
    '2024-01-01 24:00',
    '2024-01-01 10:60',
    '2024-01-01 10:00:60',
    '+9007199254740991s',
  ])('%j does not exist', text => {
    expect(thrown(() => parse(text)).code).toBe('PARAMS_TIME_VALUE');
  });

  test.each([
    ['2026-11-22T10:15', 'write a space instead of the `T`'],
    ['12h', 'start a relative time with `+` or `-`'],
    ['22-11-26', 'write the year with four digits'],
  ])('%j has the hint: %s', (text, hint) => {
    expect(thrown(() => parse(text)).hint).toBe(hint);
  });

  test.each([
    '+1d'.repeat(100_000),
    `${' '.repeat(1_000_000)}+1d`,
    `${'9'.repeat(1_000_000)}s`,
    `${'1'.repeat(300)}-01-01`,
  ])('an overlong text is refused (%#)', text => {
    expect(thrown(() => parse(text)).code).toBe('PARAMS_TOO_LONG');
    expect(thrown(() => OurTime.relativeSeconds(text)).code).toBe('PARAMS_TOO_LONG');
  });
});

describe('writing', () => {
  const time = OurTime.fromEpoch(1_795_342_530);

  test('has a form for each use', () => {
    expect(time.full()).toBe('2026-11-22 10:15:30');
    expect(time.str()).toBe('2026-11-22 10:15');
    expect(time.md()).toBe('2026-11-22 10:15');
    expect(time.day()).toBe('2026-11-22');
    expect(time.dayhour()).toBe('2026-11-22 10');
    expect(time.key()).toBe('2026_11_22_10_15_30');
    expect(JSON.stringify({ time })).toBe('{"time":1795342530}');
    expect([time.unix(), time.int()]).toEqual([1_795_342_530, 1_795_342_530]);
  });

  test('counts back before the epoch', () => {
    expect(OurTime.fromEpoch(-1).full()).toBe('1969-12-31 23:59:59');
  });

  test('stays exact far away', () => {
    expect(OurTime.fromEpoch(253_402_300_800).full()).toBe('10000-01-01 00:00:00');
    expect(OurTime.fromEpoch(Number.MAX_SAFE_INTEGER).full()).toBe('285428751-11-12 07:36:31');
    expect(OurTime.fromEpoch(-62_198_755_200).full()).toBe('-0001-01-01 00:00:00');
  });

  test('reads back for the years 1 to 9999', () => {
    const seconds = fc.integer({ min: parse('0001-01-01').unix(), max: parse('9999-12-31 23:59:59').unix() });
    fc.assert(
      fc.property(seconds, each => {
        const written = OurTime.fromEpoch(each);
        expect(parse(written.full()).unix()).toBe(each);
        expect(parse(written.str()).unix()).toBe(Math.floor(each / 60) * 60);
      }),
    );
  });
});

describe('a moment', () => {
  const noon = OurTime.fromEpoch(43_200);

  test('is a whole number of seconds', () => {
    for (const seconds of [0.5, Number.NaN, 2 ** 53]) {
      expect(thrown(() => OurTime.fromEpoch(seconds)).code).toBe('PARAMS_TIME_VALUE');
    }
  });

  test('warps into another one and stays itself', () => {
    expect(noon.warp('+1h -10s').unix()).toBe(46_790);
    expect(noon.warp('').unix()).toBe(43_200);
    expect(noon.warp('0').unix()).toBe(43_200);
    expect(noon.unix()).toBe(43_200);
    expect(thrown(() => noon.warp('1h')).code).toBe('PARAMS_TIME_FORMAT');
    expect(thrown(() => noon.warp('2026-11-22')).code).toBe('PARAMS_TIME_FORMAT');
  });

  test('is empty at the epoch, and then replaced by now', () => {
    const empty = OurTime.fromEpoch(0);
    expect([empty.empty(), noon.empty()]).toEqual([true, false]);
    expect(empty.check(now).unix()).toBe(now);
    expect(empty.check(noon).unix()).toBe(43_200);
    expect(noon.check(now)).toBe(noon);
  });

  test('compares by its seconds', () => {
    const later = noon.warp('+1s');
    expect([later, noon].sort((a, b) => a.compare(b))).toEqual([noon, later]);
    expect([noon.equals(OurTime.fromEpoch(43_200)), noon.equals(later)]).toEqual([true, false]);
  });
});

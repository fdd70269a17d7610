import { describe, expect, test } from 'vitest';
import { matchFilter } from '../../src/params/filter-match.ts';
import { Params } from '../../src/params/index.ts';

const params = Params.parse("Colour:red size:'10 GB' empty:'' Urgent from-afar");

describe('params', () => {
  test.each([
    'colour:red',
    'COLOUR: red ',
    'colour:r*',
    'size:10 GB',
    'size:10*',
    'empty:',
    'urgent',
    'URGENT',
    'Urg*',
    'urgent+colour:red',
    ' urgent + size:*GB ',
  ])('match %j', filter => {
    expect(matchFilter(params, filter)).toBe(true);
  });

  test.each([
    'colour:blue',
    'colour:RED',
    'colour:',
    'none:*',
    'urg',
    'urgent+none',
    'colour',
    'red',
    'urgent+',
    '',
  ])('do not match %j', filter => {
    expect(matchFilter(params, filter)).toBe(false);
  });
});

describe('include and exclude', () => {
  test('any of the first and none of the second must match', () => {
    expect(params.filterMatch([])).toBe(true);
    expect(params.filterMatch(['none', 'urgent'])).toBe(true);
    expect(params.filterMatch(['none'])).toBe(false);
    expect(params.filterMatch(['urgent'], ['none'])).toBe(true);
    expect(params.filterMatch(['urgent'], ['none', 'colour:red'])).toBe(false);
    expect(params.filterMatch([], ['urgent'])).toBe(false);
  });
});

import { expect, test } from 'vitest';
import { isFalseWord, isTrueWord, readBool } from '../../../src/params/value/bool.ts';
import { thrown } from '../thrown.ts';

test.each(['1', 'true', 'Yes', 'y', 'T', ' ON '])('%j is true', text => {
  expect(readBool(text)).toBe(true);
});

test.each(['0', 'false', 'No', 'n', 'F', ' OFF '])('%j is false', text => {
  expect(readBool(text)).toBe(false);
});

test.each(['', '2', 'ok', 'tr_ue', 'none', 'constructor'])('%j is neither', text => {
  const error = thrown(() => readBool(text));
  expect(error.code).toBe('PARAMS_NOT_A_BOOL');
  expect(error.message).toContain('expected `true` or `false`');
});

test.each(['', '1', 'TRUE', 'y', 'Y e-s', 'on', 'T_r-u e!'])('%j counts as true by default', text => {
  expect(isTrueWord(text)).toBe(true);
});

test.each(['0', 't', 'off', 'maybe', 'truely'])('%j does not count as true', text => {
  expect(isTrueWord(text)).toBe(false);
});

test.each(['', '0', 'False', 'n', 'N_o.', 'off'])('%j counts as false by default', text => {
  expect(isFalseWord(text)).toBe(true);
});

test.each(['1', 'f', 'on', 'never'])('%j does not count as false', text => {
  expect(isFalseWord(text)).toBe(false);
});

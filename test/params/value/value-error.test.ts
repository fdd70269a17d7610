import { expect, test } from 'vitest';
import { limitLength, unexpected } from '../../../src/params/value/value-error.ts';
import { thrown } from '../thrown.ts';

test('an error names what was found and what was expected', () => {
  const error = unexpected('PARAMS_NOT_A_NUMBER', 'six\u001b[2J', 'a number', 'write digits');
  expect(error.code).toBe('PARAMS_NOT_A_NUMBER');
  expect(error.message).toBe('found `six\\u{1B}[2J`, expected a number');
  expect(error.hint).toBe('write digits');
});

test('an empty value is found as nothing', () => {
  expect(unexpected('PARAMS_NOT_A_NUMBER', '  ', 'a number').message).toBe(
    'found nothing, expected a number',
  );
});

test('the limit itself is allowed', () => {
  expect(() => limitLength('x'.repeat(256), 'a number')).not.toThrow();
  const error = thrown(() => limitLength('x'.repeat(257), 'a number'));
  expect(error.code).toBe('PARAMS_TOO_LONG');
  expect(error.message).toBe('found a text of 257 characters, expected a number of at most 256 characters');
});

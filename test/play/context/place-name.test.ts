import { expect, test } from 'vitest';
import { placeName } from '../../../src/play/index.ts';
import { thrown } from '../../params/thrown.ts';

test.each(['ab', 'Default', '2026_11_22_10_15_30', 'a.b-c_d', `a${'b'.repeat(62)}`, 'console', 'lpt'])(
  'the name %j is lower-cased, and nothing of it dropped',
  name => {
    expect(placeName(name, 'context')).toBe(name.toLowerCase());
  },
);

test.each([
  '',
  'a',
  '.',
  '..',
  '../../x',
  'a/b',
  'a\\b',
  'a b',
  'a\nb',
  '-rf',
  '_a',
  'é1',
  'x'.repeat(64),
  'ab.',
])('the name %j is refused', name => {
  const error = thrown(() => placeName(name, 'session'));
  expect(error.code).toBe('PLAY_BAD_NAME');
  expect(error.message).toContain('session');
});

test.each(['CON', 'con', 'nul.txt', 'com1', 'LPT9.log', 'aux', 'prn'])('the name %j is reserved', name => {
  expect(thrown(() => placeName(name, 'context')).message).toContain('is reserved');
});

import { expect, test } from 'vitest';
import { maskCredentials, stripCredentials } from '../../src/git/index.ts';

test.each([
  [
    "fatal: unable to access 'https://ada:s3cret@h.org/a/b/'",
    "fatal: unable to access 'https://***@h.org/a/b/'",
  ],
  ['https://s3cret@h.org/a', 'https://***@h.org/a'],
  ['https://ada:s3/cr@et@h.org/a', 'https://***@h.org/a'],
  ['ada:s3cret@h.org:a/b', '***@h.org:a/b'],
  ['s3cret@h.org/a/b', '***@h.org/a/b'],
  ['https://h.org/a?x=1&token=s3cret#top', 'https://h.org/a?x=***&token=***#top'],
  ['ssh://git@h.org/a/b and git@h.org:a/b', 'ssh://git@h.org/a/b and git@h.org:a/b'],
  ['nothing to hide: a@b', 'nothing to hide: a@b'],
])('mask %s', (text, expected) => {
  expect(maskCredentials(text)).toBe(expected);
});

test.each([
  ['https://ada:s3cret@h.org/a/b', 'https://h.org/a/b'],
  ['http://s3cret@h.org/a/b', 'http://h.org/a/b'],
  ['ssh://git:s3cret@h.org/a/b', 'ssh://git@h.org/a/b'],
  ['ssh://git@h.org/a/b', 'ssh://git@h.org/a/b'],
  ['git@h.org:a/b', 'git@h.org:a/b'],
  ['/srv/a@b/c', '/srv/a@b/c'],
])('strip %s', (text, expected) => {
  expect(stripCredentials(text)).toBe(expected);
});

import { expect, test } from 'vitest';
import { readUrl } from '../../../src/params/value/url.ts';
import { thrown } from '../thrown.ts';

test.each([
  'https://example.org',
  'http://localhost:8080/a?b=c#d',
  'ssh://git@example.org/ada/kit.git',
  'git://example.org/kit',
  'file:///srv/kit',
  'HTTPS://Example.org/A',
])('%j is a URL, and stays as it is written', url => {
  expect(readUrl(` ${url} `)).toBe(url);
});

test.each([
  ['git@example.org:ada/kit', '`user@host:path` is no URL; write it as `ssh://user@host/path`'],
  ['/srv/kit', 'a local path is no URL; `file://` and an absolute path is one'],
  ['../kit', 'a local path is no URL; `file://` and an absolute path is one'],
  ['~/kit', 'a local path is no URL; `file://` and an absolute path is one'],
  ['example.org', 'start it with `https://`, `http://`, `ssh://`, `git://` or `file://`'],
  ['ftp://example.org', 'start it with `https://`, `http://`, `ssh://`, `git://` or `file://`'],
])('%j is none, and a hint says why', (text, hint) => {
  expect(thrown(() => readUrl(text))).toMatchObject({ code: 'PARAMS_NOT_A_URL', hint });
});

test.each([
  '',
  'https://',
  'https:///a',
  'https:example.org',
  'https://a b',
  'https://a:99999',
  'javascript:alert(1)',
])('%j is none', text => {
  expect(thrown(() => readUrl(text)).code).toBe('PARAMS_NOT_A_URL');
});

test('too long is an error', () => {
  expect(thrown(() => readUrl(`https://example.org/${'a'.repeat(2048)}`)).code).toBe('PARAMS_TOO_LONG');
});

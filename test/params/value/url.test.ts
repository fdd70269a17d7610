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
  ['git@example.org:ada/kit', expect.stringContaining('`ssh://git@host/path`')],
  ['/srv/kit', expect.stringContaining('`file://`')],
  ['../kit', expect.stringContaining('`file://`')],
  ['~/kit', expect.stringContaining('`file://`')],
  ['example.org', expect.stringContaining('`https://`')],
  ['ftp://example.org', expect.stringContaining('`https://`')],
])('%j is refused, and the hint has a form that works', (text, hint) => {
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

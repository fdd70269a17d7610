import { expect, test } from 'vitest';
import { readEmail, readEmails, readPhone, readPhones } from '../../../src/params/value/email.ts';

test('a mail address is trimmed and in lower case', () => {
  expect(readEmail(' Ada@Example.ORG ')).toBe('ada@example.org');
});

test('a phone number keeps what is inside, but no dash', () => {
  expect(readPhone(' +44-20 7946-01 ')).toBe('4420 794601');
  expect(readPhone('+')).toBe('');
});

test('lists lose their brackets and keep their empty items', () => {
  expect(readEmails('[Ada@x.org, bob@Y.org]')).toEqual(['ada@x.org', 'bob@y.org']);
  expect(readEmails('a@x,,b@y')).toEqual(['a@x', '', 'b@y']);
  expect(readPhones('[ +1-2, +3 4 ]')).toEqual(['12', '3 4']);
  expect(readPhones('')).toEqual(['']);
});

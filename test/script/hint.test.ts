import { expect, test } from 'vitest';
import { afterQuoteHint, illegalHint, showCharacter, unclosedHint } from '../../src/script/hint.ts';

test.each([
  ['=', '`=`'],
  ['`', 'a backtick'],
  ['🦊', '`🦊` (U+1F98A)'],
  ['’', '`’` (U+2019)'],
  ['\u00a0', 'the character U+00A0'],
])('%s is shown so that it can be told from others', (character, shown) =>
  expect(showCharacter(character)).toBe(shown),
);

test.each([
  ['name', '=', 'write `name:` with a colon instead of `=`'],
  ['', '#', 'write a comment as `# ` with one `#` and a space, or as `// `'],
  ['', '{', 'put the text in quotes; only a snippet, `{name}`, has braces'],
  ['', '“', 'use straight quotes: `\'` or `"`'],
  ['x', '(', 'put text that is not a plain word in quotes, or unindent it when it is prose'],
])('%s%s', (word, character, hint) => expect(illegalHint(word, character)).toBe(hint));

test.each([
  [':', 'write the key without quotes'],
  ['// c', 'put a space before the comment'],
  [';', 'remove `;`, or put it inside the quotes'],
  ['s', "write `\\'` for a quote inside the text, or use the other kind of quotes"],
])('after a quote: %s', (rest, hint) => expect(afterQuoteHint("'", rest)).toBe(hint));

test('a backslash is the usual reason for an unclosed quote', () => {
  expect(unclosedHint("'", "C:\\' next")).toMatch(/backslashes/);
  expect(unclosedHint("'", 'open')).toMatch(/^close the value with `'`/);
});

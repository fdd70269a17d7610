import { show } from '../base/index.ts';

const curlyQuotes = /[\u2018\u2019\u201a\u201c\u201d\u201e]/;
const bullets = /[•‣◦–—+>|]/;
export const proseHint =
  'unindent prose: it starts left of, or at, the `!` of the action; or put the text in quotes';

/** A character as a message shows it; an invisible or confusable one also has its number. */
export function showCharacter(character: string): string {
  if (character === '`') return 'a backtick';
  const code = character.codePointAt(0) ?? 0;
  if (code > 0x20 && code < 0x7f) return show(character);
  const number = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  return /[\p{L}\p{N}\p{P}\p{S}]/u.test(character)
    ? `${show(character)} (${number})`
    : `the character ${number}`;
}

/** The hint for a character that cannot start a param or an argument; `word` is the text before it. */
export function illegalHint(word: string, character: string): string {
  if (character === '=')
    return word === '' ? 'write `key:value`' : `write \`${word}:\` with a colon instead of \`=\``;
  if (character === '#') return 'write a comment as `# ` with one `#` and a space, or as `// `';
  if (character === '{') return 'put the text in quotes; only a snippet, `{name}`, has braces';
  if (character === '[') return 'give the list a key: `key:[a, b]`';
  if (curlyQuotes.test(character)) return 'use straight quotes: `\'` or `"`';
  if (bullets.test(character) && word === '') return proseHint;
  return 'put text that is not a plain word in quotes, or unindent it when it is prose';
}

/** The hint for text directly after a closing quote. */
export function afterQuoteHint(quote: string, rest: string): string {
  if (rest.startsWith(':')) return 'write the key without quotes';
  if (rest.startsWith('//') || rest.startsWith('<!--')) return 'put a space before the comment';
  if (rest.startsWith(']')) return 'write the `[` of a list directly after the colon, and do not nest lists';
  if (/^[.;!?)}]/.test(rest)) return `remove ${showCharacter(rest.charAt(0))}, or put it inside the quotes`;
  return `write \`\\${quote}\` for a quote inside the text, or use the other kind of quotes`;
}

/** The hint for a quote that is not closed; `line` is the text after it on its line. */
export function unclosedHint(quote: string, line: string): string {
  if (line.includes(`\\${quote}`))
    return 'write two backslashes before the quote, because one makes the quote text';
  return `close the value with ${show(quote)}, or put the quote alone at the end of its line to open a block`;
}

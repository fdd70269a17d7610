import {
  BACKSLASH,
  CLOSE_BRACKET,
  COMMA,
  DOUBLE_QUOTE,
  isBlank,
  SINGLE_QUOTE,
  SPACE,
  TAB,
} from './characters.ts';

/** The offset of the first character at or after `at` that is not a space or a tab. */
export function skipBlanks(text: string, at: number): number {
  let code = text.charCodeAt(at);
  while (code === SPACE || code === TAB) code = text.charCodeAt(++at);
  return at;
}

export function isQuote(code: number): boolean {
  return code === SINGLE_QUOTE || code === DOUBLE_QUOTE;
}

/**
 * The offset of the quote that closes the one before `from`, or -1 when there is none before `limit`.
 * A quote after an odd number of backslashes is text.
 */
export function closingQuote(text: string, quote: string, from: number, limit: number): number {
  const code = quote.charCodeAt(0);
  for (let at = from; at < limit; at++) {
    const found = text.charCodeAt(at);
    if (found === code) return at;
    if (found === BACKSLASH) at++;
  }
  return -1;
}

export interface ListItem {
  /** The text without the quotes around it. */
  readonly text: string;
  readonly quoted: boolean;
  readonly end: number;
}

/** Reads one item of a list: a quoted text, or everything up to a comma or a blank. The quote is known to close. */
export function readItem(text: string, at: number): ListItem {
  const quote = text.charCodeAt(at);
  if (isQuote(quote)) {
    const close = closingQuote(text, text.charAt(at), at + 1, text.length);
    if (close >= 0) return { text: text.slice(at + 1, close), quoted: true, end: close + 1 };
  }
  const end = bareItemEnd(text, at);
  return { text: text.slice(at, end), quoted: false, end };
}

/** The end of an unquoted item: the next comma or blank. */
export function bareItemEnd(text: string, at: number): number {
  let code = text.charCodeAt(at);
  while (code !== COMMA && !isBlank(code)) code = text.charCodeAt(++at);
  return at;
}

/**
 * Reads a bracket list such as `['a', 'b c', d]`, with its items as they are written. Undefined when the bracket at
 * `at` does not start such a list before `limit`: then it is an ordinary character.
 */
export function readBracketList(
  text: string,
  at: number,
  limit: number,
): { items: string[]; end: number } | undefined {
  const items: string[] = [];
  for (let next = skipBlanks(text, at + 1); ; ) {
    const end = bracketItemEnd(text, next, limit);
    if (end < 0) return undefined;
    if (end > next) items.push(text.slice(next, end));
    next = skipBlanks(text, end);
    const code = text.charCodeAt(next);
    if (code === CLOSE_BRACKET)
      return isBlank(text.charCodeAt(next + 1)) ? { items, end: next + 1 } : undefined;
    if (code !== COMMA) return undefined;
    next = skipBlanks(text, next + 1);
  }
}

function bracketItemEnd(text: string, at: number, limit: number): number {
  if (isQuote(text.charCodeAt(at))) {
    const close = closingQuote(text, text.charAt(at), at + 1, limit);
    return close < 0 ? -1 : close + 1;
  }
  let code = text.charCodeAt(at);
  while (code !== COMMA && code !== CLOSE_BRACKET && !isBlank(code)) code = text.charCodeAt(++at);
  return at;
}

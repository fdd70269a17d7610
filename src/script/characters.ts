/** Character codes and classes that lexer and parser share. Codes are UTF-16 code units. */
export const TAB = 9;
export const LF = 10;
export const CR = 13;
export const SPACE = 32;
export const BANG = 33;
export const DOUBLE_QUOTE = 34;
export const HASH = 35;
export const SINGLE_QUOTE = 39;
export const COMMA = 44;
export const DOT = 46;
export const SLASH = 47;
export const COLON = 58;
export const LESS = 60;
export const OPEN_BRACKET = 91;
export const BACKSLASH = 92;
export const CLOSE_BRACKET = 93;
export const BACKTICK = 96;
export const OPEN_BRACE = 123;

const WORD = 1;
const NAME = 2;
const BLANK = 4;

const classes = new Uint8Array(128);
for (const character of 'abcdefghijklmnopqrstuvwxyz0123456789_')
  classes[character.charCodeAt(0)] = WORD | NAME;
for (const character of 'ABCDEFGHIJKLMNOPQRSTUVWXYZ./,-') classes[character.charCodeAt(0)] = WORD;
for (const code of [SPACE, TAB, LF, CR]) classes[code] = BLANK;

/** Letters of other scripts, with the marks that belong to them. */
const letter = /[\p{L}\p{M}\p{N}]/u;

/** True when a code can be in a key or a bare argument; `text` and `at` are for surrogate pairs. */
export function isWord(code: number, text: string, at: number): boolean {
  return code < 128 ? (classes[code]! & WORD) !== 0 : isLetter(code, text, at);
}

/** True when a code can be in the name of an action as it is: `a-z 0-9 _`. */
export function isPlainName(code: number): boolean {
  return code < 128 && (classes[code]! & NAME) !== 0;
}

/** True when a code is a space, a tab, a line end or (NaN) the end of the text. */
export function isBlank(code: number): boolean {
  return code < 128 ? (classes[code]! & BLANK) !== 0 : Number.isNaN(code);
}

function isLetter(code: number, text: string, at: number): boolean {
  if (Number.isNaN(code)) return false;
  const previous = text.charCodeAt(at - 1);
  const isLowHalf = code >= 0xdc00 && code < 0xe000 && previous >= 0xd800 && previous < 0xdc00;
  return letter.test(String.fromCodePoint(text.codePointAt(isLowHalf ? at - 1 : at) as number));
}

/** Characters that rule 13 of the language refuses in actions: controls except tab, LF and CR LF, and bidirectional ones. */
export const forbidden =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]|\r(?!\n)/;

/** True when a forbidden character is one that reorders the text around it. */
export function isBidiControl(character: string): boolean {
  return /[\u202a-\u202e\u2066-\u2069]/.test(character);
}

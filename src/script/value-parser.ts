import { show } from '../base/index.ts';
import { COLON, COMMA, HASH, isBlank, isWord, OPEN_BRACKET, SLASH } from './characters.ts';
import type { Cursor } from './cursor.ts';
import { afterQuoteHint, showCharacter, unclosedHint } from './hint.ts';
import { bareItemEnd, closingQuote, isQuote, readBracketList, skipBlanks } from './item.ts';
import { CommentNode, ParamNode, type ValueForm } from './tree.ts';

/** How a quoted text is written. */
type QuotedForm = 'quoted' | 'folded' | 'block';

/** Reads values. Every method starts at the cursor and leaves it after the text that it read. */
export class ValueParser {
  /** The indentation of the `!` of this action, in columns. */
  indent = -1;
  readonly #cursor: Cursor;
  readonly #alone: boolean;
  /** Comments inside the value that is being read, after the opener of a block. */
  #comments: CommentNode[] | undefined;
  /** The end of the last line that was searched for the end of a block: an unclosed block reaches to it. */
  #blockLimit = 0;

  constructor(cursor: Cursor, alone: boolean) {
    this.#cursor = cursor;
    this.#alone = alone;
  }

  /** Reads the value after the colon of a param; undefined after an error. */
  parse(start: number, colon: number): ParamNode | undefined {
    const cursor = this.#cursor;
    const at = skipBlanks(cursor.text, cursor.at);
    const spaced = at > cursor.at;
    const isEmpty = cursor.isLineEnd(at) || (spaced && this.#isComment(at));
    const valueStart = isEmpty ? this.#openerOnNextLine(at) : at;
    if (valueStart < 0) return new ParamNode(cursor.source, start, cursor.at, colon, cursor.at, 'empty');
    cursor.at = valueStart;
    const form = this.#parseForm(valueStart);
    const comments = this.takeComments();
    if (!form) return undefined;
    if (spaced && form === 'bare') this.#warnOfParam(valueStart, start, colon);
    const param = new ParamNode(cursor.source, start, cursor.at, colon, valueStart, form);
    param.comments = comments;
    return param;
  }

  /** The comments inside the last value. */
  takeComments(): CommentNode[] | undefined {
    const comments = this.#comments;
    this.#comments = undefined;
    return comments;
  }

  #parseForm(at: number): ValueForm | undefined {
    const cursor = this.#cursor;
    const code = cursor.text.charCodeAt(at);
    if (isQuote(code)) {
      const form = this.parseQuoted();
      if (form === undefined || form === 'block' || !this.#isListComma()) return form;
      return this.#parseItems() ? 'list' : undefined;
    }
    const list = code === OPEN_BRACKET ? readBracketList(cursor.text, at, cursor.lineEnd()) : undefined;
    if (!list) return this.#parseBare(at);
    cursor.at = list.end;
    return 'list';
  }

  /** For a colon at the end of its line: the quote that starts the next line and opens the value, or -1. */
  #openerOnNextLine(at: number): number {
    const cursor = this.#cursor;
    const lineEnd = cursor.lineEnd();
    const opener = cursor.indentation(cursor.nextLine(lineEnd));
    if (lineEnd >= cursor.text.length || cursor.column <= this.indent) return -1;
    if (!isQuote(cursor.text.charCodeAt(opener))) return -1;
    if (skipBlanks(cursor.text, this.#commentEnd(at)) !== lineEnd) return -1;
    if (at < lineEnd) this.#comments = [new CommentNode(cursor.source, at, lineEnd)];
    return opener;
  }

  /** A value without a quote at its start: one word, or a list that starts with one. */
  #parseBare(at: number): 'bare' | 'list' | undefined {
    const cursor = this.#cursor;
    const { text } = cursor;
    let end = at;
    let plain = true;
    for (let code = text.charCodeAt(end); !isBlank(code); code = text.charCodeAt(++end)) {
      if (code === COMMA) plain = false;
    }
    cursor.at = end;
    if (plain && !this.#isListComma()) return 'bare';
    cursor.at = bareItemEnd(text, at);
    return this.#parseItems() ? 'list' : undefined;
  }

  #isListComma(): boolean {
    return this.#cursor.text.charCodeAt(skipBlanks(this.#cursor.text, this.#cursor.at)) === COMMA;
  }

  /** Reads each `, item` that follows; a comma at the end of the line is skipped. */
  #parseItems(): boolean {
    const cursor = this.#cursor;
    const { text } = cursor;
    while (this.#isListComma()) {
      cursor.at = skipBlanks(text, cursor.at) + 1;
      const at = skipBlanks(text, cursor.at);
      if (cursor.isLineEnd(at) || (at > cursor.at && this.#isComment(at))) return true;
      cursor.at = at;
      if (!isQuote(text.charCodeAt(at))) cursor.at = bareItemEnd(text, at);
      else if (!this.#parseOneLine()) return false;
    }
    return true;
  }

  /** Reads a quoted text: on one line, folded over several, or a block; undefined after an error. */
  parseQuoted(): QuotedForm | undefined {
    const cursor = this.#cursor;
    const { text, at } = cursor;
    const quote = text.charAt(at);
    const isTriple = text.charAt(at + 1) === quote && text.charAt(at + 2) === quote;
    if (isTriple && this.#isOpener(at + 3)) return this.#parseBlock(quote.repeat(3));
    if (this.#isOpener(at + 1)) return this.#parseBlock(quote);
    const close = closingQuote(text, quote, at + 1, cursor.lineEnd());
    if (close < 0) return this.#parseFolded(quote);
    return this.#endQuote(close + 1, at) ? 'quoted' : undefined;
  }

  /** Skips the rest of the line of a broken action, with the block that it may open; returns the end of the skipped text. */
  passLine(): number {
    const cursor = this.#cursor;
    const lineEnd = cursor.lineEnd();
    const line = cursor.text.slice(cursor.at, lineEnd).trimEnd();
    const quote = ["'''", '"""', "'", '"'].find(mark => line.endsWith(mark));
    if (quote === undefined || !line.slice(0, -quote.length).trimEnd().endsWith(':')) return lineEnd;
    return Math.max(this.#blockEnd(quote, lineEnd), lineEnd);
  }

  /** True when only spaces or a `//` comment follow an opener on its line. */
  #isOpener(at: number): boolean {
    const next = skipBlanks(this.#cursor.text, at);
    return this.#cursor.isLineEnd(next) || (next > at && this.#cursor.isLineComment(next));
  }

  #parseOneLine(): boolean {
    const cursor = this.#cursor;
    const { at } = cursor;
    const close = closingQuote(cursor.text, cursor.text.charAt(at), at + 1, cursor.lineEnd());
    return close < 0 ? this.#reportUnclosed(at) : this.#endQuote(close + 1, at);
  }

  /** Continues over the following lines of the action, up to a blank one. */
  #parseFolded(quote: string): QuotedForm | undefined {
    const cursor = this.#cursor;
    const { text, at: opener } = cursor;
    for (let end = cursor.lineEnd(); end < text.length; ) {
      const line = cursor.indentation(cursor.nextLine(end));
      if (cursor.isLineEnd(line) || cursor.column <= this.indent) break;
      if (!this.#alone && (cursor.isAction(line) || cursor.isFence(line))) break;
      end = cursor.lineEndFrom(line);
      const close = closingQuote(text, quote, line, end);
      if (close >= 0) return this.#endQuote(close + 1, opener) ? 'folded' : undefined;
    }
    this.#reportUnclosed(opener);
    return undefined;
  }

  /** A block ends at the first line with only its quote, or else at the first line that ends with it. */
  #parseBlock(quote: string): QuotedForm | undefined {
    const cursor = this.#cursor;
    const { at: opener, source } = cursor;
    const lineEnd = cursor.lineEnd();
    const note = skipBlanks(cursor.text, opener + quote.length);
    const end = this.#blockEnd(quote, lineEnd);
    if (end < 0) {
      cursor.at = this.#blockLimit;
      cursor.error(
        'SCRIPT_UNCLOSED_BLOCK',
        opener,
        opener + quote.length,
        `a block is opened by ${show(quote)} and not closed before the next action or the end of the text`,
        `close it with a line that holds only ${show(quote)}`,
      );
      return undefined;
    }
    if (note < lineEnd) this.#comments = [...(this.#comments ?? []), new CommentNode(source, note, lineEnd)];
    cursor.at = end;
    return 'block';
  }

  #blockEnd(quote: string, lineEnd: number): number {
    const alone = this.#aloneQuote(quote, lineEnd);
    if (alone >= 0) return alone;
    const { text } = this.#cursor;
    for (let line = this.#blockLine(lineEnd); line; line = this.#blockLine(line.end)) {
      const end = line.start + text.slice(line.start, line.end).trimEnd().length;
      if (end - quote.length >= line.start && text.startsWith(quote, end - quote.length)) return end;
    }
    return -1;
  }

  /** The offset after the next line with only `quote`. A failed search serves all openers in the same range. */
  #aloneQuote(quote: string, from: number): number {
    const { text, withoutCloser } = this.#cursor;
    const known = withoutCloser.get(quote);
    if (known && from >= known.from && from < known.to) return -1;
    for (let line = this.#blockLine(from); line; line = this.#blockLine(line.end)) {
      const behind = line.start + quote.length;
      if (text.startsWith(quote, line.start) && skipBlanks(text, behind) >= line.end) return behind;
    }
    withoutCloser.set(quote, { from, to: this.#blockLimit });
    return -1;
  }

  /** The line after the one that ends at `lineEnd`, from its first character; undefined where blocks must end. */
  #blockLine(lineEnd: number): { start: number; end: number } | undefined {
    const cursor = this.#cursor;
    this.#blockLimit = lineEnd;
    if (lineEnd >= cursor.text.length) return undefined;
    const start = cursor.indentation(cursor.nextLine(lineEnd));
    if (!this.#alone && cursor.isAction(start) && cursor.column <= this.indent) return undefined;
    return { start, end: cursor.lineEndFrom(start) };
  }

  /** A closing quote must be followed by a blank or a comma. */
  #endQuote(end: number, opener: number): boolean {
    const cursor = this.#cursor;
    const code = cursor.text.charCodeAt(end);
    cursor.at = end;
    if (isBlank(code) || code === COMMA) return true;
    const related = {
      message: 'the quote was opened here',
      span: { source: cursor.source, start: opener, end: opener + 1 },
    };
    const quote = cursor.text.charAt(opener);
    cursor.error(
      'SCRIPT_TEXT_AFTER_QUOTE',
      end,
      end + 1,
      `expected a space after the closing quote, but found ${showCharacter(String.fromCodePoint(cursor.text.codePointAt(end) as number))}`,
      afterQuoteHint(quote, cursor.text.slice(end, end + 4)),
      isWord(code, cursor.text, end) ? related : undefined,
    );
    return false;
  }

  #reportUnclosed(opener: number): false {
    const quote = this.#cursor.text.charAt(opener);
    this.#cursor.error(
      'SCRIPT_UNCLOSED_QUOTE',
      opener,
      opener + 1,
      `expected a closing ${show(quote)}, but found none before the value ends`,
      unclosedHint(quote, this.#cursor.text.slice(opener + 1, this.#cursor.lineEndFrom(opener))),
    );
    return false;
  }

  /** The offset after the comment at `at` of this line, if there is one. */
  #commentEnd(at: number): number {
    const cursor = this.#cursor;
    if (cursor.isLineEnd(at)) return at;
    if (cursor.isLineComment(at)) return cursor.lineCommentEnd(at);
    return cursor.isHtmlComment(at) ? cursor.htmlCommentEnd(at) : cursor.lineEnd();
  }

  #isComment(at: number): boolean {
    const { text } = this.#cursor;
    const code = text.charCodeAt(at);
    if (code === SLASH) return this.#cursor.isLineComment(at);
    return code === HASH ? isBlank(text.charCodeAt(at + 1)) : this.#cursor.isHtmlComment(at);
  }

  /** `name: key:value` is one value; often two params were meant. */
  #warnOfParam(at: number, start: number, colon: number): void {
    const { text, at: end } = this.#cursor;
    let key = at;
    while (isWord(text.charCodeAt(key), text, key)) key++;
    if (key === at || key >= end - 1 || text.charCodeAt(key) !== COLON || text.charCodeAt(key + 1) === SLASH)
      return;
    if (/^[0-9]/.test(text.slice(at, key))) return;
    const value = text.slice(at, end);
    this.#cursor.warn(
      'SCRIPT_VALUE_LIKE_PARAM',
      at,
      end,
      `${show(value)} is read as the value of ${show(text.slice(start, colon))}, but looks like a param`,
      `write \`${text.slice(start, colon)}:''\` for an empty value, or put the value in quotes`,
    );
  }
}

import { show } from '../base/index.ts';
import { BANG, COLON, HASH, isBlank, isWord, LESS, OPEN_BRACE, SLASH } from './characters.ts';
import type { Cursor } from './cursor.ts';
import { illegalHint, proseHint, showCharacter } from './hint.ts';
import { isQuote, skipBlanks } from './item.ts';
import type { Limits } from './limits.ts';
import { ArgumentNode, CommentNode, type ItemNode, type ParamNode, SkippedNode } from './tree.ts';
import { ValueParser } from './value-parser.ts';

const none: readonly CommentNode[] = [];

/** The body of an action after its name: params, arguments and comments. */
export interface ActionBody {
  readonly items: ItemNode[];
  readonly tailComments: readonly CommentNode[];
  readonly end: number;
  readonly broken: boolean;
}

/** Reads the bodies of actions one after another; there is one for each text. */
export class BodyParser {
  readonly #cursor: Cursor;
  readonly #values: ValueParser;
  /** True when the text has params only: then every line belongs to it. */
  readonly #alone: boolean;
  readonly #maxLength: number;
  #indent = -1;
  #items: ItemNode[] = [];
  /** Comments that wait for the next param or argument. */
  #pending: CommentNode[] | undefined;
  /** The param or argument that a comment at the end of this line belongs to. */
  #firstOfLine: ParamNode | ArgumentNode | undefined;
  /** Comments up to this offset, left of the action, are known to be inside it. */
  #insideUntil = -1;

  constructor(cursor: Cursor, { maxValueLength }: Limits, alone: boolean) {
    this.#cursor = cursor;
    this.#maxLength = maxValueLength;
    this.#alone = alone;
    this.#values = new ValueParser(cursor, alone);
  }

  /** Reads from the cursor to the end of the action whose `!` is indented by `indent` columns. */
  parse(indent: number): ActionBody {
    this.#begin(indent);
    const cursor = this.#cursor;
    let end = cursor.at;
    let broken = false;
    for (;;) {
      cursor.at = skipBlanks(cursor.text, cursor.at);
      if (cursor.isLineEnd(cursor.at)) {
        if (!this.#continueOnNextLine()) break;
        continue;
      }
      const start = cursor.at;
      if (!this.#parseToken() || this.#isTooLong(start)) {
        this.#skipRest(start);
        broken = true;
      }
      end = cursor.at;
    }
    cursor.at = end;
    return { items: this.#items, tailComments: this.#pending ?? none, end, broken };
  }

  #begin(indent: number): void {
    this.#indent = indent;
    this.#values.indent = indent;
    this.#items = [];
    this.#pending = undefined;
    this.#firstOfLine = undefined;
    this.#insideUntil = -1;
  }

  /** True when the last item is longer than the limit. */
  #isTooLong(start: number): boolean {
    const cursor = this.#cursor;
    const last = this.#items.at(-1);
    if (cursor.at - start <= this.#maxLength || last?.kind === 'comment') return false;
    const found = `a value has ${cursor.at - start} characters, expected at most ${this.#maxLength}`;
    const hint = 'put long texts into files, or raise the limit `maxValueLength`';
    cursor.error('SCRIPT_VALUE_TOO_LONG', start, start + 1, found, hint);
    this.#items.pop();
    return true;
  }

  /** Moves to the first character of the next line of this action; false when the action is at its end. */
  #continueOnNextLine(): boolean {
    const cursor = this.#cursor;
    this.#firstOfLine = undefined;
    for (let at = cursor.at; at < cursor.text.length; at = cursor.lineEndFrom(at)) {
      at = cursor.indentation(cursor.nextLine(at));
      if (cursor.isLineEnd(at)) {
        if (at >= cursor.text.length) return false;
        continue;
      }
      if (!this.#alone && (cursor.isFence(at) || cursor.isAction(at))) return false;
      if (cursor.column > this.#indent || this.#isCommentInside(at)) {
        if (cursor.text.charCodeAt(at) === BANG && !this.#alone) continue;
        cursor.at = at;
        return true;
      }
      return false;
    }
    return false;
  }

  /** True when a line left of the action is a comment, and the action continues after it. */
  #isCommentInside(at: number): boolean {
    const cursor = this.#cursor;
    if (at < this.#insideUntil) return true;
    for (let end = this.#commentEnd(at); end > at; end = this.#commentEnd(at)) {
      at = skipBlanks(cursor.text, end);
      while (at < cursor.text.length && cursor.isLineEnd(at)) at = cursor.indentation(cursor.nextLine(at));
    }
    const goesOn =
      cursor.column > this.#indent && at < cursor.text.length && !cursor.isFence(at) && !cursor.isAction(at);
    if (goesOn) this.#insideUntil = at;
    return goesOn;
  }

  /** The offset after the comment at `at`; `at` itself when there is none. */
  #commentEnd(at: number): number {
    if (this.#cursor.isLineComment(at)) return this.#cursor.lineEndFrom(at);
    return this.#cursor.isHtmlComment(at) ? Math.max(this.#cursor.htmlCommentEnd(at), at) : at;
  }

  #parseToken(): boolean {
    const { text, at } = this.#cursor;
    const code = text.charCodeAt(at);
    if (isQuote(code)) return this.#parseQuotedArgument();
    if (code === SLASH && this.#cursor.isLineComment(at)) return this.#parseLineComment();
    if (code === HASH && isBlank(text.charCodeAt(at + 1))) return this.#addComment(this.#cursor.lineEnd());
    if (code === LESS && this.#cursor.isHtmlComment(at)) return this.#parseHtmlComment();
    if (code === OPEN_BRACE) return this.#parseSnippet();
    return this.#parseWord();
  }

  #parseWord(): boolean {
    const cursor = this.#cursor;
    const { text, at: start } = cursor;
    let at = start;
    let code = text.charCodeAt(at);
    while (isWord(code, text, at)) code = text.charCodeAt(++at);
    if (code === COLON && isKey(text, start, at)) {
      if (text.charCodeAt(at + 1) === SLASH && isUrl(text, start, at)) return this.#parseUrl();
      return this.#parseParam(start, at);
    }
    if (at > start && isBlank(code) && !isMarker(text, start, at)) {
      this.#addItem(new ArgumentNode(cursor.source, start, at, 'bare'));
      cursor.at = at;
      return true;
    }
    return this.#reportWord(start, at);
  }

  #parseParam(start: number, colon: number): boolean {
    const cursor = this.#cursor;
    cursor.at = colon + 1;
    const param = this.#values.parse(start, colon);
    if (param) this.#addItem(param);
    return param !== undefined;
  }

  #parseUrl(): boolean {
    const { text, source, at: start } = this.#cursor;
    let at = start;
    while (!isBlank(text.charCodeAt(at))) at++;
    this.#addItem(new ArgumentNode(source, start, at, 'bare'));
    this.#cursor.at = at;
    return true;
  }

  #parseSnippet(): boolean {
    const { text, source, at: start } = this.#cursor;
    const match = /\{[A-Za-z0-9_.-]+\}(?![^\s])/y;
    match.lastIndex = start;
    if (!match.test(text)) return this.#reportWord(start, start);
    this.#addItem(new ArgumentNode(source, start, match.lastIndex, 'bare'));
    this.#cursor.at = match.lastIndex;
    return true;
  }

  #parseQuotedArgument(): boolean {
    const start = this.#cursor.at;
    const form = this.#values.parseQuoted();
    if (!form) return false;
    const argument = new ArgumentNode(this.#cursor.source, start, this.#cursor.at, form);
    argument.comments = this.#values.takeComments();
    this.#addItem(argument);
    return true;
  }

  /** `// …` to the end of the line, or to `-/` on the same line. */
  #parseLineComment(): boolean {
    return this.#addComment(this.#cursor.lineCommentEnd(this.#cursor.at));
  }

  #parseHtmlComment(): boolean {
    const { at } = this.#cursor;
    const end = this.#cursor.htmlCommentEnd(at);
    if (end > 0) return this.#addComment(end);
    this.#cursor.error(
      'SCRIPT_UNCLOSED_COMMENT',
      at,
      at + 4,
      'a comment is opened by `<!--` and not closed',
      'close it with `-->`',
    );
    return false;
  }

  /** A comment after the last item of its line belongs to the first item of the line; any other to the next item. */
  #addComment(end: number): boolean {
    const cursor = this.#cursor;
    const comment = new CommentNode(cursor.source, cursor.at, end);
    this.#items.push(comment);
    cursor.at = end;
    const closesLine = cursor.isLineEnd(skipBlanks(cursor.text, end));
    if (this.#firstOfLine && closesLine) attach(this.#firstOfLine, comment);
    else if (this.#pending) this.#pending.push(comment);
    else this.#pending = [comment];
    return true;
  }

  #addItem(item: ParamNode | ArgumentNode): void {
    this.#items.push(item);
    this.#firstOfLine ??= item;
    if (!this.#pending) return;
    item.comments = item.comments ? [...this.#pending, ...item.comments] : this.#pending;
    this.#pending = undefined;
  }

  /** After an error the rest of the action is skipped, so that one mistake gives one message. */
  #skipRest(start: number): void {
    const cursor = this.#cursor;
    let end = this.#values.passLine();
    for (cursor.at = end; this.#continueOnNextLine(); cursor.at = end) end = this.#values.passLine();
    cursor.at = end;
    this.#items.push(new SkippedNode(cursor.source, start, end));
  }

  #reportWord(start: number, at: number): false {
    const cursor = this.#cursor;
    const { text } = cursor;
    const code = text.charCodeAt(at);
    const character = String.fromCodePoint(text.codePointAt(at) ?? 0xfffd);
    let end = at;
    while (!isBlank(text.charCodeAt(end))) end++;
    if (isMarker(text, start, end)) {
      cursor.error(
        'SCRIPT_PROSE_UNDER_ACTION',
        start,
        end,
        `${show(text.slice(start, end))} is neither a param nor an argument: it looks like prose under an action`,
        proseHint,
      );
    } else if (code === COLON && at === start) {
      cursor.error(
        'SCRIPT_SPACE_BEFORE_COLON',
        at,
        at + 1,
        'expected a key directly before `:`, but found a space',
        'write `key:value` without a space before the colon',
      );
    } else {
      cursor.error(
        'SCRIPT_ILLEGAL_CHARACTER',
        at,
        at + character.length,
        `expected \`key:value\`, an argument or a comment, but found ${showCharacter(character)}`,
        illegalHint(text.slice(start, at), character),
      );
    }
    return false;
  }
}

function attach(item: ParamNode | ArgumentNode, comment: CommentNode): void {
  if (item.comments) item.comments.push(comment);
  else item.comments = [comment];
}

/** True when a range of word characters names a param: a slash alone is an empty key. */
function isKey(text: string, start: number, end: number): boolean {
  return end > start + 1 || (end > start && text.charCodeAt(start) !== SLASH);
}

/** True when `letters://` starts at `start`: a URL is an argument, not a param. */
function isUrl(text: string, start: number, colon: number): boolean {
  return text.charCodeAt(colon + 2) === SLASH && /^[A-Za-z]+$/.test(text.slice(start, colon));
}

/** True when a token has only the marks of lists and rules in prose. */
function isMarker(text: string, start: number, end: number): boolean {
  return /^[-*.]+$/.test(text.slice(start, end));
}

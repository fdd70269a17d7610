import { type Code, type Diagnostic, makeDiagnostic, type Source } from '../base/index.ts';
import { BACKTICK, BANG, CR, LESS, LF, OPEN_BRACKET, SLASH, SPACE, TAB } from './characters.ts';
import { tabWidth } from './dedent.ts';

/** A position in a text that only moves forward, and the diagnostics found on the way. */
export class Cursor {
  readonly source: Source;
  readonly text: string;
  readonly diagnostics: Diagnostic[] = [];
  at = 0;
  /** The indentation of the first character of this line, in columns; set by `indentation`. */
  column = 0;
  /** For each block quote, a range that is known to have no line with that quote alone. */
  readonly withoutCloser = new Map<string, { from: number; to: number }>();
  #lineEnd = -1;
  readonly #lineCloser: Finder;
  readonly #htmlCloser: Finder;

  constructor(source: Source) {
    this.source = source;
    this.text = source.text;
    this.#lineCloser = new Finder(source.text, '-/');
    this.#htmlCloser = new Finder(source.text, '-->');
  }

  /** The offset of the line feed (or of the carriage return before it) that ends this line. */
  lineEnd(): number {
    if (this.#lineEnd >= this.at) return this.#lineEnd;
    this.#lineEnd = this.lineEndFrom(this.at);
    return this.#lineEnd;
  }

  lineEndFrom(at: number): number {
    const feed = this.text.indexOf('\n', at);
    if (feed < 0) return this.text.length;
    return feed > at && this.text.charCodeAt(feed - 1) === CR ? feed - 1 : feed;
  }

  /** The offset after the line end at `at`. */
  nextLine(at: number): number {
    const code = this.text.charCodeAt(at);
    if (code === LF) return at + 1;
    return code === CR && this.text.charCodeAt(at + 1) === LF ? at + 2 : at;
  }

  /** True when only blanks are left on the line of `at`. */
  isLineEnd(at: number): boolean {
    const code = this.text.charCodeAt(at);
    return Number.isNaN(code) || code === LF || (code === CR && this.text.charCodeAt(at + 1) === LF);
  }

  /** Moves past the indentation of the line that starts at `at`, and stores its width in `column`. */
  indentation(at: number): number {
    let column = 0;
    for (; ; at++) {
      const code = this.text.charCodeAt(at);
      if (code === SPACE) column++;
      else if (code === TAB) column += tabWidth;
      else break;
    }
    this.column = column;
    return at;
  }

  /** True when an action starts at `at`, the first character of its line: `!`, but not the image `![`. */
  isAction(at: number): boolean {
    return this.text.charCodeAt(at) === BANG && this.text.charCodeAt(at + 1) !== OPEN_BRACKET;
  }

  isFence(at: number): boolean {
    return this.text.charCodeAt(at) === BACKTICK && this.text.startsWith('```', at);
  }

  isLineComment(at: number): boolean {
    return this.text.charCodeAt(at) === SLASH && this.text.charCodeAt(at + 1) === SLASH;
  }

  isHtmlComment(at: number): boolean {
    return this.text.charCodeAt(at) === LESS && this.text.startsWith('<!--', at);
  }

  /** The offset after the `// …` at `at`: after its `-/`, or the end of the line. */
  lineCommentEnd(at: number): number {
    const lineEnd = this.lineEnd();
    const close = this.#lineCloser.find(at);
    return close < 0 || close + 2 > lineEnd ? lineEnd : close + 2;
  }

  /** The offset after the `-->` that closes the comment at `at`, or -1. */
  htmlCommentEnd(at: number): number {
    const close = this.#htmlCloser.find(at + 4);
    return close < 0 ? -1 : close + 3;
  }

  error(
    code: Code,
    start: number,
    end: number,
    message: string,
    hint: string,
    related?: Diagnostic['related'],
  ): void {
    this.#report('error', code, start, end, message, hint, related);
  }

  warn(code: Code, start: number, end: number, message: string, hint: string): void {
    this.#report('warning', code, start, end, message, hint);
  }

  #report(
    severity: Diagnostic['severity'],
    code: Code,
    start: number,
    end: number,
    message: string,
    hint: string,
    related?: Diagnostic['related'],
  ): void {
    const span = { source: this.source, start, end };
    this.diagnostics.push(
      makeDiagnostic({ code, severity, message, span, hint, ...(related && { related }) }),
    );
  }
}

/** Finds the next occurrence of a mark. One search serves all later searches that start before its result. */
class Finder {
  readonly #text: string;
  readonly #mark: string;
  #from = 0;
  #found = -2;

  constructor(text: string, mark: string) {
    this.#text = text;
    this.#mark = mark;
  }

  /** The offset of the first mark at or after `at`, or -1. */
  find(at: number): number {
    const isKnown = this.#found > -2 && at >= this.#from && (this.#found < 0 || at <= this.#found);
    if (!isKnown) [this.#from, this.#found] = [at, this.#text.indexOf(this.#mark, at)];
    return this.#found;
  }
}

/** A place in a text as people count: line and column start at 1, the column counts code points. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A range of a source text: UTF-16 offsets, `end` is exclusive. */
export interface Span {
  readonly source: Source;
  readonly start: number;
  readonly end: number;
}

/** The symbol that Node's console and `util.inspect` look up; registered, so that nothing of Node is imported. */
const inspect: unique symbol = Symbol.for('nodejs.util.inspect.custom');

/**
 * A text and the name it is known by: a path, a URL, or a word such as `text`.
 *
 * @example
 * const source = new Source('!!play.echo\n  content:hello', 'a.hero');
 * source.position(14); // { line: 2, column: 3 }
 */
export class Source {
  readonly name: string;
  readonly text: string;
  #lineStarts: number[] | undefined;

  constructor(text: string, name = 'text') {
    this.text = text;
    this.name = name;
  }

  /** Only the name: the text may be long and may hold secrets. */
  toJSON(): { name: string } {
    return { name: this.name };
  }

  [inspect](): string {
    return `Source { ${this.name} }`;
  }

  /** The line and column of an offset. */
  position(offset: number): Position {
    const line = this.#lineIndex(offset);
    const start = this.#starts()[line] as number;
    return { line: line + 1, column: [...this.text.slice(start, offset)].length + 1 };
  }

  /** The text of a line (counted from 1), without its line end. */
  line(number: number): string {
    const start = this.lineStart(number);
    const end = this.#starts()[number] ?? this.text.length + 1;
    return this.text.slice(start, end - 1).replace(/\r$/, '');
  }

  /** The offset at which a line (counted from 1) starts. */
  lineStart(number: number): number {
    return this.#starts()[number - 1] ?? this.text.length;
  }

  #starts(): number[] {
    if (this.#lineStarts) return this.#lineStarts;
    // A byte order mark is not a part of the first line.
    const starts = [this.text.charCodeAt(0) === 0xfeff ? 1 : 0];
    for (let at = this.text.indexOf('\n'); at >= 0; at = this.text.indexOf('\n', at + 1)) starts.push(at + 1);
    this.#lineStarts = starts;
    return starts;
  }

  #lineIndex(offset: number): number {
    const starts = this.#starts();
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] as number) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

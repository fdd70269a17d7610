const hidden = '[secret]';
/** The symbol that Node's console and `util.inspect` look up; registered, so that nothing of Node is imported. */
const inspect: unique symbol = Symbol.for('nodejs.util.inspect.custom');

/**
 * A text that nothing shows by accident: printed, joined, listed or written as JSON it is `[secret]`.
 *
 * @example
 * const token = new Secret('sesame-9731');
 * `${token}`; // '[secret]'
 * token.reveal(); // 'sesame-9731'
 */
export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** The text itself; the only way to it. */
  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return hidden;
  }

  toJSON(): string {
    return hidden;
  }

  [inspect](): string {
    return hidden;
  }
}

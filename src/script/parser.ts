import { Source, show } from '../base/index.ts';
import { type ActionBody, BodyParser } from './body-parser.ts';
import { BANG, COLON, DOT, forbidden, isBidiControl, isBlank, isPlainName } from './characters.ts';
import { Cursor } from './cursor.ts';
import { skipBlanks } from './item.ts';
import { defaultLimits, type Limits } from './limits.ts';
import { maxNameParts } from './name.ts';
import { ActionNode, CommentNode, type Document, type DocumentNode, kinds, ProseNode } from './tree.ts';

const byteOrderMark = 0xfeff;
const noComments: readonly CommentNode[] = [];

/**
 * Reads a text of actions and prose. Never throws: what is wrong stands in `diagnostics`.
 *
 * @example
 * const { actions, diagnostics } = parse('!!city.define name:Ghent');
 * actions.map(action => action.fullName); // ['city.define']
 * diagnostics; // []
 */
export function parse(text: string | Source, limits: Partial<Limits> = {}): Document {
  const source = typeof text === 'string' ? new Source(text) : text;
  return new DocumentParser(source, { ...defaultLimits, ...limits }).parse();
}

/**
 * Reads a text of params and arguments without an action around it.
 *
 * @example
 * parseParams('name:Ghent open').items.map(({ kind }) => kind); // ['param', 'argument']
 */
export function parseParams(
  text: string | Source,
  limits: Partial<Limits> = {},
): ActionBody & { diagnostics: Document['diagnostics'] } {
  const source = typeof text === 'string' ? new Source(text) : text;
  const cursor = new Cursor(source);
  const body = new BodyParser(cursor, { ...defaultLimits, ...limits }, true).parse(-1);
  const forbiddenAt = firstForbidden(source.text, [{ start: 0, end: source.text.length }]);
  if (forbiddenAt >= 0) reportForbidden(cursor, forbiddenAt, 0);
  return { ...body, broken: forbiddenAt >= 0 || body.broken, diagnostics: cursor.diagnostics };
}

class DocumentParser {
  readonly #cursor: Cursor;
  readonly #limits: Limits;
  readonly #bodies: BodyParser;
  readonly #nodes: DocumentNode[] = [];
  readonly #actions: ActionNode[] = [];
  /** False when the text has no forbidden character, so that actions need not be searched for one. */
  readonly #suspicious: boolean;
  #comments: CommentNode[] = [];
  #proseStart = -1;
  #isFull = false;

  constructor(source: Source, limits: Limits) {
    this.#limits = limits;
    this.#cursor = new Cursor(source);
    this.#bodies = new BodyParser(this.#cursor, limits, false);
    this.#suspicious = forbidden.test(source.text);
  }

  parse(): Document {
    const cursor = this.#cursor;
    const { text, source } = cursor;
    if (text.charCodeAt(0) === byteOrderMark) cursor.at = 1;
    if (text.length > this.#limits.maxLength) this.#refuseText();
    while (cursor.at < text.length) {
      const start = cursor.indentation(cursor.at);
      if (cursor.isLineEnd(start)) cursor.at = start;
      else if (cursor.isAction(start) && this.#hasRoom(start)) this.#parseAction(start);
      else if (!this.#parseComment(start)) this.#passProse(start);
      cursor.at = Math.max(cursor.nextLine(cursor.at), cursor.at);
    }
    this.#endProse(text.length);
    return { source, nodes: this.#nodes, actions: this.#actions, diagnostics: cursor.diagnostics };
  }

  /** Reports a text that is too large; none of it is read. */
  #refuseText(): void {
    const cursor = this.#cursor;
    const { maxLength } = this.#limits;
    const found = `the text has ${cursor.text.length} characters, expected at most ${maxLength}`;
    cursor.error('SCRIPT_TOO_LARGE', 0, 0, found, 'split it, or raise the limit `maxLength`');
    this.#proseStart = 0;
    cursor.at = cursor.text.length;
  }

  /** True when one more action may be read. The limit is reported once, and the rest of the text is prose. */
  #hasRoom(start: number): boolean {
    const { maxActions } = this.#limits;
    if (this.#actions.length < maxActions) return true;
    if (!this.#isFull) {
      const found = `the text has more actions than the limit of ${maxActions}; the others are not read`;
      this.#cursor.error(
        'SCRIPT_TOO_MANY_ACTIONS',
        start,
        start + 1,
        found,
        'split it, or raise the limit `maxActions`',
      );
    }
    this.#isFull = true;
    return false;
  }

  #passProse(start: number): void {
    const cursor = this.#cursor;
    if (this.#proseStart < 0) this.#proseStart = cursor.at;
    const isImage = cursor.text.charCodeAt(start) === BANG;
    if (!isImage) this.#comments = [];
    cursor.at = cursor.lineEndFrom(start);
  }

  #endProse(end: number): void {
    if (this.#proseStart >= 0) this.#nodes.push(new ProseNode(this.#cursor.source, this.#proseStart, end));
    this.#proseStart = -1;
  }

  /** A comment is kept for the action that it precedes. An HTML comment that is never closed is prose. */
  #parseComment(start: number): boolean {
    const cursor = this.#cursor;
    const isHtml = cursor.isHtmlComment(start);
    if (!isHtml && !cursor.isLineComment(start)) return false;
    const end = isHtml ? cursor.htmlCommentEnd(start) : cursor.lineEndFrom(start);
    if (end < 0) return false;
    this.#endProse(start);
    const comment = new CommentNode(cursor.source, start, end);
    this.#nodes.push(comment);
    this.#comments.push(comment);
    cursor.at = skipBlanks(cursor.text, end);
    if (!cursor.isLineEnd(cursor.at)) this.#passProse(cursor.at);
    return true;
  }

  #parseAction(start: number): void {
    const cursor = this.#cursor;
    this.#endProse(start);
    const indent = cursor.column;
    const errors = cursor.diagnostics.length;
    const head = this.#parseHead(start);
    const body = this.#bodies.parse(indent);
    if (!head.ok) cursor.diagnostics.length = errors + head.messages;
    const comments = this.#comments.length > 0 ? this.#comments : noComments;
    this.#comments = [];
    const { source } = cursor;
    const { bangs, nameEnd, plainName } = head;
    const { items, tailComments, end } = body;
    const forbiddenAt = this.#suspicious ? firstForbidden(source.text, [...comments, { start, end }]) : -1;
    if (forbiddenAt >= 0) reportForbidden(cursor, forbiddenAt, errors);
    const broken = !head.ok || body.broken || forbiddenAt >= 0;
    const action = new ActionNode({
      source,
      start,
      end,
      bangs,
      indent,
      nameEnd,
      plainName,
      items,
      comments,
      tailComments,
      broken,
    });
    this.#nodes.push(action);
    this.#actions.push(action);
  }

  /** Reads bangs and name, and leaves the cursor after them; `messages` counts the diagnostics. */
  #parseHead(start: number) {
    const cursor = this.#cursor;
    const { text } = cursor;
    let nameStart = start;
    while (text.charCodeAt(nameStart) === BANG) nameStart++;
    let nameEnd = nameStart;
    let plainName = true;
    let dots = 0;
    for (let code = text.charCodeAt(nameEnd); !isBlank(code); code = text.charCodeAt(++nameEnd)) {
      if (code === DOT) dots++;
      else if (!isPlainName(code)) plainName = false;
    }
    cursor.at = nameEnd;
    const before = cursor.diagnostics.length;
    const ok = this.#checkHead(start, nameStart, nameEnd, plainName, dots);
    return { bangs: nameStart - start, nameEnd, plainName, ok, messages: cursor.diagnostics.length - before };
  }

  #checkHead(start: number, nameStart: number, nameEnd: number, plainName: boolean, dots: number): boolean {
    const cursor = this.#cursor;
    if (nameStart - start > kinds.length) {
      const found = `an action starts with one to four \`!\`, but found ${nameStart - start}`;
      cursor.error('SCRIPT_TOO_MANY_BANGS', start, nameStart, found, 'write `!!` for an ordinary action');
      return false;
    }
    if (!plainName && !this.#checkCharacters(nameStart, nameEnd)) return false;
    const head = cursor.text.slice(nameStart, nameEnd);
    if (head === '' || (dots > 0 && head.split('.').includes(''))) {
      const found =
        head === ''
          ? 'expected a name after `!`, but found none'
          : `a part of the name ${show(head)} is empty`;
      cursor.error('SCRIPT_EMPTY_NAME', start, Math.max(nameEnd, start + 1), found, 'write `!!actor.name`');
      return false;
    }
    if (dots < maxNameParts) return true;
    const found = `a name has at most ${maxNameParts} parts, but ${show(head)} has ${dots + 1}`;
    cursor.error('SCRIPT_TOO_MANY_PARTS', nameStart, nameEnd, found, 'shorten the name');
    return false;
  }

  #checkCharacters(nameStart: number, nameEnd: number): boolean {
    const cursor = this.#cursor;
    let colon = -1;
    for (let at = nameStart; at < nameEnd; at++) {
      const code = cursor.text.charCodeAt(at);
      if (code === COLON) colon = at;
      else if (!/[A-Za-z0-9_.-]/.test(cursor.text.charAt(at))) return this.#reportName(at);
    }
    if (colon >= 0) {
      const found = `${show(cursor.text.slice(nameStart, nameEnd))} holds a \`:\`, which is read as \`_\``;
      cursor.warn('SCRIPT_COLON_IN_NAME', colon, colon + 1, found, 'write a dot between actor and name');
    }
    return true;
  }

  #reportName(at: number): false {
    const code = this.#cursor.text.codePointAt(at) as number;
    const character = String.fromCodePoint(code);
    // A letter of another script can look like a Latin one.
    const number = code < 128 ? '' : ` (U+${code.toString(16).toUpperCase().padStart(4, '0')})`;
    this.#cursor.error(
      'SCRIPT_BAD_NAME',
      at,
      at + character.length,
      `expected a-z, 0-9, \`_\` or \`-\` in the name of an action, but found ${show(character)}${number}`,
      'use plain letters in the name, and put a space between the name and its params',
    );
    return false;
  }
}

/** The offset of the first forbidden character in one of the ranges, or -1. */
function firstForbidden(text: string, stretches: readonly { start: number; end: number }[]): number {
  for (const { start, end } of stretches) {
    const at = text.slice(start, end).search(forbidden);
    if (at >= 0) return start + at;
  }
  return -1;
}

/** Reports a forbidden character instead of the other errors of its action since `errors`. */
function reportForbidden(cursor: Cursor, at: number, errors: number): void {
  cursor.diagnostics.length = errors;
  const character = cursor.text.charAt(at);
  const name = show(character);
  if (isBidiControl(character)) {
    cursor.error(
      'SCRIPT_BIDI_CONTROL',
      at,
      at + 1,
      `${name} makes text look different from its content`,
      'remove it',
    );
  } else {
    cursor.error(
      'SCRIPT_CONTROL_CHARACTER',
      at,
      at + 1,
      `the control character ${name} cannot be in an action`,
      'remove it',
    );
  }
}

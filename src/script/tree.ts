import type { Diagnostic, Source } from '../base/index.ts';
import { actionName, keyName } from './name.ts';
import { commentText, decodeBlock, decodeInline, decodeList, decodeQuoted } from './value.ts';

/** The form in which a value is written: it decides how the text is read. */
export type ValueForm = 'empty' | 'bare' | 'quoted' | 'folded' | 'list' | 'block';

/** The kind of an action, by its number of exclamation marks (1 to 4). */
export const kinds = ['dal', 'sal', 'macro', 'wal'] as const;
/** A kind of action. */
export type ActionKind = (typeof kinds)[number];

/** A range of the source. Offsets are UTF-16, `end` is exclusive; `text` is exactly the text in it. */
export class SyntaxNode {
  readonly source: Source;
  readonly start: number;
  readonly end: number;

  constructor(source: Source, start: number, end: number) {
    this.source = source;
    this.start = start;
    this.end = end;
  }

  get text(): string {
    return this.source.text.slice(this.start, this.end);
  }
}

/**
 * Lines outside actions: Markdown, fences, blank lines between them.
 *
 * @example
 * parse('# A title').nodes.map(({ kind }) => kind); // ['prose']
 */
export class ProseNode extends SyntaxNode {
  get kind(): 'prose' {
    return 'prose';
  }
}

/**
 * `// …`, `// … -/`, `# …` or `<!-- … -->`.
 *
 * @example
 * parse('// the city\n!!a.b').actions[0]?.comments.map(({ value }) => value); // ['the city']
 */
export class CommentNode extends SyntaxNode {
  get kind(): 'comment' {
    return 'comment';
  }

  /** The text of the comment, without its marks. */
  get value(): string {
    return commentText(this.text);
  }
}

/**
 * Text of a broken action that was passed over, from the error to the action's end.
 *
 * @example
 * parse("!!a.b c:'open").actions[0]?.items.map(({ kind }) => kind); // ['skipped']
 */
export class SkippedNode extends SyntaxNode {
  get kind(): 'skipped' {
    return 'skipped';
  }
}

/**
 * `key:value`.
 *
 * @example
 * const [item] = parse("!!a.b First-Name:'Ada'").actions[0]?.items ?? [];
 * item instanceof ParamNode && [item.key, item.value]; // ['first_name', 'Ada']
 */
export class ParamNode extends SyntaxNode {
  /** Offset of the colon. */
  readonly keyEnd: number;
  /** Offset of the value, quotes included; equals `end` for an empty value. */
  readonly valueStart: number;
  readonly form: ValueForm;
  comments: CommentNode[] | undefined;

  constructor(
    source: Source,
    start: number,
    end: number,
    keyEnd: number,
    valueStart: number,
    form: ValueForm,
  ) {
    super(source, start, end);
    this.keyEnd = keyEnd;
    this.valueStart = valueStart;
    this.form = form;
    this.comments = undefined;
  }

  get kind(): 'param' {
    return 'param';
  }

  /** The normal form of the key, which getters use: lower case, `-` as `_`. */
  get key(): string {
    return keyName(this.source.text.slice(this.start, this.keyEnd));
  }

  /** The value with quotes, escapes and indentation resolved. */
  get value(): string {
    return readValue(this.form, this.source.text.slice(this.valueStart, this.end));
  }
}

/**
 * A value without a key: a word, a quoted text, a URL or a `{snippet}`.
 *
 * @example
 * const [item] = parse('!!a.b open').actions[0]?.items ?? [];
 * item instanceof ArgumentNode && item.value; // 'open'
 */
export class ArgumentNode extends SyntaxNode {
  readonly form: 'bare' | 'quoted' | 'folded' | 'block';
  comments: CommentNode[] | undefined;

  constructor(source: Source, start: number, end: number, form: ArgumentNode['form']) {
    super(source, start, end);
    this.form = form;
    this.comments = undefined;
  }

  get kind(): 'argument' {
    return 'argument';
  }

  get value(): string {
    return readValue(this.form, this.text);
  }
}

function readValue(form: ValueForm, raw: string): string {
  switch (form) {
    case 'empty':
      return '';
    case 'bare':
      return decodeInline(raw);
    case 'quoted':
    case 'folded':
      return decodeQuoted(raw.slice(1, -1));
    case 'list':
      return decodeList(raw);
    case 'block':
      return decodeBlock(raw);
  }
}

/** A node inside an action. */
export type ItemNode = ParamNode | ArgumentNode | CommentNode | SkippedNode;

/**
 * One action: bangs, name, params and arguments.
 *
 * @example
 * const [node] = parse('!!!City.Define name:Ghent').actions;
 * [node?.type, node?.actor, node?.name]; // ['macro', 'city', 'define']
 */
export class ActionNode extends SyntaxNode {
  /** The number of its exclamation marks. */
  readonly bangs: number;
  /** The indentation of its first exclamation mark, in columns (a tab counts four). */
  readonly indent: number;
  /** The offset after the name. */
  readonly nameEnd: number;
  /** True when the name is in its normal form already, so that it need not be lower-cased. */
  readonly plainName: boolean;
  readonly items: readonly ItemNode[];
  /** The comments before it. */
  readonly comments: readonly CommentNode[];
  /** Comments inside it that no param or argument follows. */
  readonly tailComments: readonly CommentNode[];
  /** True when the action has an error: then it must not be played. */
  broken: boolean;

  constructor(fields: Omit<ActionNode, 'text' | 'kind' | 'actor' | 'name' | 'fullName' | 'type' | 'head'>) {
    super(fields.source, fields.start, fields.end);
    this.bangs = fields.bangs;
    this.indent = fields.indent;
    this.nameEnd = fields.nameEnd;
    this.plainName = fields.plainName;
    this.items = fields.items;
    this.comments = fields.comments;
    this.tailComments = fields.tailComments;
    this.broken = fields.broken;
  }

  get kind(): 'action' {
    return 'action';
  }

  get type(): ActionKind {
    return kinds[Math.min(this.bangs, 4) - 1] as ActionKind;
  }

  /** The name as it is written, with the actor. */
  get head(): string {
    return this.source.text.slice(this.start + this.bangs, this.nameEnd);
  }

  /** The part of the name before its last dot; `core` when there is no dot. */
  get actor(): string {
    return actionName(this.head, this.plainName).actor;
  }

  /** The last part of the name. */
  get name(): string {
    return actionName(this.head, this.plainName).name;
  }

  /** Actor and name, joined by a dot. */
  get fullName(): string {
    const { head } = this;
    if (this.plainName && head.includes('.')) return head;
    const { actor, name } = actionName(head, this.plainName);
    return `${actor}.${name}`;
  }
}

/** A node at the top of a document. */
export type DocumentNode = ProseNode | CommentNode | ActionNode;

/** A parsed text. The tree is complete, and prints back exactly, even when there are errors. */
export interface Document {
  readonly source: Source;
  readonly nodes: readonly DocumentNode[];
  readonly actions: readonly ActionNode[];
  /** Errors and warnings in the order of the text. */
  readonly diagnostics: readonly Diagnostic[];
}

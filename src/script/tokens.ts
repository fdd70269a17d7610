import type { ActionNode, Document, ItemNode } from './tree.ts';

/** The kinds of tokens, each with its TextMate scope for editors and a description. */
export const tokenKinds = {
  bangs: { scope: 'keyword.operator', about: 'the exclamation marks of an action' },
  actor: { scope: 'entity.name.type', about: 'the part of a name before its last dot' },
  action: { scope: 'entity.name.function', about: 'the last part of a name' },
  key: { scope: 'variable.parameter', about: 'the key of a param, without the colon' },
  colon: { scope: 'punctuation.separator', about: 'the colon after a key' },
  word: { scope: 'string.unquoted', about: 'a bare value, or a list that starts with one' },
  quoted: { scope: 'string.quoted', about: 'a value or argument in quotes, on one line or folded' },
  block: { scope: 'string.block', about: 'a text of several lines between quotes' },
  argument: { scope: 'constant.other', about: 'a bare argument or a URL' },
  snippet: { scope: 'variable.other', about: 'an argument such as `{name}`' },
  comment: { scope: 'comment', about: 'a comment, with its marks' },
  skipped: { scope: 'invalid', about: 'text that was skipped after an error' },
} as const;

/** The kind of a token. */
export type TokenKind = keyof typeof tokenKinds;

/** A token: its kind and its place (UTF-16 offsets, `end` exclusive). */
export interface Token {
  readonly kind: TokenKind;
  readonly start: number;
  readonly end: number;
}

/**
 * The tokens of a document in their order; prose and blanks are what stands between them.
 *
 * @example
 * tokens(parse('!!a.b')).map(({ kind }) => kind).slice(0, 1); // ['bangs']
 */
export function tokens(document: Document): Token[] {
  return document.nodes.flatMap(node => {
    if (node.kind === 'prose') return [];
    return node.kind === 'comment' ? [token('comment', node.start, node.end)] : actionTokens(node);
  });
}

function actionTokens(node: ActionNode): Token[] {
  const nameStart = node.start + node.bangs;
  const dot = node.head.lastIndexOf('.');
  const split = nameStart + dot;
  const head = [token('bangs', node.start, nameStart)];
  if (dot > 0) head.push(token('actor', nameStart, split));
  if (node.nameEnd > split + 1) head.push(token('action', dot < 0 ? nameStart : split + 1, node.nameEnd));
  return [...head, ...node.items.flatMap(itemTokens)];
}

function itemTokens(item: ItemNode): Token[] {
  if (item.kind === 'comment' || item.kind === 'skipped') return [token(item.kind, item.start, item.end)];
  if (item.kind === 'argument') {
    const isSnippet = item.form === 'bare' && item.text.startsWith('{');
    const kind =
      item.form === 'block'
        ? 'block'
        : item.form === 'bare'
          ? isSnippet
            ? 'snippet'
            : 'argument'
          : 'quoted';
    return [token(kind, item.start, item.end)];
  }
  const key = [token('key', item.start, item.keyEnd), token('colon', item.keyEnd, item.keyEnd + 1)];
  if (item.form === 'empty') return key;
  const isQuoted = /^['"]/.test(item.source.text.charAt(item.valueStart));
  const kind = item.form === 'block' ? 'block' : isQuoted ? 'quoted' : 'word';
  return [...key, token(kind, item.valueStart, item.end)];
}

function token(kind: TokenKind, start: number, end: number): Token {
  return { kind, start, end };
}

import { HeroError, Source } from '../base/index.ts';
import { formatAction, type PlainAction, type PlainParam } from './format-action.ts';
import { skipBlanks } from './item.ts';
import { parse } from './parser.ts';
import type { ActionNode, CommentNode, Document, ItemNode } from './tree.ts';

/**
 * A text with its actions in the canonical format; prose, fences, blank lines and the column of every action stay. The
 * result is proved: it reads as the same actions, values and comments, and formatting it again changes nothing; else
 * FORMAT_UNSAFE. A text with errors is FORMAT_ERRORS, with the errors as diagnostics.
 *
 * @example
 * format('!!City.Define   name:Ghent'); // '!!city.define name:Ghent'
 */
export function format(text: string | Source): string {
  const source = typeof text === 'string' ? new Source(text) : text;
  const document = parse(source);
  const errors = document.diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) {
    throw new HeroError('FORMAT_ERRORS', `${source.name} has errors, so it is not formatted`, {
      diagnostics: errors,
    });
  }
  const formatted = formatDocument(document);
  if (formatted === source.text) return formatted;
  const again = parse(formatted);
  if (meaning(again) === meaning(document) && formatDocument(again) === formatted) return formatted;
  throw new HeroError(
    'FORMAT_UNSAFE',
    `${source.name} would not read the same in the canonical format, so it stays as it is`,
  );
}

function formatDocument({ source, nodes }: Document): string {
  const parts: string[] = [];
  let at = 0;
  for (const node of nodes) {
    const written =
      node.kind === 'action' ? formatNode(node) : node.kind === 'comment' ? formatComment(node) : node.text;
    parts.push(source.text.slice(at, node.start), written);
    at = node.kind === 'prose' ? node.end : skipBlanks(source.text, node.end);
  }
  return parts.join('') + source.text.slice(at);
}

/** `//x` and `/// x` become `// x`; an HTML comment stays, because Markdown would show any other. */
function formatComment({ text, value }: CommentNode): string {
  const written = `// ${value}`.trimEnd();
  return text.startsWith('//') && !text.trimEnd().endsWith('-/') ? written : text;
}

/**
 * An action in the canonical format at its column. An action with an image line stays as it is, and so does one with a
 * colon in its name: other tools write their macros like that.
 */
function formatNode(node: ActionNode): string {
  if (holdsProse(node) || node.head.includes(':')) return node.text;
  const indent = ' '.repeat(node.indent);
  const lineEnd = node.text.includes('\r\n') ? '\r\n' : '\n';
  const [first = '', ...lines] = formatAction(plainAction(node)).split('\n');
  return [first, ...lines.map(line => (line === '' ? '' : indent + line))].join(lineEnd);
}

function holdsProse({ source, nameEnd, items }: ActionNode): boolean {
  let at = nameEnd;
  return items.some(({ start, end }) => {
    const gap = source.text.slice(at, start);
    at = end;
    return gap.trim() !== '';
  });
}

/**
 * An action as plain data: all that its text says, but the comments before it.
 *
 * @example
 * const [node] = parse('!!city.define name:Ghent').actions;
 * node && plainAction(node).params; // [{ key: 'name', value: 'Ghent' }]
 */
export function plainAction(node: ActionNode): PlainAction {
  const args = node.items.filter(item => item.kind === 'argument');
  const { bangs, actor, name } = node;
  return {
    bangs,
    actor,
    name,
    params: node.items.flatMap(plainParam),
    args: args.map(({ value }) => value),
    argComments: args.map(({ comments }) => textOf(comments)),
    comments: node.tailComments.length > 0 ? [node.tailComments.map(({ value }) => value).join('\n')] : [],
  };
}

function plainParam(item: ItemNode): PlainParam[] {
  if (item.kind !== 'param') return [];
  const comment = textOf(item.comments);
  return [{ key: item.key, value: item.value, ...(comment !== undefined && { comment }) }];
}

function textOf(comments: readonly CommentNode[] | undefined): string | undefined {
  return comments?.map(({ value }) => value).join('\n');
}

/** The meaning of a text, for comparison. */
function meaning({ actions, nodes, diagnostics }: Document): string {
  const prose = nodes.filter(node => node.kind === 'prose').map(({ text }) => text);
  const comments = nodes.filter(node => node.kind === 'comment').map(({ value }) => value);
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  const said = actions.map(node => [plainAction(node), node.comments.map(({ value }) => value)]);
  return JSON.stringify([errors, said, comments, prose]);
}

import { HeroError, show } from '../base/index.ts';
import { encodeArgument, encodeKey, encodeValue, refuseForbidden } from './encode.ts';

/** Longer lines are broken into one param per line. */
const maxWidth = 80;
const indent = '    ';
const blockIndent = indent.repeat(2);

/** A param as plain data. */
export interface PlainParam {
  readonly key: string;
  readonly value: string;
  readonly comment?: string;
}

/** Params and arguments, independent of their places. Comments may have several lines. */
export interface PlainParams {
  readonly params: readonly PlainParam[];
  readonly args: readonly string[];
  /** The comment of each argument, where it has one. */
  readonly argComments?: readonly (string | undefined)[];
  /** Comments that no param or argument follows. */
  readonly comments?: readonly string[];
}

/** An action as plain data. */
export interface PlainAction extends PlainParams {
  readonly bangs: number;
  readonly actor: string;
  readonly name: string;
  /** The comment before the action. */
  readonly comment?: string;
}

/**
 * An action in the canonical format, without a line end behind it: on one line when that is short and needs no
 * comment or block, else each param on a line of its own. Throws PARAMS_UNPRINTABLE.
 *
 * @example
 * const params = [{ key: 'name', value: 'New York' }];
 * formatAction({ bangs: 2, actor: 'city', name: 'define', args: [], params }); // "!!city.define name:'New York'"
 */
export function formatAction(action: PlainAction): string {
  const head = `${'!'.repeat(action.bangs)}${action.actor}.${action.name}`;
  const before = action.comment === undefined ? [] : commentLines(action.comment, '', false);
  return [...before, formatBody(head, action)].join('\n');
}

/**
 * Params in the canonical format, as they would follow the name of an action. Throws PARAMS_UNPRINTABLE.
 *
 * @example
 * formatParams({ args: ['open'], params: [{ key: 'name', value: 'Ghent' }] }); // 'open name:Ghent'
 */
export function formatParams(params: PlainParams): string {
  return formatBody('', params);
}

function formatBody(head: string, body: PlainParams): string {
  const { args, params, argComments = [], comments = [] } = body;
  const words = args.map(arg => encodeArgument(arg, blockIndent));
  const pairs = params.map(({ key, value }) => `${encodeKey(key)}:${encodeValue(value, blockIndent)}`);
  const line = [head, ...words, ...pairs].filter(Boolean).join(' ') + endOfLine(body);
  if (fitsOneLine(body) && line.length <= maxWidth && !line.includes('\n')) return line;
  const first = [head, ...words].filter(Boolean).join(' ');
  const staysTogether = first.length <= maxWidth && !first.includes('\n') && !argComments.some(isText);
  const lines = staysTogether
    ? [first]
    : [head, ...words.flatMap((word, at) => itemLines(word, argComments[at]))];
  for (const [at, pair] of pairs.entries()) lines.push(...itemLines(pair, params[at]?.comment));
  for (const comment of comments) lines.push(...commentLines(comment, indent, true));
  return lines.join('\n').replace(/^\n/, '');
}

/** The comment of a single item, which belongs to the item at the end of the line. */
function endOfLine({ args, params, argComments = [] }: PlainParams): string {
  const comment = args.length > 0 ? argComments[0] : params[0]?.comment;
  return comment === undefined ? '' : ` ${commentLines(comment, '', true).join('\n')}`;
}

/** True when the params fit one line. After a value, a key that starts with a comma would make a list. */
function fitsOneLine({ args, params, argComments = [], comments = [] }: PlainParams): boolean {
  const isCommented = argComments.some(isText) || params.some(({ comment }) => isText(comment));
  if (comments.length > 0 || (isCommented && args.length + params.length > 1)) return false;
  return !params.some(({ key }) => key.startsWith(','));
}

function isText(comment: string | undefined): boolean {
  return comment !== undefined;
}

/** An item on a line of its own. A short comment follows it; a longer one, or that of a block, is before it. */
function itemLines(pair: string, comment: string | undefined): string[] {
  if (comment === undefined) return [indent + pair];
  const lines = commentLines(comment, indent, true);
  const follows = lines.length === 1 && !pair.includes('\n');
  return follows ? [`${indent}${pair} ${lines[0]?.trim()}`] : [...lines, indent + pair];
}

/** A comment line by line: `// …`, or another kind of comment where that would not read back. */
function commentLines(comment: string, before: string, inAction: boolean): string[] {
  return comment.split(/\r?\n/).map(line => {
    refuseForbidden(line);
    return before + (inAction ? innerComment(line.trim()) : outerComment(line.trim()));
  });
}

/** Inside an action `-/` ends a `//` comment, and a `#` comment continues to the end of its line. */
function innerComment(line: string): string {
  return line.startsWith('/') || line.includes('-/') ? `# ${line}` : `// ${line}`.trimEnd();
}

/** Outside of actions `#` is prose, and only a `-/` at the very end of a `//` comment is a mark. */
function outerComment(line: string): string {
  if (!line.startsWith('/')) return `// ${line}${line.endsWith('-/') ? ' -/' : ''}`.trimEnd();
  if (!line.includes('-->')) return `<!-- ${line} -->`;
  throw new HeroError('PARAMS_UNPRINTABLE', `the comment ${show(line)} cannot be written as HeroScript`, {
    hint: 'start the comment with a character other than a slash',
  });
}

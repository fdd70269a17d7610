import { encodeArgument, encodeKey, encodeValue } from './encode.ts';
import { commentText } from './value.ts';

/** Longer lines are broken: one param a line. */
const maxWidth = 80;
const indent = '    ';
const blockIndent = indent.repeat(2);

export interface PlainParam {
  readonly key: string;
  readonly value: string;
  readonly comment?: string;
}

/** Params and arguments, without regard to where they stood. Comments may hold several lines. */
export interface PlainParams {
  readonly params: readonly PlainParam[];
  readonly args: readonly string[];
  readonly comments?: readonly string[];
}

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
 */
export function formatAction(action: PlainAction): string {
  const head = `${'!'.repeat(action.bangs)}${action.actor}.${action.name}`;
  const before = action.comment === undefined ? [] : commentLines(action.comment, '', false);
  return [...before, formatBody(head, action)].join('\n');
}

/** Params in the canonical format, as they would follow the name of an action. Throws PARAMS_UNPRINTABLE. */
export function formatParams(params: PlainParams): string {
  return formatBody('', params);
}

function formatBody(head: string, { args, params, comments = [] }: PlainParams): string {
  const words = args.map(arg => encodeArgument(arg, blockIndent));
  const pairs = params.map(({ key, value }) => `${encodeKey(key)}:${encodeValue(value, blockIndent)}`);
  const line = [head, ...words, ...pairs].filter(Boolean).join(' ');
  const isPlain = comments.length === 0 && params.every(({ comment }) => comment === undefined);
  if (isPlain && line.length <= maxWidth && !line.includes('\n')) return line;
  const first = [head, ...words].filter(Boolean).join(' ');
  const breakArgs = first.length > maxWidth || first.includes('\n');
  const lines = breakArgs ? [head, ...words.map(word => indent + word)] : [first];
  for (const [at, pair] of pairs.entries()) lines.push(...paramLines(pair, params[at]?.comment));
  for (const comment of comments) lines.push(...commentLines(comment, indent, true));
  return lines.join('\n').replace(/^\n/, '');
}

/** A short comment follows its param; one of several lines, or that of a block, stands before it. */
function paramLines(pair: string, comment: string | undefined): string[] {
  if (comment === undefined) return [indent + pair];
  const lines = commentLines(comment, indent, true);
  const follows = lines.length === 1 && !pair.includes('\n') && !lines[0]?.includes('#');
  return follows ? [`${indent}${pair} ${lines[0]?.trim()}`] : [...lines, indent + pair];
}

/** `// …` for each line; another kind of comment where that would not read back. */
function commentLines(comment: string, before: string, inAction: boolean): string[] {
  const lines = comment.split('\n');
  const written = lines.map(line => commentLine(line, inAction));
  if (written.every(line => line !== undefined)) return written.map(line => before + line);
  return [`${before}<!-- ${lines.join(`\n${before}`)} -->`];
}

function commentLine(line: string, inAction: boolean): string | undefined {
  const slashes = `// ${line}`.trimEnd();
  if (commentText(slashes) === line && !(inAction && line.includes('-/'))) return slashes;
  const hash = `# ${line}`;
  return inAction && line !== '' && commentText(hash) === line ? hash : undefined;
}

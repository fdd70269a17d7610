import { HeroError, show } from '../base/index.ts';
import { encodeArgument, encodeKey, encodeValue } from './encode.ts';
import { formatAction, type PlainAction } from './format-action.ts';
import { actionName, keyName } from './name.ts';
import { parse } from './parser.ts';
import type { ActionNode, ItemNode, ParamNode } from './tree.ts';

/**
 * Changes to scripts for programs: each function takes a text and the position of an action in it (from 0) and returns
 * the new text, in which everything else is unchanged byte for byte. Throws EDIT_NO_ACTION, EDIT_NO_PARAM,
 * PARAMS_UNPRINTABLE, and EDIT_UNSAFE when the new text would not read as it should.
 */

/**
 * Sets a param: in its place when it is there, else behind the last item of the action.
 *
 * @example
 * setParam('!!city.define name:Ghent', 0, 'name', 'Bruges'); // '!!city.define name:Bruges'
 */
export function setParam(text: string, index: number, key: string, value: string): string {
  const action = actionAt(text, index);
  const param = paramsOf(action, key).at(-1);
  const edited = param
    ? replaceValue(text, action, param, value)
    : insertItem(text, action, `${encodeKey(key)}:`, value);
  return proved(edited, index, again => paramsOf(again, key).at(-1)?.value === value);
}

/**
 * Adds an argument behind the last item of the action.
 *
 * @example
 * addArgument('!!city.define', 0, 'open'); // '!!city.define open'
 */
export function addArgument(text: string, index: number, value: string): string {
  const action = actionAt(text, index);
  const written = encodeArgument(value, blockIndent(action));
  const edited = insertWritten(text, action, written);
  return proved(edited, index, again =>
    again.items.some(item => item.kind === 'argument' && item.value === value),
  );
}

/**
 * Gives a param another key, wherever it stands in the action.
 *
 * @example
 * renameParam('!!city.define name:Ghent', 0, 'name', 'title'); // '!!city.define title:Ghent'
 */
export function renameParam(text: string, index: number, key: string, to: string): string {
  const params = requireParams(actionAt(text, index), key);
  const edited = replaceAll(
    text,
    params.map(({ start, keyEnd }) => ({ start, end: keyEnd, with: encodeKey(to) })),
  );
  return proved(edited, index, again => paramsOf(again, to).length >= params.length);
}

/**
 * Removes a param, wherever it stands in the action, with a line that it had for itself.
 *
 * @example
 * removeParam('!!city.define name:Ghent open', 0, 'name'); // '!!city.define open'
 */
export function removeParam(text: string, index: number, key: string): string {
  const action = actionAt(text, index);
  const params = requireParams(action, key);
  const edited = replaceAll(
    text,
    params.map(param => ({ ...extentOf(text, action, param), with: '' })),
  );
  return proved(edited, index, again => paramsOf(again, key).length === 0);
}

/**
 * Gives an action another name.
 *
 * @example
 * renameAction('!!city.define name:Ghent', 0, 'city.add'); // '!!city.add name:Ghent'
 */
export function renameAction(text: string, index: number, to: string): string {
  const { start, bangs, nameEnd } = actionAt(text, index);
  const edited = replaceAll(text, [{ start: start + bangs, end: nameEnd, with: to }]);
  const wanted = actionName(to);
  return proved(edited, index, again => again.actor === wanted.actor && again.name === wanted.name);
}

/**
 * Removes an action with its lines and the comments that belong to it.
 *
 * @example
 * removeAction('!!a.b\n!!c.d\n', 0); // '!!c.d\n'
 */
export function removeAction(text: string, index: number): string {
  const { actions } = parse(text);
  const action = actionAt(text, index);
  const start = lineStart(text, action.comments[0]?.start ?? action.start);
  const edited = text.slice(0, start) + text.slice(lineEnd(text, action.end));
  if (parse(edited).actions.length === actions.length - 1) return edited;
  throw unsafe();
}

/**
 * Puts an action, in the canonical format, on lines of its own in front of another; behind all when there is none.
 *
 * @example
 * const action = { bangs: 2, actor: 'a', name: 'b', args: [], params: [] };
 * insertAction('!!c.d\n', 0, action); // '!!a.b\n!!c.d\n'
 */
export function insertAction(text: string, index: number, action: PlainAction): string {
  const { actions } = parse(text);
  const next = actions[index];
  const at = next ? lineStart(text, next.comments[0]?.start ?? next.start) : text.length;
  const before = at > 0 && text[at - 1] !== '\n' ? '\n' : '';
  const edited = `${text.slice(0, at)}${before}${formatAction(action)}\n${text.slice(at)}`;
  const position = Math.min(index, actions.length);
  const count = parse(edited).actions.length;
  return proved(
    edited,
    position,
    again => count === actions.length + 1 && again.name === action.name && again.actor === action.actor,
  );
}

function actionAt(text: string, index: number): ActionNode {
  const { actions } = parse(text);
  const action = actions[index];
  if (!action)
    throw new HeroError('EDIT_NO_ACTION', `there is no action ${index}: the text has ${actions.length}`);
  if (action.broken)
    throw new HeroError('EDIT_NO_ACTION', `action ${index} has an error`, { hint: 'correct it first' });
  return action;
}

function paramsOf(action: ActionNode, key: string): ParamNode[] {
  return action.items.filter((item): item is ParamNode => item.kind === 'param' && item.key === keyName(key));
}

function requireParams(action: ActionNode, key: string): ParamNode[] {
  const params = paramsOf(action, key);
  if (params.length > 0) return params;
  throw new HeroError('EDIT_NO_PARAM', `${show(action.head)} has no param ${show(key)}`);
}

function blockIndent(action: ActionNode): string {
  return ' '.repeat(action.indent + 8);
}

function replaceValue(text: string, action: ActionNode, param: ParamNode, value: string): string {
  const written = encodeValue(value, blockIndent(action));
  return (
    text.slice(0, param.form === 'empty' ? param.keyEnd + 1 : param.valueStart) +
    written +
    text.slice(param.end)
  );
}

function insertItem(text: string, action: ActionNode, head: string, value: string): string {
  return insertWritten(text, action, head + encodeValue(value, blockIndent(action)));
}

/** On the line of the action when the whole action is on it, otherwise on a line of its own. */
function insertWritten(text: string, action: ActionNode, written: string): string {
  const last = action.items.at(-1);
  const isOneLine =
    !text.slice(action.start, action.end).includes('\n') &&
    last?.kind !== 'comment' &&
    !written.includes('\n');
  const gap = isOneLine ? ' ' : `\n${' '.repeat(action.indent + 4)}`;
  return text.slice(0, action.end) + gap + written + text.slice(action.end);
}

/** The range of a param with the blanks before it, or with its whole line and comment. */
function extentOf(text: string, action: ActionNode, param: ParamNode): { start: number; end: number } {
  const start = lineStart(text, param.start);
  const end = lineEnd(text, param.end);
  const isOnLine = (item: ItemNode) =>
    item.start < end &&
    item.end > start &&
    item !== param &&
    !param.comments?.some(comment => comment === item);
  const isAlone = start > action.start && !action.items.some(isOnLine);
  if (isAlone) return { start, end };
  let from = param.start;
  while (text[from - 1] === ' ' || text[from - 1] === '\t') from--;
  return { start: from, end: param.end };
}

function replaceAll(text: string, edits: readonly { start: number; end: number; with: string }[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const edit of edits) {
    parts.push(text.slice(at, edit.start), edit.with);
    at = edit.end;
  }
  return parts.join('') + text.slice(at);
}

function lineStart(text: string, at: number): number {
  return text.lastIndexOf('\n', at - 1) + 1;
}

/** The offset after the line end of the line of `at`. */
function lineEnd(text: string, at: number): number {
  const feed = text.indexOf('\n', at);
  return feed < 0 ? text.length : feed + 1;
}

/** The edited text, once it is proved that the action is as wanted and that no error was added. Throws EDIT_UNSAFE. */
function proved(text: string, index: number, isWanted: (action: ActionNode) => boolean): string {
  const action = parse(text).actions[index];
  if (action && !action.broken && isWanted(action)) return text;
  throw unsafe();
}

function unsafe(): HeroError {
  return new HeroError('EDIT_UNSAFE', 'the edited text would not read as it should, so nothing was changed');
}

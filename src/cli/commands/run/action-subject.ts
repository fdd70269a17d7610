import { conductPrefix } from '../../../action/index.ts';
import { Params } from '../../../params/index.ts';
import type { ActionRef } from '../../../play/index.ts';
import { parse } from '../../../script/index.ts';

const subjectKeys = ['path', 'to', 'key', 'name', 'coderoot', 'url'];

/** The value of the param that describes an action best, as the script has it. */
export function subjectOf({ name, text }: ActionRef): string {
  const [node] = parse(text).actions;
  if (!node) return '';
  const params = [...Params.fromAction(node).toMap()];
  const known = new Map(params.filter(([key]) => !key.startsWith(conductPrefix)));
  if (name === 'exec.run') return [known.get('cmd'), known.get('args')].filter(Boolean).join(' ');
  const key = subjectKeys.find(candidate => known.has(candidate));
  if (key) return known.get(key) ?? '';
  return [...known.keys()].join(', ');
}

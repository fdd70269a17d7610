import { type Diagnostic, nearest, place, show } from '../base/index.ts';
import type { ActionNode, ParamNode } from '../script/index.ts';
import type { ActionDefinition } from './actor.ts';

/** Warns of params that are given twice in an action; the last one wins. */
export function checkDuplicates(action: ActionNode): Diagnostic[] {
  const seen = new Map<string, ParamNode>();
  const found: Diagnostic[] = [];
  for (const item of action.items) {
    if (item.kind !== 'param') continue;
    const first = seen.get(item.key);
    seen.set(item.key, item);
    if (!first) continue;
    found.push({
      code: 'PARAMS_DUPLICATE',
      severity: 'warning',
      message: `${show(item.key)} is given twice, here and at ${place(first)}; the last one counts`,
      span: { source: item.source, start: item.start, end: item.keyEnd },
      hint: 'remove one of the two',
      related: {
        message: 'it was given before here',
        span: { source: first.source, start: first.start, end: first.keyEnd },
      },
    });
  }
  return found;
}

/** Errors for params that a definition does not have, each with the nearest name it does have. */
export function checkParamNames(
  action: ActionNode,
  fullName: string,
  definition: ActionDefinition<never>,
): Diagnostic[] {
  if (definition.open) return [];
  const known = Object.keys(definition.params);
  const unknown = action.items
    .filter(item => item.kind === 'param')
    .filter(({ key }) => !known.includes(key));
  return unknown.map(item => {
    const near = nearest(item.key, known);
    return {
      code: 'ACTION_UNKNOWN_PARAM',
      severity: 'error',
      message: `${show(fullName)} has no param ${show(item.key)}`,
      span: { source: item.source, start: item.start, end: item.keyEnd },
      hint: near
        ? `did you mean ${show(near)}?`
        : `it has ${known.map(key => show(key)).join(', ') || 'no params'}`,
    };
  });
}

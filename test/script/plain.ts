import { Params } from '../../src/params/index.ts';
import { type ActionNode, type PlainAction, parse } from '../../src/script/index.ts';

/** A parsed action as the formatter takes it: what a playbook prints when it is asked for comments too. */
export function toPlain(action: ActionNode): PlainAction {
  const before = action.comments.map(({ value }) => value).join('\n');
  const plain = Params.fromAction(action).plain();
  const { bangs, actor, name } = action;
  return { ...plain, bangs, actor, name, ...(action.comments.length > 0 && { comment: before }) };
}

/** What must survive printing. The comments without an owner become one text. */
export function meaning(action: PlainAction) {
  return { ...action, comments: (action.comments ?? []).join('\n') };
}

/** The actions of a text that can be played. */
export function soundActions(text: string): ActionNode[] {
  return parse(text).actions.filter(({ broken }) => !broken);
}

/** The only action of a text that must hold just one, without errors. */
export function readBack(text: string): ActionNode {
  const { actions, diagnostics } = parse(text);
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (errors[0]) throw new Error(`${errors[0].code}: ${errors[0].message}\n${text}`);
  if (actions.length !== 1) throw new Error(`expected one action, but found ${actions.length}\n${text}`);
  return actions[0] as ActionNode;
}

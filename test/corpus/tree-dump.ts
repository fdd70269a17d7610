import type { ActionNode, CommentNode, Document, ItemNode } from '../../src/script/index.ts';

/** A tree as text: one line for each action, param and argument, with the comments that belong to it behind it. */
export function dumpTree({ actions }: Document): string {
  return actions.map(dumpAction).join('\n');
}

function dumpAction(action: ActionNode): string {
  const state = action.broken ? ' broken' : '';
  const head = `${action.type} ${action.actor} ${action.name}${state}${dumpComments(action.comments)}`;
  const tail = action.tailComments.length > 0 ? [`  tail${dumpComments(action.tailComments)}`] : [];
  return [head, ...action.items.flatMap(dumpItem), ...tail].map(line => `${line}\n`).join('');
}

function dumpItem(item: ItemNode): string[] {
  switch (item.kind) {
    case 'param':
      return [`  ${item.key} = ${quote(item.value)} ${item.form}${dumpComments(item.comments ?? [])}`];
    case 'argument':
      return [`  ${quote(item.value)} ${item.form}${dumpComments(item.comments ?? [])}`];
    case 'skipped':
      return [`  skipped ${quote(item.text)}`];
    case 'comment':
      return [];
  }
}

function dumpComments(comments: readonly CommentNode[]): string {
  return comments.map(({ value }) => ` // ${quote(value)}`).join('');
}

function quote(text: string): string {
  return JSON.stringify(text);
}

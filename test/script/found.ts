import { type ActionNode, parse } from '../../src/script/index.ts';

/** What is wrong with a text: `CODE line:column message`, in the order of the text. */
export function wrongWith(text: string): string[] {
  const { diagnostics, source } = parse(text);
  return diagnostics.map(({ code, span, message }) => {
    const { line, column } = source.position(span?.start ?? -1);
    return `${code} ${line}:${column} ${message}`;
  });
}

/** The codes and places only. */
export function placesOf(text: string): string[] {
  return wrongWith(text).map(line => line.split(' ', 2).join(' '));
}

/** The params and arguments of one action, in the order they stand there: `key=value` or `value`. */
export function itemsOf(action: ActionNode | undefined): string[] {
  return (action?.items ?? []).flatMap(item => {
    if (item.kind === 'param') return [`${item.key}=${item.value}`];
    return item.kind === 'argument' ? [item.value] : [];
  });
}

/** The same of the first action of a text. */
export function read(text: string): string[] {
  return itemsOf(parse(text).actions[0]);
}

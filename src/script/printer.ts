import type { Document } from './tree.ts';

/**
 * The exact text that a document was parsed from, put together from its nodes and what stands between them.
 *
 * @example
 * print(parse('!!a.b  c:1')); // '!!a.b  c:1'
 */
export function print(document: Document): string {
  const { text } = document.source;
  const parts: string[] = [];
  let at = 0;
  const emit = (node: { start: number; end: number; text: string }) => {
    parts.push(text.slice(at, node.start), node.text);
    at = node.end;
  };
  for (const node of document.nodes) {
    if (node.kind !== 'action') {
      emit(node);
      continue;
    }
    parts.push(text.slice(at, node.start), text.slice(node.start, node.nameEnd));
    at = node.nameEnd;
    for (const item of node.items) emit(item);
  }
  return parts.join('') + text.slice(at);
}

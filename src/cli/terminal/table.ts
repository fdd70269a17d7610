import { columns, wrap } from './text-width.ts';

/** With fewer columns for the text, it is below its cells. */
const leastTextWidth = 24;

/** The cells on the left, and the text that explains them. */
export type Row = readonly [cells: readonly string[], text: string];

/** Rows in columns that fit a width; a narrow table has the cells of a row on one line, and its text below. */
export function table(rows: readonly Row[], width: number, indent = ''): string[] {
  const widths = (rows[0]?.[0] ?? []).map((_, at) =>
    Math.max(...rows.map(([cells]) => columns(cells[at] ?? ''))),
  );
  const used = widths.filter(each => each > 0).map(each => each + 2);
  const left = used.reduce((sum, each) => sum + each, indent.length);
  if (width - left < leastTextWidth) return rows.flatMap(row => stacked(row, width, indent));
  return rows.flatMap(([cells, text]) => {
    const padded = cells.map((cell, at) => cell + ' '.repeat((widths[at] ?? 0) - columns(cell)));
    const [first = '', ...rest] = wrap(text, width - left);
    const head = `${indent}${padded.filter(Boolean).join('  ')}  ${first}`;
    return [head.trimEnd(), ...rest.map(line => ' '.repeat(left) + line)];
  });
}

function stacked([cells, text]: Row, width: number, indent: string): string[] {
  const head = cells.filter(Boolean).join('  ');
  const heads = columns(head) > width - indent.length ? wrap(head, width - indent.length) : [head];
  const below = text === '' ? [] : wrap(text, width - indent.length - 4);
  return [...heads.map(line => indent + line), ...below.map(line => `${indent}    ${line}`)];
}

import { visible } from '../../base/index.ts';
import type { Io } from '../io.ts';

/** The first line of a text, with `…` when there are more. */
export function firstLine(text: string): string {
  const [line = '', ...more] = text.trim().split('\n');
  return more.length === 0 ? visible(line) : `${visible(line).trimEnd()}…`;
}

/** A text of several lines that is safe for a terminal. */
export function printable(text: string): string {
  return text.split('\n').map(visible).join('\n');
}

/** A sign, in a colour where colours are allowed. */
export function mark({ color }: Pick<Io, 'color'>, sign: string, code: number): string {
  return color ? `\u001b[${code}m${sign}\u001b[0m` : sign;
}

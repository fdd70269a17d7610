/** The columns of a tab. */
export const tabWidth = 4;

/**
 * Takes the indentation that all lines share off each of them; blank lines become empty, the last line end goes.
 *
 * @example
 * dedent('    a\n      b\n'); // 'a\n  b'
 */
export function dedent(text: string): string {
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  const isBlank = (line: string) => line.trim() === '';
  const indent = lines.reduce(
    (least, line) => (isBlank(line) ? least : Math.min(least, indentOf(line))),
    Infinity,
  );
  return lines.map(line => (isBlank(line) ? '' : removeIndent(line, indent))).join('\n');
}

function indentOf(line: string): number {
  let width = 0;
  for (const character of line) {
    if (character === ' ') width++;
    else if (character === '\t') width += tabWidth;
    else break;
  }
  return width;
}

/** Removes `width` columns of indentation; a wider tab leaves spaces. */
function removeIndent(line: string, width: number): string {
  let at = 0;
  let column = 0;
  while (column < width && (line[at] === ' ' || line[at] === '\t'))
    column += line[at++] === '\t' ? tabWidth : 1;
  return ' '.repeat(Math.max(0, column - width)) + line.slice(at);
}

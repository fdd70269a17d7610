/** A piece of text in a file of source: a comment, or the text of a string. */
export interface Piece {
  kind: 'comment' | 'string';
  text: string;
  /** The line where it starts, from 1. */
  line: number;
}

/** A slash after one of these starts a regular expression, not a division. */
const beforePattern = /(?:^|[(,=:[!&|?{};>]|\breturn|\byield)\s*$/;

/** The comments and strings of TypeScript source. Line comments that follow each other are one piece. */
export function piecesOf(source: string): Piece[] {
  const pieces: Piece[] = [];
  /** Open `${` in templates, each with the number of open braces in it. */
  const templates: number[] = [];
  let at = 0;
  const add = (kind: Piece['kind'], end: number) => {
    const line = source.slice(0, at).split('\n').length;
    pieces.push({ kind, text: source.slice(at, end), line });
    at = end;
  };
  while (at < source.length) {
    const character = source.charAt(at);
    if (source.startsWith('//', at)) add('comment', lineEnd(source, at));
    else if (source.startsWith('/*', at)) add('comment', source.indexOf('*/', at) + 2);
    else if (character === "'" || character === '"') add('string', quoteEnd(source, at));
    else if (character === '`' || (character === '}' && templates.at(-1) === 0)) {
      if (character === '}') templates.pop();
      const end = templateEnd(source, at + 1);
      if (source.charAt(end - 1) === '{') templates.push(0);
      add('string', end);
    } else if (character === '/' && beforePattern.test(source.slice(Math.max(0, at - 40), at)))
      at = patternEnd(source, at);
    else {
      const open = templates.at(-1);
      if (open !== undefined && character === '{') templates[templates.length - 1] = open + 1;
      if (open !== undefined && character === '}') templates[templates.length - 1] = open - 1;
      at++;
    }
  }
  return joined(pieces);
}

function lineEnd(source: string, at: number): number {
  const end = source.indexOf('\n', at);
  return end < 0 ? source.length : end;
}

function quoteEnd(source: string, at: number): number {
  let end = at + 1;
  while (source.charAt(end) !== source.charAt(at)) end += source.charAt(end) === '\\' ? 2 : 1;
  return end + 1;
}

/** The end of a part of a template: after its closing backtick, or after `${`. */
function templateEnd(source: string, at: number): number {
  let end = at;
  while (source.charAt(end) !== '`' && !source.startsWith('${', end))
    end += source.charAt(end) === '\\' ? 2 : 1;
  return end + (source.charAt(end) === '`' ? 1 : 2);
}

function patternEnd(source: string, at: number): number {
  let end = at + 1;
  let inClass = false;
  while (source.charAt(end) !== '/' || inClass) {
    const character = source.charAt(end);
    if (character === '[') inClass = true;
    if (character === ']') inClass = false;
    end += character === '\\' ? 2 : 1;
  }
  return end + 1;
}

function joined(pieces: readonly Piece[]): Piece[] {
  const all: Piece[] = [];
  for (const piece of pieces) {
    const last = all.at(-1);
    const isNext =
      last?.text.startsWith('//') &&
      piece.text.startsWith('//') &&
      piece.line === last.line + last.text.split('\n').length;
    if (last && isNext) last.text += `\n${piece.text}`;
    else all.push({ ...piece });
  }
  return all;
}

/** The text of a comment without its marks and without its examples; each item of a list starts a sentence. */
export function proseOf({ kind, text }: Piece): string {
  if (kind === 'string') return text.slice(1).replace(/(?:\$\{|[`'"])$/, '');
  return text
    .replace(/^\/\*\*?|\*\/$/g, '')
    .split('\n')
    .map(line => line.replace(/^\s*(?:\*|\/\/) ?/, ''))
    .join('\n')
    .replace(/^@example[\s\S]*/m, '')
    .replace(/^(?:- |\d+\. )/gm, '\n\n');
}

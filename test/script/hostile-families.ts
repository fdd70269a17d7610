/** Texts that are cheap to write and could be dear to read: each family grows with the number it is given. */
export const families: Record<string, (size: number) => string> = {
  'unclosed quotes, one an action': size => "!!a.b k:'x\n".repeat(size),
  'an unclosed quote over many lines': size => `!!a.b k:'x\n${'  more\n'.repeat(size * 3)}`,
  'unclosed quotes of both kinds': size => `!!a.b${' k:\'x l:"y'.repeat(size)}`,
  'quoted texts of both kinds on one line': size => `!!a.b${' \'x\' "y"'.repeat(size)}`,
  'unclosed quotes in a list': size => `!!a.b k:a${", 'b".repeat(size)}`,
  'blocks without an end, one an action': size => "!!a.b k:'\n".repeat(size),
  'blocks without an end in one action': size => `!!a.b k:'\n${'  l:"""\n'.repeat(size)}`,
  'blocks without an end, each deeper': size => staircase(size, " k:'"),
  'blocks that end with the text': size => `!!a.b${" k:'\n  text'\n ".repeat(size)}`,
  'blocks of two kinds in each other': size => `!!a.b k:'\n${'  x"\n  l:"\n  y\'\n  k:\'\n'.repeat(size)}`,
  'HTML comments without an end': size => '<!--\n'.repeat(size),
  'HTML comments without an end on one line': size => `!!a.b x\n${'<!--'.repeat(size)}`,
  'HTML comments without an end between actions': size => '!!a.b x\n<!-- y\n'.repeat(size),
  'HTML comments left of an action': size => `!!a.b\n${'<!-- c -->\n'.repeat(size)}  k:v`,
  'comments left of an action that goes on': size => `!!a.b\n${'// c\n'.repeat(size)}  k:v`,
  'comments left of an action that ends': size => `!!a.b\n${'// c\n'.repeat(size)}text`,
  'comments and params by turns': size => `!!a.b\n${'// c\n  k:v\n'.repeat(size)}`,
  'comments behind actions, each deeper': size => staircase(size, '\n// c'),
  'closed comments on one line': size => `!!a.b${' // c -/'.repeat(size)}`,
  'spaces behind an action': size => `!!a.b${' '.repeat(size)}`,
  'spaces in a value': size => `!!a.b k:'x${' '.repeat(size)}y'`,
  'tabs and spaces in a bare list': size => `!!a.b k:a${' \t,b'.repeat(size)}`,
  'backslashes in a value': size => `!!a.b k:'x${'\\'.repeat(size * 2)}y'`,
  'backslashes before a quote': size => `!!a.b k:"x${'\\'.repeat(size * 2)}"`,
  'escaped quotes': size => `!!a.b k:'x${"\\'".repeat(size)}`,
  'opening brackets': size => `!!a.b k:${'['.repeat(size)}`,
  'bracket lists without an end': size => `!!a.b${' k:[a, b'.repeat(size)}`,
  'bracket lists of quotes without an end': size => `!!a.b${" k:['a', \"b".repeat(size)}`,
  commas: size => `!!a.b k:${','.repeat(size)}`,
  'commas with spaces': size => `!!a.b k:x${' , '.repeat(size)}`,
  'opening braces': size => `!!a.b ${'{'.repeat(size)}`,
  'snippets without an end': size => `!!a.b {${'a'.repeat(size)}`,
  indentation: size => `!!a.b\n${`${' '.repeat(size)}k:v\n`.repeat(4)}`,
  'blank lines between params': size => `!!a.b\n${'\n'.repeat(size)}  k:v\n${'\n'.repeat(size)}text`,
  'images under an action': size => `!!a.b\n${'  ![x](y)\n'.repeat(size)}  k:v`,
  'one long word': size => `!!a.b ${'a'.repeat(size)}`,
  'one long word of another script': size => `!!a.b ${'я'.repeat(size)}`,
  'one long line of prose': size => 'word '.repeat(size),
  'one long line of params': size => `!!a.b${' k:v'.repeat(size)}`,
  'exclamation marks': size => '!'.repeat(size),
  'a name of many parts': size => `!!${'a.'.repeat(size)}b`,
  'carriage returns': size => `!!a.b ${'\r'.repeat(size)}`,
};

/** Actions that stand deeper and deeper, and a long tail that each of them could reach into. */
function staircase(size: number, body: string): string {
  const steps = Math.floor(Math.sqrt(size));
  const actions = Array.from({ length: steps }, (_, column) => `${' '.repeat(column)}!!a.b${body}\n`);
  return actions.join('') + `${' '.repeat(steps)}x\n`.repeat(steps);
}

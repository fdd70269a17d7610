import fc from 'fast-check';

/** Pieces of the grammar and of what surrounds it, from which random texts are put together. */
const fragments = [
  ...[
    '!',
    '!!',
    '!!!',
    '!!!!',
    '!!!!!',
    '![',
    '!!a.b',
    '!!a.b ',
    '\n!!x.y ',
    '\n  !!deep.er ',
    '!!one',
    '!!A-b.C:d',
  ],
  ...[
    "'",
    '"',
    "'''",
    '"""',
    "''",
    '""',
    "\\'",
    '\\"',
    "\\\\'",
    '\\',
    '\\\\',
    '\\\\n',
    '\\n',
    '<BR>',
    '<<BR>>',
  ],
  ...['\n', '\n  ', '\n    ', '\n\n', '\r\n', '\r\n  ', '\r', '\t', ' ', '  ', '\n\t', '\n  \n'],
  ...[
    '//',
    '// c',
    '//c\n',
    ' // note -/ ',
    '-/',
    '/',
    '\n// left\n',
    '# ',
    '#',
    '#x',
    '\n# head\n',
    '\n  # inner\n',
  ],
  ...[
    '<!--',
    '-->',
    '<!-- c -->',
    '<!-- a\n b -->',
    '->',
    '--',
    '-',
    '*',
    '.',
    '...',
    '\n```\n',
    '```hero',
    '`',
  ],
  ...[
    'k:',
    'key: ',
    'k:v',
    "k:'v w'",
    'k:"v"',
    "k:'\n    ",
    "\n    '\n",
    "\n    '''",
    'K-1:',
    'ключ:',
    '/s:',
    '/:',
    ':',
    ' : ',
  ],
  ...[
    ',',
    ', ',
    'a,b',
    "'a b', c",
    '[',
    ']',
    "['a', 'b c']",
    '[1, 2]',
    'http://h/p?q=1',
    'x://',
    '{',
    '{name}',
    '}',
    '{{N}}',
  ],
  ...[
    'word',
    'two words',
    '12:30',
    '50%',
    '=',
    '+',
    '@',
    '%',
    '_',
    'é',
    'ß',
    'İ',
    '你好',
    '🦊',
    '\u0301',
    '\u00a0',
    '\u2028',
  ],
  ...['\ufeff', '\ud83e', '\udd8a', '\u0000', '\u0007', '\u0085', '\u202e', '\u2066', '\u200b'],
];

/** Any string: wild ones, and ones that look like scripts. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  { weight: 1, arbitrary: fc.string({ unit: 'binary', size: 'medium' }) },
  {
    weight: 1,
    arbitrary: fc
      .array(fc.integer({ min: 0, max: 0xffff }), { size: 'medium' })
      .map(codes => String.fromCharCode(...codes)),
  },
  { weight: 6, arbitrary: joined(fragments, 40) },
);

const sound = fragments.filter(
  text => !/[\u0000-\u0008\r\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]|!!!!!/.test(text),
);
const characters = [
  ...'ab :,\'"\\/-#<>!.[]{}`\n\t',
  '\\\\n',
  '<BR>',
  '-/',
  '//',
  '-->',
  '\u00a0',
  'é',
  '🦊',
  '\ud83e',
];

/** What may stand for a key, an argument and a param in an action that is mostly sound. */
const item: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    'a',
    'b c',
    '{x}',
    'http://h/p',
    "'q r'",
    '"q"',
    '// c -/',
    '<!-- c -->',
    'é',
    '/p/q',
    '-x',
  ),
  fc
    .tuple(fc.constantFrom('k', 'K-2', 'x.y', '/z', 'ö'), joined(characters, 6))
    .map(([key, value]) => `${key}:${value}`),
  fc
    .tuple(fc.constantFrom('k', 'l'), fc.constantFrom("'", '"'), joined(characters, 8))
    .map(([key, quote, value]) => `${key}:${quote}${value.replaceAll('\n', ' ')}${quote}`),
  fc
    .tuple(fc.constantFrom("'", '"', "'''", '"""'), joined(characters, 10))
    .map(([quote, value]) => `t:${quote} // c\n      ${value.replaceAll('\n', '\n      ')}\n  ${quote}\n `),
  joined(['a', "b\\'c", '"', '\\', '<BR>', ' ', '\n   ', '\n\t', 'x', '\\\\n'], 8).map(
    value => `f:'a ${value}'\n `,
  ),
  joined(["'a b'", '"c"', "'d, e'", '"f\\\\n\\"g"', 'h', '1.5', ',', ', ', ' ,', '[', ']', "'"], 7).map(
    value => `l:${value}\n `,
  ),
  joined(characters, 6).map(text => `// ${text.replaceAll('\n', ' ')}\n `),
  joined(characters, 6).map(text => `# ${text.replaceAll('\n', ' ')}\n `),
);

/** Texts in which most actions have no errors, with either kind of line ends. */
export const script: fc.Arbitrary<string> = fc
  .tuple(fc.boolean(), scriptLines())
  .map(([isWindows, text]) => (isWindows ? text.replaceAll('\n', '\r\n') : text));

function scriptLines(): fc.Arbitrary<string> {
  return fc.oneof(
    joined(sound, 12).map(text => `!!a.b ${text}`),
    fc
      .tuple(
        joined(['', '// c\n', '<!-- d -->\n', '// -/\n', '//\u00a0/ -->\n', '<!-- /x\ny-/ -->\n'], 3),
        fc.array(fc.tuple(item, fc.constantFrom(' ', '\n  ', '\n\n\t')), { maxLength: 6, size: 'max' }),
      )
      .map(([before, items]) => `${before}!!a.b ${items.map(pair => pair.join('')).join('')}`),
  );
}

/** Values that somebody hands to the formatter: nearly anything. */
export const anyValue: fc.Arbitrary<string> = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary', maxLength: 6 }),
  joined([...characters, ...fragments], 8),
  joined(["'", '"', "'''", '"""', '\n', '\\', ' ', 'x'], 12),
  joined(['a', 'b c', '"d"', '"e f"', "'g h'", ',', ', ', '\\"'], 7),
);

function joined(pieces: readonly string[], most: number): fc.Arbitrary<string> {
  return fc.array(fc.constantFrom(...pieces), { maxLength: most, size: 'max' }).map(parts => parts.join(''));
}

import { called, checked, type Example, type Examples } from './example.ts';

/** A program that plays an action with one param. */
function read(type: string, script: string, repair: string): Example {
  return called(
    `const oven = defineActor('oven', {
  bake: { summary: 'Bakes.', params: ${type}, run() {} },
});
await newSession({ playbookText: ${JSON.stringify(script)}, actors: [oven], run: true });`,
    repair,
  );
}

export const params: Examples = {
  PARAMS_MISSING: checked('!!file.write path:a.txt', "Give the param: `content:'…'`."),
  PARAMS_DUPLICATE: checked(
    '!!play.echo content:one content:two',
    'Give each param once; of two the last one counts.',
  ),
  PARAMS_ARGUMENT_COUNT: called(
    "Params.parse('north south').checkArgLen(1)",
    'Give as many arguments as the action takes.',
  ),
  PARAMS_NOT_A_NUMBER: checked("!!git.clone url:'./library' depth:deep", 'Write digits: `depth:5`.'),
  PARAMS_OUT_OF_RANGE: called(
    "Params.parse('port:70000').getU16('port')",
    'Write a number that lies within the range.',
  ),
  PARAMS_NOT_A_BOOL: checked('!!file.delete path:out recursive:maybe', 'Write `true` or `false`.'),
  PARAMS_NOT_A_SIZE: called(
    "Params.parse(\"size:'ten GB'\").getStorageBytes('size')",
    "Write a number and a unit: `size:'10 GB'`.",
  ),
  PARAMS_NOT_A_DURATION: read(
    '{ time: p.duration() }',
    '!!oven.bake time:soon',
    'Write a number and a unit: `time:45m`.',
  ),
  PARAMS_NOT_A_URL: read(
    '{ recipe: p.url() }',
    '!!oven.bake recipe:git@example.org:ada/cake',
    'Write a URL: `recipe:ssh://git@example.org/ada/cake`.',
  ),
  PARAMS_NOT_AN_AMOUNT: called(
    "Params.parse('price:cheap').getAmount('price')",
    "Write a number and a currency: `price:'10 EUR'`.",
  ),
  PARAMS_UNKNOWN_CURRENCY: called(
    "Params.parse(\"price:'10 EUX'\").getAmount('price')",
    "Write a code that exists: `price:'10 EUR'`.",
  ),
  PARAMS_NO_RATE: called(
    "new Amount(10, 'CHF').exchange('USD', {})",
    "Give the rate in USD: `exchange('USD', { CHF: 1.1 })`.",
  ),
  PARAMS_TIME_FORMAT: checked(
    '!!core.session_define name:nightly start:tomorrow',
    "Write `start:'2026-01-31 02:00'`, or from now on: `start:'+1d'`.",
  ),
  PARAMS_TIME_VALUE: checked(
    "!!core.session_define name:nightly start:'2026-02-30 02:00'",
    "Write a day that the calendar has: `start:'2026-02-28 02:00'`.",
  ),
  PARAMS_TOO_LONG: called(
    "Params.from({ port: '1'.repeat(300) }).getInt('port')",
    'Shorten the value; a value this long was most likely meant for another param.',
  ),
  PARAMS_BAD_LENGTH: read(
    '{ fillings: p.list().max(2) }',
    '!!oven.bake fillings:apple,pear,plum',
    'Write as many items or characters as the message says: `fillings:apple,pear`.',
  ),
  PARAMS_PATTERN: read(
    "{ tray: p.text().pattern(/^[a-z]+$/, 'lower-case letters') }",
    '!!oven.bake tray:Top',
    'Write what the message asks for: `tray:top`.',
  ),
  PARAMS_BAD_VALUE: called(
    `const even = {
  '~standard': {
    version: 1,
    vendor: 'oven',
    validate: text => (text % 2 === 0 ? { value: Number(text) } : { issues: [{ message: 'not even' }] }),
  },
};
const oven = defineActor('oven', { bake: { summary: 'Bakes.', params: { rolls: even }, run() {} } });
await newSession({ playbookText: '!!oven.bake rolls:7', actors: [oven], run: true });`,
    'Write a value that the schema of the param takes: `rolls:8`.',
  ),
  PARAMS_NO_CHOICE: checked(
    "!!exec.run shell:fish cmd:'echo hello'",
    'Write one of the choices: `shell:sh`.',
  ),
  PARAMS_OUTSIDE_ROOT: called(
    "Params.parse('path:../secret').getPath('path', { base: '/srv/data', home: '/root', root: '/srv/data' })",
    'Write a path that stays below the root: `path:secret`.',
  ),
  PARAMS_BAD_PATH: called(
    "Params.from({ path: 'a\\0b' }).getPath('path', { base: '/srv/data', home: '/root' })",
    'Remove the NUL character from the path.',
  ),
  PARAMS_PATH_NOT_FOUND: called(
    "Params.parse('path:a.txt').getPath('path', { base: '/srv', home: '/root', exists: () => false })",
    'Correct the path, or make the file first.',
  ),
  PARAMS_UNPRINTABLE: called(
    "Params.from({ content: 'a\\u0007b' }).heroscript()",
    'Keep control characters out of values; put bytes in a file and its path in the param.',
  ),
  PARAMS_NOT_FLAT: called(
    "encodeRecord({ port: 80, owner: { name: 'Ada' } })",
    "Give each value a key of its own: `{ port: 80, 'owner.name': 'Ada' }`.",
  ),
  PARAMS_BAD_JSON: called(
    'Params.fromJson(\'{ "params": \')',
    'Give what `toJSON` of params wrote, unchanged.',
  ),
};

/**
 * The commands that are played on the planted scripts, in order, in one world. Add here whatever else the command can
 * do; `ID` is the name of the session, and commands may fail.
 */
export const afterwards: readonly (readonly string[])[] = [
  ['show'],
  ['show', 'ID'],
  ['session', 'show', 'ID'],
  ['session', 'list'],
  ['context', 'list'],
  ['config', 'list'],
  ['actors'],
  ['actors', 'mail'],
  ['actors', '--json'],
  ['git', 'list'],
];

/** What looks at a script and plays nothing. */
export const looks: readonly (readonly string[])[] = [
  ['check', 'FILE'],
  ['check', '--json', 'FILE'],
  ['check', '--format=github', 'FILE'],
  ['check', '--strict', 'FILE'],
  ['find', '', 'FILE'],
  ['find', '', 'FILE', '--json'],
  ['plan', 'FILE'],
  ['plan', 'FILE', '-v'],
  ['plan', 'FILE', '--json'],
  ['plan', 'FILE', '--exit-code'],
];

/** How a script is played. */
export const runs: readonly (readonly string[])[] = [[], ['-v'], ['-q'], ['--json']];

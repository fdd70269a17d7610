import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { type Code, codes } from '../../src/base/index.ts';
import { redirect } from '../git/upstream.ts';
import { useWorld } from '../support/cli.ts';
import { buildCommand } from '../support/command.ts';
import { root } from '../support/shared.ts';
import { action } from './errors/action.ts';
import { actor } from './errors/actor.ts';
import { cli } from './errors/cli.ts';
import { type Example, makeLibrary } from './errors/example.ts';
import { git } from './errors/git.ts';
import { params } from './errors/params.ts';
import { play } from './errors/play.ts';
import { script } from './errors/script.ts';
import { store } from './errors/store.ts';
import { sys } from './errors/sys.ts';

const page = join(root, 'docs/errors.md');
const examples: Readonly<Record<string, Example>> = {
  ...script,
  ...params,
  ...action,
  ...sys,
  ...store,
  ...git,
  ...play,
  ...actor,
  ...cli,
};

/** Codes without an example, each with the reason. */
const guards: Readonly<Record<string, string>> = {
  FORMAT_UNSAFE:
    'The formatter proves each result before it gives it away. No text is known that fails the proof; should you find one, the text stays as it is, and we want to see it.',
  STORE_NO_DRIVER:
    'A database is kept in LMDB, and the package `lmdb` is not there or was not built for this machine. Install it with `npm install lmdb`.',
};

const folders: Readonly<Record<string, string>> = {
  SCRIPT: 'Errors in the text of a script, independent of the meaning of its actions.',
  FORMAT: 'Reasons why a text is not formatted.',
  EDIT: 'Reasons why a program cannot edit a text.',
  PARAMS: 'Errors in the params of an action, or in the value of one.',
  ACTION: 'Errors in an action as a whole, or in the actor that should play it.',
  SYS: 'Errors of programs that an action runs, and of locks.',
  STORE: 'Errors in kept keys and values, and in their files.',
  GIT: 'Errors of repositories and their checkouts.',
  PLAY: 'Errors of contexts, sessions and playbooks, and of playing them.',
  ACTOR: 'Errors of the built-in actors.',
  CLI: 'Errors in a command line.',
};

const intro = `# Error codes

Made from the table of codes by \`npm run docs\`: each example is run, and what it said stands behind it. Programs look
at \`code\`; messages may be reworded.

\`FOLDER\` is the folder where an example ran. \`https://git.example/ada/kit\` is a small repository with the branches
\`main\` and \`feature/x\`; the scripts that came from elsewhere stood in it. Programs have the names that \`heroplay\` and
\`heroplay/script\` export at hand, \`mkdir\`, \`truncate\` and \`writeFile\` of Node, and where nothing public leads to an
error \`check\`, \`Lock\`, \`Registry\`, \`encodeRecord\` and
\`runProcess\` from inside.
`;

// Messages cut long paths, so the folder has a short one on every machine.
beforeEach(() => void vi.stubEnv('TMPDIR', '/tmp'));
const world = useWorld();
const bin = buildCommand();
const sections = new Map<string, string>();

beforeEach(() => {
  for (const role of ['AUTHOR', 'COMMITTER']) {
    vi.stubEnv(`GIT_${role}_NAME`, 'Ada');
    vi.stubEnv(`GIT_${role}_EMAIL`, 'ada@example.org');
  }
  redirect('https://git.example/', world.folder);
});

describe('every code is raised by its example, and by nothing but it', () => {
  test('there are entries for the codes of the table only', () => {
    expect(Object.keys({ ...examples, ...guards }).sort()).toEqual(Object.keys(codes).sort());
    expect(Object.keys(guards).filter(code => code in examples)).toEqual([]);
  });

  test.each(Object.entries(examples))('%s', async (code, example) => {
    makeLibrary(world.folder);
    const { codes: raised, rendered } = await example.raise(bin);
    expect([...new Set(raised)], rendered).toEqual([code]);
    sections.set(code, exampleText(example, stable(rendered)));
  });

  test('docs/errors.md says what they say', () => {
    expect([...sections.keys()].sort()).toEqual(Object.keys(examples).sort());
    if (process.env.UPDATE) writeFileSync(page, pageText());
    expect(readFileSync(page, 'utf8')).toBe(pageText());
  });
});

function pageText(): string {
  const parts = [intro];
  let folder = '';
  for (const [code, sentence] of Object.entries(codes) as [Code, string][]) {
    const [prefix = ''] = code.split('_');
    if (prefix !== folder) parts.push(`## ${title(prefix)}\n\n${folders[prefix]}\n`);
    folder = prefix;
    const said = `${sentence[0]?.toUpperCase()}${sentence.slice(1)}.`;
    parts.push(`### ${code}\n\n${said}\n\n${guards[code] ?? sections.get(code)?.trimEnd()}\n`);
  }
  return parts.join('\n');
}

function exampleText({ bad, language, repair }: Example, rendered: string): string {
  return `\`\`\`${language}\n${bad}\n\`\`\`\n\n\`\`\`text\n${rendered}\n\`\`\`\n\n${repair}\n`;
}

function title(prefix: string): string {
  return prefix[0] + prefix.slice(1).toLowerCase();
}

/** A message without what is different every time. */
function stable(text: string): string {
  return text
    .replaceAll(world.folder, 'FOLDER')
    .replace(
      /\(process \d+ on `[^`]+`\) since \S+Z/g,
      '(process 4711 on `desk`) since 2026-01-31T08:30:00.000Z',
    );
}

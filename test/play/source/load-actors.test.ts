import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import type { Actor } from '../../../src/action/index.ts';
import type { ActionContext } from '../../../src/play/index.ts';
import { findConfig, loadActors } from '../../../src/play/source/load-actors.ts';
import { tempFolder } from '../../git/upstream.ts';
import { failure, folderWith, isolate, play } from '../world.ts';

isolate();

/** The names of what a file with this text gives. */
async function names(text: string, file = 'actors.mjs'): Promise<string[]> {
  return (await loadActors(join(folderWith({ [file]: text }), file))).map(({ name }) => name);
}

/** What is wrong with a file of this text; its folder is `F`. */
async function fault(text: string, file = 'actors.ts') {
  const folder = folderWith({ [file]: text });
  const { code, message, hint } = await failure(() => loadActors(join(folder, file)));
  return { code, message: message.replaceAll(folder, 'F'), hint };
}

const shop = "{ name: 'shop', filter: 'shop.*', play() {} }";
const till = "{ name: 'till', actions: new Map() }";

const greet = `
interface Greeting { who: string }
enum Mood { Good = 'Good' }

export default ({ defineActor, p }: any) =>
  defineActor('greet', {
    hello: {
      summary: 'Says hello.',
      params: { who: p.text() },
      run: ({ who }: Greeting, actionContext: { say(text: string): void }) => actionContext.say(\`\${Mood.Good} morning, \${who}\`),
    },
  });
`;

describe('what a file exports by default', () => {
  test.each([
    ['a module', `export default ${shop}`, ['shop']],
    ['an actor', `export default ${till}`, ['till']],
    ['a list', `export default [${shop}, ${till}]`, ['shop', 'till']],
    ['an empty list', 'export default []', []],
    ['an object with actors', `export default { actors: [${till}, ${shop}] }`, ['till', 'shop']],
    ['an object with one actor', `export default { actors: ${till} }`, ['till']],
    ['a function', `export default hero => hero.defineActor('made', {})`, ['made']],
    ['an async function', `export default async () => ({ actors: [${shop}] })`, ['shop']],
    ['what it waited for', `const shop = await Promise.resolve(${shop});\nexport default shop`, ['shop']],
  ])('may be %s', async (_, text, expected) => {
    expect(await names(text)).toEqual(expected);
    expect(await names(text, 'actors.ts')).toEqual(expected);
  });

  test('may be CommonJS', async () => {
    expect(await names(`module.exports = [${shop}]`, 'actors.cjs')).toEqual(['shop']);
    expect(await names(`module.exports = ({ defineActor }) => defineActor('old', {})`, 'a.js')).toEqual([
      'old',
    ]);
  });

  test('may come from other files, and from TypeScript that Node cannot strip', async () => {
    const folder = folderWith({
      'main.ts': "import greet from './lib/greet';\nexport default greet",
      'lib/greet.ts': greet,
    });
    const actors = await loadActors(join(folder, 'main.ts'));
    expect(await play('!!greet.hello who:you', { actors: [...actors] })).toEqual(['Good morning, you']);
  });
});

test('a file imports `heroplay` where none is installed', async () => {
  const folder = folderWith({
    'actors.ts': `import { defineActor, HeroError, p, type ActionContext } from 'heroplay';
      import { nameFix } from 'heroplay/herolib';
      import { parse } from 'heroplay/script';
      import { dbSuite } from 'heroplay/testing';
      const count = (text: string): number => parse(text).actions.length;
      export default defineActor('count', {
        actions: {
          summary: 'Counts.',
          params: { text: p.text() },
          run({ text }, actionContext: ActionContext) {
            if (!text) throw new HeroError(nameFix('PLAY_FAILED'), typeof dbSuite);
            actionContext.say(String(count(text)));
          },
        },
      });`,
  });
  expect(() => createRequire(join(folder, 'x.js')).resolve('heroplay')).toThrow();
  const actors = await loadActors(join(folder, 'actors.ts'));
  expect(await play("!!count.actions text:'!!a.b'", { actors: [...actors] })).toEqual(['1']);
});

test('a file gets the `heroplay` that is installed beside it', async () => {
  const folder = folderWith({
    'actors.mjs': "import { defineActor } from 'heroplay';\nexport default defineActor()",
    'node_modules/heroplay/package.json': '{"name":"heroplay","type":"module","exports":"./own.js"}',
    'node_modules/heroplay/own.js': `export const defineActor = () => (${till})`,
  });
  expect((await loadActors(join(folder, 'actors.mjs'))).map(({ name }) => name)).toEqual(['till']);
});

test.each(['a.ts', 'a.mts', 'a.js', 'a.mjs', 'a.cjs'])('%s is read anew by each call', async name => {
  const exports = name === 'a.cjs' ? 'module.exports =' : 'export default';
  const folder = folderWith({ [name]: `${exports} ${shop}` });
  expect(await loadActors(join(folder, name))).toHaveLength(1);
  writeFileSync(join(folder, name), `#!/usr/bin/env hero\n${exports} [${shop}, ${till}]`);
  expect(await loadActors(join(folder, name))).toHaveLength(2);
});

test.each(['a.ts', 'a.mjs', 'a.cjs'])('%s is run once, also when it fails', async name => {
  const folder = folderWith({ [name]: `globalThis.heroRuns++;\nthrow new Error('no paint')` });
  vi.stubGlobal('heroRuns', 0);
  expect((await failure(() => loadActors(join(folder, name)))).message).toMatch(
    /:2 cannot be loaded: no paint$/,
  );
  expect(Reflect.get(globalThis, 'heroRuns')).toBe(1);
  vi.unstubAllGlobals();
});

test('nothing is written, whatever the environment asks for', async () => {
  const temporary = tempFolder();
  const folder = folderWith({ 'a.ts': greet, 'node_modules/x/index.js': '' });
  vi.stubEnv('TMPDIR', temporary);
  vi.stubEnv('JITI_FS_CACHE', 'true');
  vi.stubEnv('JITI_ESM_EVAL_TEMP_FILE', 'true');
  await loadActors(join(folder, 'a.ts'));
  expect(readdirSync(temporary)).toEqual([]);
  expect(readdirSync(folder, { recursive: true }).sort()).toEqual([
    'a.ts',
    'node_modules',
    'node_modules/x',
    'node_modules/x/index.js',
  ]);
});

describe('errors', () => {
  const expected = 'expected an actor or a module, but found';

  test('a file that is not there, and a folder', async () => {
    expect(await failure(() => loadActors('/no/actors.ts'))).toMatchObject({
      code: 'PLAY_ACTORS_FILE',
      message: expect.stringContaining('`/no/actors.ts`'),
      hint: expect.any(String),
    });
    expect(await failure(() => loadActors('/'))).toMatchObject({ code: 'PLAY_ACTORS_FILE' });
  });

  test.each([
    [
      'text that is no program',
      "\nexport default {\n  a: 'b\n};",
      ':3 cannot be loaded: ParseError: Unterminated string constant',
    ],
    ['an error', '\ninterface A {\n  a: 1 }\nthrow new Error("no paint")', ':4 cannot be loaded: no paint'],
    [
      'a function that fails',
      '\nexport default () => {\n  throw new Error("no paint");\n}',
      ':3 cannot be loaded: no paint',
    ],
    [
      'an import of nothing',
      "import x from 'no-such-package';\nexport default x",
      ":1 cannot be loaded: Cannot find module 'no-such-package'",
    ],
    ['something odd thrown', "throw '\\u001b[2J'", ' cannot be loaded: \\u{1B}[2J'],
  ])('%s', async (_, text, message) => {
    expect(await fault(text)).toEqual({
      code: 'PLAY_ACTORS_FILE',
      message: `F/actors.ts${message}`,
      hint: 'repair the file',
    });
  });

  test('one of ours keeps its hint', async () => {
    expect(await fault("export default hero => hero.defineActor('My Shop', {})")).toMatchObject({
      message: 'F/actors.ts:1 cannot be loaded: `My Shop` cannot be the name of an actor or action',
      hint: 'use a-z, 0-9 and `_`',
    });
  });

  test.each([
    ['', 'nothing'],
    ['export default false', 'a boolean'],
    ["export const colour = 'red'", 'an object with `colour`'],
    ['export default 7', 'a number'],
    ['export default () => () => 1', 'a function'],
    ['export default { actors: 1 }', 'a number'],
    [`export default [${shop}, [${till}]]`, 'a list at position 2 of its list'],
    ["export default { name: 'a', actions: {} }", 'an object with `name`, `actions`'],
    ["export default { name: 'a', play() {} }", 'an object with `name`, `play`'],
  ])('%j', async (text, found) => {
    const { message, hint } = await fault(text);
    expect(message).toBe(`\`F/actors.ts\` exports no actors: ${expected} ${found}`);
    expect(hint?.split('\n')).toHaveLength(4);
  });

  test('the example of the hint is one that works', async () => {
    const { hint = '' } = await fault('');
    const [actor] = await loadActors(join(folderWith({ 'a.mjs': hint.slice(hint.indexOf('\n')) }), 'a.mjs'));
    const said = await play('!!greet.hello who:you', { actors: [actor as Actor<ActionContext>] });
    expect(said).toEqual(['you']);
  });
});

describe('findConfig', () => {
  test('takes the first of its names that is a file', async () => {
    const folder = folderWith({ 'hero.config.mjs': '', 'hero.config.json': '' });
    expect(await findConfig(folder)).toBe(join(folder, 'hero.config.mjs'));
    for (const name of ['hero.config.js', 'hero.config.mts', 'hero.config.ts']) {
      writeFileSync(join(folder, name), '');
      expect(await findConfig(folder)).toBe(join(folder, name));
    }
  });

  test('passes over folders and links, and finds nothing where nothing is', async () => {
    const folder = folderWith({ 'other.ts': '' });
    mkdirSync(join(folder, 'hero.config.ts'));
    symlinkSync(join(folder, 'other.ts'), join(folder, 'hero.config.js'));
    expect(await findConfig(folder)).toBeUndefined();
    expect(await findConfig(join(folder, 'no'))).toBeUndefined();
  });
});

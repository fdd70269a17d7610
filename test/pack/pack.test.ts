import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Installed } from './installed.ts';

const project = path.resolve(import.meta.dirname, '../..');
const minutes = 60_000;

// It needs the package registry, so it runs when it is asked for: HERO_PACK=1, as `.ci/run` does.
describe.runIf(process.env.HERO_PACK === '1')('the package, installed elsewhere', () => {
  const installed = new Installed();
  const { folder } = installed;
  const run = (command: string, ...args: string[]) => installed.run(command, ...args);

  beforeAll(() => installed.install(), 5 * minutes);
  afterAll(() => installed.remove());

  const hero = (...args: string[]) => run(path.join(folder, 'node_modules/.bin/hero'), ...args);

  it('has the command', () => {
    const { version } = JSON.parse(readFileSync(path.join(project, 'package.json'), 'utf8'));
    expect(hero('--version')).toBe(`${version}\n`);
  });

  it('plays a script, and runs programs', () => {
    writeFileSync(
      path.join(folder, 'a.hero'),
      '!!config.set key:city value:Ghent\n!!config.get key:city\n!!exec.run cmd:echo args:run\n',
    );
    expect(hero('run', '-q', 'a.hero')).toBe('Ghent\nrun\n');
  });

  it('brings its examples along', () => {
    expect(hero('find', 'play.echo', 'node_modules/heroplay/examples/welcome.hero')).toContain(
      '!!play.echo ',
    );
  });

  it('has no files that nobody needs', () => {
    const listed = run('find', 'node_modules/heroplay', '-type', 'f').trim().split('\n');
    const roots = new Set(listed.map(file => file.split('/')[2]));
    expect([...roots].filter(root => !['dist', 'examples'].includes(root ?? '')).sort()).toEqual(
      ['CHANGELOG.md', 'LICENSE', 'README.md', 'package.json'].filter(file => roots.has(file)),
    );
    expect(listed.filter(file => /\.ts$/.test(file) && !/\.d\.ts$|\/examples\//.test(file))).toEqual([]);
  });

  it.each([
    ['heroplay', 'newSession'],
    ['heroplay/script', 'parse'],
    ['heroplay/testing', 'dbSuite'],
    ['heroplay/herolib', 'nameFix'],
  ])('import %s', (name, exported) => {
    const code = `import('${name}').then(all => console.log(typeof all.${exported}))`;
    expect(run(process.execPath, '-e', code)).toBe('function\n');
  });

  it('has types', () => {
    writeFileSync(
      path.join(folder, 'use.ts'),
      `import { defineActor, HeroError, newSession, p, type Session } from 'heroplay';
import { parse, print } from 'heroplay/script';

const greet = defineActor('greet', {
  hello: {
    summary: 'Says hello.',
    params: { who: p.text(), times: p.int().default(1) },
    run: ({ who, times }, { say }) => say(who.repeat(times)),
  },
});
const session: Session = await newSession({ playbookText: '!!greet.hello who:you', actors: [greet] });
await session.run();
const text: string = print(parse('!!a.b c:1'));
// @ts-expect-error: a name is no number
newSession({ contextName: 1 });
export { HeroError, text };
`,
    );
    const compilerOptions = {
      module: 'nodenext',
      target: 'es2023',
      strict: true,
      noEmit: true,
      types: ['node'],
      typeRoots: [path.join(project, 'node_modules/@types')],
    };
    writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['use.ts'] }));
    const tsc = path.join(project, 'node_modules/typescript/bin/tsc');
    expect(run(process.execPath, tsc, '-p', 'tsconfig.json')).toBe('');
  });
});

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../support/shared.ts';
import { Installed } from './installed.ts';

const minutes = 60_000;

const pages = [
  'README.md',
  'GRAMMAR.md',
  ...readdirSync(path.join(root, 'docs'), { encoding: 'utf8' }).map(name => `docs/${name}`),
].filter(name => name.endsWith('.md'));

/** The programs of a page, each with a file name that says where it stands; parts of programs are marked `fragment`. */
function programsOf(page: string): [file: string, text: string][] {
  const lines = readFileSync(path.join(root, page), 'utf8').split('\n');
  const starts = [...lines.keys()].filter(at => /^```ts(?!.*fragment)/.test(lines[at] ?? ''));
  return starts.map(at => {
    const end = lines.indexOf('```', at);
    const name = page.replace(/\.md$/, '').replaceAll('/', '-');
    // Each is a module of its own, also one without imports.
    return [`${name}-${at + 1}.ts`, `${lines.slice(at + 1, end).join('\n')}\nexport {};\n`];
  });
}

// It needs the package registry, so it runs when it is asked for: HERO_PACK=1, as `.ci/run` does.
describe.runIf(process.env.HERO_PACK === '1')('a project that uses the package', () => {
  const installed = new Installed();
  const programs = pages.flatMap(programsOf);

  beforeAll(() => {
    const { version } = JSON.parse(
      readFileSync(path.join(root, 'node_modules/@types/node/package.json'), 'utf8'),
    );
    installed.install(`@types/node@${version}`);
    for (const [file, text] of programs) writeFileSync(path.join(installed.folder, file), text);
    const all = ['heroplay', 'heroplay/script', 'heroplay/testing', 'heroplay/herolib'];
    const text = all.map((entry, at) => `import * as entry${at} from '${entry}';\nexport { entry${at} };\n`);
    writeFileSync(path.join(installed.folder, 'entries.ts'), text.join(''));
  }, 5 * minutes);

  afterAll(() => installed.remove());

  it('has the programs of all pages', () => {
    expect(programs.length).toBeGreaterThan(8);
  });

  const modules = [
    { module: 'nodenext' },
    { module: 'preserve', moduleResolution: 'bundler' },
    { module: 'esnext', moduleResolution: 'bundler' },
  ];
  const compilers = { '5.9': 'typescript-5', '7': 'typescript' };
  const cases = Object.entries(compilers).flatMap(([version, folder]) =>
    modules.map(options => ({ version, folder, ...options })),
  );

  it.each(cases)(
    'compiles every program of the pages with TypeScript $version and module $module',
    ({ version, folder, ...options }) => {
      const compilerOptions = {
        ...options,
        target: 'es2023',
        lib: ['es2023'],
        types: ['node'],
        strict: true,
        noEmit: true,
        skipLibCheck: false,
      };
      const config = `tsconfig-${version}-${options.module}.json`;
      const files = ['entries.ts', ...programs.map(([file]) => file)];
      writeFileSync(path.join(installed.folder, config), JSON.stringify({ compilerOptions, files }));
      const tsc = path.join(root, 'node_modules', folder, 'bin/tsc');
      expect(installed.run(process.execPath, tsc, '--version')).toContain(`Version ${version}.`);
      expect(messagesOf(() => installed.run(process.execPath, tsc, '-p', config))).toBe('');
    },
    5 * minutes,
  );
});

/** What a compiler prints, also when it fails. */
function messagesOf(run: () => string): string {
  try {
    return run();
  } catch (error) {
    return String((error as { stdout?: string }).stdout ?? error);
  }
}

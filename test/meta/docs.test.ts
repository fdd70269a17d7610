import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codes } from '../../src/base/index.ts';
import { format, parse } from '../../src/script/index.ts';
import { root } from '../support/shared.ts';

/**
 * The blocks of a page are run in the order of the page, in one temporary folder that is also the home:
 * `heroscript` must parse (and is written to `file=…` if it says so, as `js` is), `ts` must run and print the `text` block that
 * follows it, `console` holds `$ commands` and exactly what they print.
 */
interface Block {
  language: string;
  info: string;
  text: string;
  line: number;
}

const pages = [...readdirSync(root), ...readdirSync(join(root, 'docs')).map(name => `docs/${name}`)].filter(
  name => name.endsWith('.md'),
);

function blocksOf(page: string): Block[] {
  const blocks: Block[] = [];
  let open: Block | undefined;
  for (const [at, line] of readFileSync(join(root, page), 'utf8').split('\n').entries()) {
    const fence = /^```(\w*) ?(.*)$/.exec(line);
    if (open && line === '```') [open] = [undefined, blocks.push(open)];
    else if (open) open.text += `${line}\n`;
    else if (fence) open = { language: fence[1] ?? '', info: fence[2] ?? '', text: '', line: at + 1 };
  }
  return blocks;
}

let bin: string;

beforeAll(() => {
  if (!existsSync(join(root, 'dist/hero.js')))
    execFileSync('npm', ['run', 'build'], { cwd: root, stdio: 'ignore' });
  bin = mkdtempSync(join(tmpdir(), 'hero-bin-'));
  writeFileSync(
    join(bin, 'hero'),
    `#!/bin/sh\nexec "${process.execPath}" "${join(root, 'dist/hero.js')}" "$@"\n`,
  );
  chmodSync(join(bin, 'hero'), 0o755);
});

afterAll(() => rmSync(bin, { recursive: true, force: true }));

describe.each(pages)('%s', page => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'hero-docs-')));
  const env = { ...process.env, HOME: folder, HERO_HOME: '', HERO_CODEROOT: '', NO_COLOR: '1' };
  const blocks = blocksOf(page);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('every link to a file of the project leads somewhere', () => {
    const text = readFileSync(join(root, page), 'utf8')
      .replace(/^```[\s\S]*?^```$/gm, '')
      .replace(/`[^`]*`/g, '');
    for (const [, target = ''] of text.matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g))
      expect(existsSync(join(root, dirname(page), target)), target).toBe(true);
  });

  for (const [at, block] of blocks.entries()) {
    if (block.language === 'heroscript') {
      test(`line ${block.line}: the script parses`, () => {
        expect(parse(block.text).diagnostics).toEqual([]);
        if (block.info.includes('canonical')) expect(format(block.text)).toBe(block.text);
        const [, file] = /file=(\S+)/.exec(block.info) ?? [];
        if (file) write(join(folder, file), block.text);
      });
    }
    const [, program] = /file=(\S+)/.exec(block.language === 'js' ? block.info : '') ?? [];
    if (program !== undefined) {
      test(`line ${block.line}: the program can be read`, () => {
        write(join(folder, program), block.text);
        const { stderr } = spawnSync(process.execPath, ['--check', '--input-type=module'], {
          input: block.text,
          encoding: 'utf8',
        });
        expect(stderr).toBe('');
      });
    }
    if (block.language === 'ts' && !block.info.includes('fragment')) {
      test(`line ${block.line}: the program runs`, async () => {
        const output = await runProgram(block.text, folder, env);
        const next = blocks[at + 1];
        if (next?.language === 'text') expect(output).toBe(next.text);
      });
    }
    if (block.language === 'console' && block.text.includes('$ hero') && page !== 'docs/command.md') {
      test(`line ${block.line}: the commands print what stands there`, () => {
        expect(runConsole(block.text, folder, { ...env, PATH: `${bin}:${process.env.PATH}` })).toBe(
          block.text,
        );
      });
    }
  }
});

describe('identifiers in backticks', () => {
  /** Paths that a page invents for an example, or that are in a home or a store. */
  const invented = [/^\.store\//, /^contexts\//, /^notes\/a\.txt$/];
  const prefixes = new Set(Object.keys(codes).map(code => code.split('_')[0]));
  const sources = filesBelow('src').filter(path => path.endsWith('.ts'));
  const sourceText = sources.map(path => readFileSync(join(root, path), 'utf8')).join('\n');

  function isFile(path: string): boolean {
    return ['', 'src'].some(folder => existsSync(join(root, folder, path)));
  }

  /** Names in capitals that are neither a code nor a variable that the source reads, and paths of files that are missing. */
  function unknownIn(quoted: readonly string[]): string[] {
    const names = quoted.flatMap(text => text.match(/\b[A-Z]+(?:_[A-Z]+)+\b/g) ?? []);
    const paths = quoted.filter(text => /^(?:[\w.@-]+\/)+[\w.-]+\.[a-z]{2,5}$/.test(text));
    return [
      ...names.filter(name => !(name in codes) && (prefixes.has(name.split('_')[0]) || !isVariable(name))),
      ...paths.filter(path => !isFile(path) && !invented.some(pattern => pattern.test(path))),
    ];
  }

  function isVariable(name: string): boolean {
    // `HERO_ANSWER_…` is made from the id of a question, `…_FILE` from the name of a variable.
    return name.startsWith('HERO_ANSWER_') || sourceText.includes(name.replace(/_FILE$/, ''));
  }

  function quotedIn(text: string): string[] {
    return [...text.matchAll(/`([^`\n]+)`/g)].map(([, quoted = '']) => quoted);
  }

  const written = [
    ...readdirSync(root).filter(name => name.endsWith('.md')),
    ...[...filesBelow('docs'), ...filesBelow('.github')].filter(name => name.endsWith('.md')),
  ];

  test.each(written)('%s names only codes, variables and files that exist', page => {
    const prose = readFileSync(join(root, page), 'utf8').replace(/^```[\s\S]*?^```$/gm, '');
    expect(unknownIn(quotedIn(prose))).toEqual([]);
  });

  test('docs/plan.md quotes the unknown changes as the source has them', () => {
    const page = readFileSync(join(root, 'docs/plan.md'), 'utf8');
    const table = page.split('| it says | because |')[1]?.split('\n\n')[0] ?? '';
    const said = [...table.matchAll(/^\| `([^`]+?)(?: …)?` \|/gm)].map(([, text = '']) => text);
    expect(said).toHaveLength(4);
    expect(said.filter(text => !sourceText.includes(text))).toEqual([]);
  });
});

test('README shows the first look as it is', () => {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const home = mkdtempSync(join(tmpdir(), 'hero-welcome-'));
  const env = {
    ...process.env,
    HOME: home,
    HERO_HOME: '',
    HERO_CODEROOT: '',
    NO_COLOR: '1',
    PATH: `${bin}:${process.env.PATH}`,
  };
  const { stdout } = spawnSync('sh', ['-c', 'hero run examples/welcome.hero 2>&1'], {
    cwd: root,
    env,
    encoding: 'utf8',
  });
  rmSync(home, { recursive: true, force: true });
  expect(readme).toContain(
    `\`\`\`heroscript\n${readFileSync(join(root, 'examples/welcome.hero'), 'utf8')}\`\`\`\n`,
  );
  expect(readme).toContain(`$ npm ci && npx hero run examples/welcome.hero\n${stdout}\`\`\`\n`);
});

/** The files below a folder of the project, as paths from its root. */
function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => relative(root, join(entry.parentPath, entry.name)));
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

async function runProgram(text: string, folder: string, env: NodeJS.ProcessEnv): Promise<string> {
  const outfile = join(folder, `program-${Math.random().toString(36).slice(2)}.mjs`);
  await build({
    stdin: { contents: text, resolveDir: root, loader: 'ts' },
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    logLevel: 'silent',
    alias: {
      heroplay: join(root, 'src/index.ts'),
      'heroplay/script': join(root, 'src/script/index.ts'),
      'heroplay/testing': join(root, 'src/testing/index.ts'),
      'heroplay/herolib': join(root, 'src/herolib.ts'),
    },
    external: ['execa', '@clack/prompts'],
  });
  const { stdout, stderr, status } = spawnSync(process.execPath, [outfile], {
    cwd: folder,
    env,
    encoding: 'utf8',
  });
  expect(`${stderr}${status}`).toBe('0');
  return stdout;
}

/** Runs each `$ command` and gives the block as it should stand: commands with what they print on both channels. */
function runConsole(text: string, folder: string, env: NodeJS.ProcessEnv): string {
  const commands = text.split('\n').filter(line => line.startsWith('$ '));
  return commands
    .map(command => {
      const { stdout } = spawnSync('sh', ['-c', `{ ${command.slice(2)}\n} 2>&1`], {
        cwd: folder,
        env,
        encoding: 'utf8',
      });
      return `${command}\n${stdout}`;
    })
    .join('');
}

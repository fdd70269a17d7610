import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, describe, expect, test } from 'vitest';
import { runGit, tempFolder } from './git/upstream.ts';
import { writeFiles } from './play/world.ts';
import { buildCommand, shell } from './support/command.ts';
import { root } from './support/shared.ts';

const examples = readdirSync(join(root, 'examples'));
const command = buildCommand();

/** A home, a coderoot and no settings of the person who runs the tests. */
function worldOf(home: string): Record<string, string> {
  return {
    HOME: home,
    HERO_HOME: join(home, 'hero'),
    HERO_CODEROOT: join(home, 'code'),
    GIT_CONFIG_GLOBAL: '/dev/null',
  };
}

describe('a script of the examples', () => {
  const scripts = examples.filter(name => name.endsWith('.hero'));

  test('is there', () => {
    expect(scripts).toContain('welcome.hero');
  });

  test.each(scripts)('%s plays to its end, in any home, and again', async name => {
    const home = tempFolder();
    for (let time = 1; time <= 2; time++) {
      const { code, out, err } = await shell(
        command,
        `cd "$HOME" && hero run '${root}/examples/${name}'`,
        worldOf(home),
      );
      expect([code, err]).toEqual([0, expect.stringMatching(/actions? played/)]);
      expect(out).not.toBe('');
    }
  });
});

describe('a program of the examples', () => {
  /** The program as Node runs it, with the library of the present source; it lies where it finds its dependencies. */
  async function program(name: string): Promise<string> {
    const cache = join(root, 'node_modules/.cache');
    mkdirSync(cache, { recursive: true });
    const folder = mkdtempSync(join(cache, 'example-'));
    afterAll(() => rmSync(folder, { recursive: true, force: true }));
    const outfile = join(folder, name.replace(/\.ts$/, '.mjs'));
    await build({
      entryPoints: [join(root, 'examples', name)],
      outfile,
      bundle: true,
      format: 'esm',
      platform: 'node',
      target: 'node20.19',
      external: ['execa'],
      alias: { heroplay: join(root, 'src/index.ts') },
      logLevel: 'silent',
    });
    return outfile;
  }

  test('is covered here, each', () => {
    expect(examples.filter(name => name.endsWith('.ts'))).toEqual(['play-git.ts']);
  });

  test('play-git.ts loops over the gittools actions of its own text, or of a script', async () => {
    const file = await program('play-git.ts');
    const home = tempFolder();
    for (const place of ['github/ada/heroplay', 'github/eve/tools']) {
      mkdirSync(join(home, 'code', place), { recursive: true });
      runGit(join(home, 'code', place), 'init', '-q');
    }
    const own = await shell(command, `node '${file}'`, worldOf(home));
    expect([own.code, own.err]).toEqual([0, '']);
    expect(own.out).toMatch(
      /^all checkouts:\n {2}github\/ada\/heroplay\n {2}github\/eve\/tools\ncheckouts of heroplay:\n {2}github\/ada\/heroplay\n\nthis session as a script:\n!!core\.session_define/,
    );
    expect(own.out).toContain(
      "\n!!session.env_set key:REPO value:heroplay\n!!gittools.list\n!!gittools.list repo:'{REPO}'\n",
    );
    writeFiles(home, { 'a.hero': '!!gittools.list repo:tools\n' });
    const other = await shell(command, `node '${file}' '${join(home, 'a.hero')}'`, worldOf(home));
    expect(other.out).toMatch(/^checkouts of tools:\n {2}github\/eve\/tools\n\n/);
  });
});

// Builds dist/: the library with tsc (one module per source file, with types) and the command with
// esbuild (few files, because they start faster than a hundred; what is not needed to start is a chunk).
// `node build.mjs DIR` builds the command alone, into DIR: that is how tests get the command of the present source.
import { execFileSync } from 'node:child_process';
import { chmodSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';

const [outdir = 'dist'] = process.argv.slice(2);

if (outdir === 'dist') {
  const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');
  rmSync('dist', { recursive: true, force: true });
  execFileSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], { stdio: 'inherit' });
}
await build({
  entryPoints: { hero: 'src/cli/hero.ts' },
  outdir,
  bundle: true,
  splitting: true,
  chunkNames: 'hero-[name]-[hash]',
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  external: ['execa', '@clack/prompts', 'jiti', 'lmdb', 'age-encryption'],
  // The option parser is CommonJS, and asks for modules of Node only.
  banner: { js: 'const require = process.getBuiltinModule;' },
  minifySyntax: true,
  minifyIdentifiers: true,
  minifyWhitespace: true,
  legalComments: 'none',
});
chmodSync(join(outdir, 'hero.js'), 0o755);

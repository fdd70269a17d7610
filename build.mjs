// Builds dist/: the library with tsc (one module per source file, with types) and the command with
// esbuild (one file, because one file starts faster than a hundred; what is not needed to start is a chunk).
import { execFileSync } from 'node:child_process';
import { chmodSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';

const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');

rmSync('dist', { recursive: true, force: true });
execFileSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], { stdio: 'inherit' });
await build({
  entryPoints: { hero: 'src/cli/hero.ts' },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  chunkNames: 'hero-[name]-[hash]',
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  external: ['execa', '@clack/prompts'],
  banner: { js: "#!/usr/bin/env node\nimport { createRequire as heroRequire } from 'node:module'; const require = heroRequire(import.meta.url);" },
  minifySyntax: true,
  legalComments: 'none',
});
chmodSync('dist/hero.js', 0o755);

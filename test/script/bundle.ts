import { join } from 'node:path';
import { build } from 'esbuild';
import { root } from '../support/shared.ts';

/** The room `script` as one file, with its exports in the global `script`: what a browser would load. */
export async function bundleScript(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(root, 'src/script/index.ts')],
    bundle: true,
    minify: true,
    format: 'iife',
    globalName: 'script',
    platform: 'neutral',
    write: false,
  });
  return outputFiles[0]?.text ?? '';
}

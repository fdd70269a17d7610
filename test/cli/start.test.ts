import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../support/shared.ts';

/** The packages that a file and all that it imports load at once; `import()` and imports of types are not followed. */
function packagesOf(file: string, seen = new Set<string>()): Set<string> {
  const packages = new Set<string>();
  if (seen.has(file)) return packages;
  seen.add(file);
  const statements = readFileSync(file, 'utf8').matchAll(
    /^(?:import|export) (?!type )[^;]*?from '([^']+)';/gm,
  );
  for (const [, target = ''] of statements) {
    if (!target.startsWith('.')) packages.add(target);
    else for (const each of packagesOf(resolve(dirname(file), target), seen)) packages.add(each);
  }
  return packages;
}

test.each(['main.ts', 'program.ts', 'commands/run/run-script.ts'])('%s starts without string-width', file => {
  expect([...packagesOf(resolve(root, 'src/cli', file))]).not.toContain('string-width');
});

test('what draws text does import it', () => {
  expect([...packagesOf(resolve(root, 'src/cli/terminal/table.ts'))]).toContain('string-width');
});

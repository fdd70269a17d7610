import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tempFolder } from '../git/upstream.ts';
import { type Canary, canaries, formsOf } from './canaries.ts';
import { scan, scanFolder } from './scan.ts';

// A scan that finds nothing is worth what it would find.
const all = Object.keys(canaries) as Canary[];

test('there are twenty secrets and more, and none of them is a part of another', () => {
  expect(all.length).toBeGreaterThan(20);
  for (const one of all)
    for (const other of all)
      expect(scan(canaries[one], '').some(hit => hit.startsWith(`${other} `))).toBe(one === other);
});

test.each(all)('%s is found in each of its forms, in a text and in a file', canary => {
  const path = join(tempFolder(), 'log');
  for (const [form, text] of Object.entries(formsOf(canaries[canary]))) {
    expect(scan(`so it is: <${text}>`, 'stdout')).toContain(`${canary} as ${form} in stdout`);
    writeFileSync(path, `a line\n{"is":"${text}="}\n`);
    expect(scanFolder(join(path, '..'))).toContain(`${canary} as ${form} in ${path}`);
    expect(scanFolder(join(path, '..'), [path])).toEqual([]);
  }
});

test('a secret is found that a terminal has broken into lines, and in the name of a file', () => {
  expect(scan(canaries.token.replace('+', '+\n'), 'screen')).toContain('token as plain in screen');
  const folder = tempFolder();
  writeFileSync(join(folder, encodeURIComponent(canaries.token)), '');
  expect(scanFolder(folder).join()).toContain('token as URL in the name');
});

test('there is nothing to find in what is masked', () => {
  expect(scan('{"text":"!!mail.send word:\'[secret]\' url:https://***@h/x"}\n', 'stdout')).toEqual([]);
});

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { root } from '../support/shared.ts';

const src = join(root, 'src');
const architecture = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8');

/** Room to the rooms it may import, as the table says. */
const rooms = new Map(
  [...architecture.matchAll(/^\| `(\w+)` \| ([^|]+) \|/gm)].map(([, room, allowed]) => [
    room as string,
    (allowed as string).trim() === '–' ? [] : (allowed as string).split(',').map(word => word.trim()),
  ]),
);

const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.ts'));

function importsOf(file: string): string[] {
  const text = readFileSync(join(src, file), 'utf8');
  return [...text.matchAll(/(?:from|import\()\s*'([^']+)'|^import '([^']+)'/gm)].map(
    ([, a, b]) => (a ?? b) as string,
  );
}

function roomOf(path: string): string {
  const [first = ''] = path.split('/');
  return first.replace(/\.ts$/, '');
}

describe('the table of rooms in ARCHITECTURE.md', () => {
  test('names every folder under src/, and no other', () => {
    const found = new Set(files.map(roomOf));
    expect([...rooms.keys()].sort()).toEqual([...found].sort());
  });

  test.each(files)('holds for %s', file => {
    const room = roomOf(file);
    for (const target of importsOf(file)) {
      if (!target.startsWith('.')) continue;
      const other = roomOf(relative(src, resolve(join(src, dirname(file)), target)));
      if (other !== room) expect(rooms.get(room), `${file} imports ${target}`).toContain(other);
    }
  });

  test.each(files.filter(file => /^(base|script|params|action)\//.test(file)))(
    '%s imports nothing of Node and no package',
    file => {
      const foreign = importsOf(file).filter(target => !target.startsWith('.'));
      // The one hash of all folders is a library that needs nothing either.
      expect(foreign.filter(target => file !== 'base/hash.ts' || !/^@noble\//.test(target))).toEqual([]);
    },
  );

  test.each(files.filter(file => !/^(sys)\//.test(file)))('%s leaves processes and clocks to sys', file => {
    const text = readFileSync(join(src, file), 'utf8');
    expect(text).not.toMatch(/node:child_process|Date\.now\(|new Date\(\)|from 'execa'/);
  });
});

test('every path that ARCHITECTURE.md names exists', () => {
  const paths = [
    ...architecture.matchAll(
      /`((?:src|test|docs|cli|play|script|base|git|sys|action|actors|store)\/[\w./-]*\.\w+)`/g,
    ),
  ].map(([, path]) => path as string);
  expect(paths.length).toBeGreaterThan(15);
  const exists = (path: string) => {
    try {
      readFileSync(path);
      return true;
    } catch {
      return false;
    }
  };
  for (const path of paths) expect(exists(join(root, path)) || exists(join(src, path)), path).toBe(true);
});

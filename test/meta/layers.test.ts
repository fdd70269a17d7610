import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { root } from '../support/shared.ts';

const src = join(root, 'src');
const architecture = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8');

/** Folder to the folders that it may import, as the table says; a sub-folder is a folder of its own. */
const folders = new Map(
  [...architecture.matchAll(/^\| `([\w/-]+)` \| ([^|]+) \|/gm)].map(([, folder, allowed]) => [
    folder as string,
    (allowed as string).trim() === '–' ? [] : (allowed as string).split(',').map(word => word.trim()),
  ]),
);

const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.ts'));
/** Folders whose sub-folders have rows of their own in the table. */
const divided = new Set([...folders.keys()].filter(name => name.includes('/')).map(name => dirname(name)));

function importsOf(file: string): string[] {
  const text = readFileSync(join(src, file), 'utf8');
  return [...text.matchAll(/(?:from|import\()\s*'([^']+)'|^import '([^']+)'/gm)].map(
    ([, a, b]) => (a ?? b) as string,
  );
}

/** The folder of the table that a file belongs to. */
function folderOf(file: string): string {
  const [first = '', second = ''] = file.split('/');
  if (first.endsWith('.ts')) return first.replace(/\.ts$/, '');
  return divided.has(first) && !second.endsWith('.ts') ? `${first}/${second}` : first;
}

/** The files that a file imports, types included. */
function targetsOf(file: string): string[] {
  return importsOf(file)
    .filter(target => target.startsWith('.'))
    .map(target => relative(src, resolve(join(src, dirname(file)), target)));
}

describe('the table of folders in ARCHITECTURE.md', () => {
  test('names every folder under src/, and no other', () => {
    expect([...folders.keys()].sort()).toEqual([...new Set(files.map(folderOf))].sort());
  });

  test('has no two folders that may import each other, directly or through others', () => {
    const reached = (from: string, seen = new Set<string>()): Set<string> => {
      for (const next of folders.get(from) ?? []) {
        if (seen.has(next)) continue;
        seen.add(next);
        reached(next, seen);
      }
      return seen;
    };
    for (const folder of folders.keys()) expect([...reached(folder)], folder).not.toContain(folder);
  });

  test.each(files)('holds for %s', file => {
    const folder = folderOf(file);
    for (const target of targetsOf(file)) {
      const other = folderOf(target);
      if (other !== folder) expect(folders.get(folder), `${file} imports ${target}`).toContain(other);
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

  test.each(files.filter(file => /^play\/(playbook|inspect|plan)\//.test(file) && !/plan-file/.test(file)))(
    '%s needs no machine: it imports nothing of Node, sys, store and git',
    file => {
      expect(importsOf(file).filter(target => !target.startsWith('.'))).toEqual([]);
      expect(targetsOf(file).filter(target => /^(sys|store|git)\//.test(target))).toEqual([]);
    },
  );

  test.each(files.filter(file => !/^(sys)\//.test(file)))('%s leaves processes and clocks to sys', file => {
    const text = readFileSync(join(src, file), 'utf8');
    expect(text).not.toMatch(/node:child_process|Date\.now\(|new Date\(\)|from 'execa'/);
  });
});

describe('the files under src/', () => {
  test('import each other in no circle, types included', () => {
    const state = new Map<string, 'open' | 'closed'>();
    const circles: string[] = [];
    const visit = (file: string, path: readonly string[]): void => {
      if (state.get(file) === 'closed') return;
      if (state.get(file) === 'open') {
        circles.push([...path.slice(path.indexOf(file)), file].join(' → '));
        return;
      }
      state.set(file, 'open');
      for (const target of targetsOf(file)) visit(target, [...path, file]);
      state.set(file, 'closed');
    };
    for (const file of files) visit(file, []);
    expect(circles).toEqual([]);
  });

  test('lie at most twenty in a folder', () => {
    const counts = new Map<string, number>();
    for (const file of files) counts.set(dirname(file), (counts.get(dirname(file)) ?? 0) + 1);
    expect([...counts].filter(([, count]) => count > 20)).toEqual([]);
  });

  test('declare and export no name in two of them', () => {
    const places = new Map<string, string[]>();
    const declared =
      /^export (?:declare )?(?:abstract )?(?:async )?(?:function\*?|class|const|let|interface|type|enum) (\w+)/gm;
    for (const file of files) {
      const text = readFileSync(join(src, file), 'utf8');
      const names = new Set([...text.matchAll(declared)].map(([, name]) => name as string));
      for (const name of names) places.set(name, [...(places.get(name) ?? []), file]);
    }
    expect(places.size).toBeGreaterThan(300);
    expect([...places].filter(([, where]) => where.length > 1)).toEqual([]);
  });
});

test('every path that ARCHITECTURE.md names exists', () => {
  const paths = [
    ...architecture.matchAll(
      /`((?:src|test|docs|cli|play|script|base|git|sys|action|actors|store|params)\/[\w./-]*\.\w+)`/g,
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

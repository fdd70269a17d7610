import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseGitUrl, resolveRef } from '../../src/git/index.ts';
import { isCommitId, isRefName } from '../../src/git/ref-name.ts';
import { runGit } from './upstream.ts';

const gitAccepts = (name: string): boolean => {
  try {
    runGit('/', 'check-ref-format', '--branch', name);
    return true;
  } catch {
    return false;
  }
};

describe('isRefName', () => {
  test.each([
    'main',
    'feature/x',
    'v1.2.3',
    'ünï',
    'a@b',
    'a-b_c+d',
    'x/@',
    '-x',
    'a..b',
    'a.',
    '.a',
    'a/.b',
    'a.lock',
  ])('agrees with git about %s', name => expect(isRefName(name)).toBe(gitAccepts(name)));

  test.each([
    'a b',
    'a~1',
    'a^',
    'a:b',
    'a?',
    'a*',
    'a[',
    'a\\b',
    'a@{1}',
    'a//b',
    '/a',
    'a/',
    'a.lock/b',
    'a\tb',
  ])('like git, refuses %j', name => expect([isRefName(name), gitAccepts(name)]).toEqual([false, false]));

  test('the empty name is none, and `@` is short for HEAD', () => {
    expect(isRefName('')).toBe(false);
    expect(isRefName('@')).toBe(false);
  });
});

test('commit ids are hexadecimal and not too short', () => {
  expect(['abcdef0', 'A1B2C3D4', 'a'.repeat(40)].every(isCommitId)).toBe(true);
  expect(['abcdef', 'xyzxyzx', 'a'.repeat(65), ''].some(isCommitId)).toBe(false);
});

describe('resolveRef', () => {
  const url = parseGitUrl('github/ada/engine/tree/feature/x/docs/a.md');

  test.each([
    [['main', 'feature/x'], 'feature/x', 'docs/a.md'],
    [['feature'], 'feature', 'x/docs/a.md'],
    [['feature', 'feature/x', 'feature/x/docs'], 'feature/x/docs', 'a.md'],
    [['feature/x/docs/a.md'], 'feature/x/docs/a.md', ''],
    [['feature/x/d', 'x'], 'feature', 'x/docs/a.md'],
    [[], 'feature', 'x/docs/a.md'],
  ])('among %j', (refs, branch, path) => {
    expect(resolveRef(url, refs)).toMatchObject({ branch, path });
  });

  test('branch and path together are always the text behind the marker', () => {
    const part = fc.constantFrom('a', 'b', 'c');
    const parts = fc.array(part, { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(parts, fc.array(parts), (tail, refs) => {
        const names = refs.map(each => each.join('/'));
        const { branch, path } = resolveRef(parseGitUrl(`github/ada/engine/tree/${tail.join('/')}`), names);
        expect([branch, path].filter(text => text !== '').join('/')).toBe(tail.join('/'));
        for (const name of names) {
          if (`${tail.join('/')}/`.startsWith(`${name}/`))
            expect(branch.length).toBeGreaterThanOrEqual(name.length);
        }
      }),
    );
  });
});

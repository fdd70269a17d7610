import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { resolvePath } from '../../../src/params/value/path.ts';
import { thrown } from '../thrown.ts';

const places = { base: '/work/site', home: '/home/ada' };
const rooted = { ...places, root: '/srv/data' };

describe('without a root', () => {
  test.each([
    ['', '/work/site'],
    ['notes/a.md', '/work/site/notes/a.md'],
    ['./x/../y//z/', '/work/site/y/z'],
    ['../../../up', '/up'],
    ['/etc/./hosts', '/etc/hosts'],
    ['~', '/home/ada'],
    ['~/code', '/home/ada/code'],
    ['~/../bob', '/home/bob'],
    ['/srv/a~b', '/srv/a~b'],
    ['docs/~/x', '/work/site/docs/~/x'],
    ['~bob/x', '/work/site/~bob/x'],
    ['a\\b', '/work/site/a\\b'],
  ])('%j is %s', (text, path) => {
    expect(resolvePath(text, places)).toBe(path);
  });
});

describe('with a root', () => {
  test.each([
    ['', '/srv/data'],
    ['a/b', '/srv/data/a/b'],
    ['a/../b', '/srv/data/b'],
    ['/srv/data/x', '/srv/data/x'],
    ['/srv/other/../data/x', '/srv/data/x'],
    ['./~odd', '/srv/data/~odd'],
  ])('%j is %s', (text, path) => {
    expect(resolvePath(text, rooted)).toBe(path);
  });

  test.each([
    '..',
    '../data2',
    '../../etc/passwd',
    'sub/../../out',
    '/srv/database',
    '/proc/self/environ',
    '~',
    '~/x',
    '~root/.ssh',
    'C:\\Windows\\x',
    'c:/x',
    '\\\\host\\share',
    'a\\..\\..\\b',
  ])('%j leads out', text => {
    const error = thrown(() => resolvePath(text, rooted));
    expect(error.code).toBe('PARAMS_OUTSIDE_ROOT');
    expect(error.message).toContain('expected one below `/srv/data`');
  });

  test('home is fine when it lies inside', () => {
    expect(resolvePath('~/x', { ...places, root: '/home/' })).toBe('/home/ada/x');
  });

  test('the top of the file system holds everything', () => {
    expect(resolvePath('../../etc', { ...places, root: '/' })).toBe('/etc');
  });

  const piece = fc.constantFrom(
    '..',
    '.',
    '',
    '~',
    '~x',
    'a',
    'srv',
    'data',
    'data2',
    'C:',
    '\\',
    '\\..',
    ' ',
    '%2e%2e',
  );

  test('nothing ever leaves it', () => {
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 8 }),
        fc.constantFrom('/srv/data', '/srv/data/', '/'),
        (pieces, root) => {
          let path: string;
          try {
            path = resolvePath(pieces.join('/'), { ...places, root });
          } catch (error) {
            expect(error).toMatchObject({ code: 'PARAMS_OUTSIDE_ROOT' });
            return;
          }
          expect(`${path}/`.startsWith(root === '/' ? '/' : '/srv/data/')).toBe(true);
          expect(path.split('/')).not.toContain('..');
          expect(resolvePath(path, { ...places, root })).toBe(path);
        },
      ),
      { numRuns: 2000 },
    );
  });
});

test.each([places, rooted])('a NUL is refused', given => {
  const error = thrown(() => resolvePath('a\0b', given));
  expect(error.code).toBe('PARAMS_BAD_PATH');
  expect(error.message).toContain('`a\\u{0}b`');
});

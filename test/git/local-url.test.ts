import { describe, expect, test } from 'vitest';
import { assertLocalAllowed, parseGitUrl, resolveLocal } from '../../src/git/index.ts';
import { codeOf } from './upstream.ts';

const places = { base: '/work/site', home: '/home/ada' };

describe('local repositories', () => {
  test.each([
    ['/srv/team/engine', 'team', 'engine', '/srv/team/engine'],
    ['/srv/team/engine.git/', 'team', 'engine', '/srv/team/engine.git'],
    ['/srv/team/engine/.git', 'team', 'engine', '/srv/team/engine/.git'],
    ['/srv//team/./engine', 'team', 'engine', '/srv/team/engine'],
    ['/engine', 'root', 'engine', '/engine'],
    ['./engine', 'site', 'engine', '/work/site/engine'],
    ['../engine', 'work', 'engine', '/work/engine'],
    ['.', 'work', 'site', '/work/site'],
    ['..', 'root', 'work', '/work'],
    ['~/engine', 'ada', 'engine', '/home/ada/engine'],
    ['~', 'home', 'ada', '/home/ada'],
    ['file:///srv/my%20team/engine', 'my team', 'engine', '/srv/my team/engine'],
    ['FILE://localhost/srv/team/Engine', 'team', 'Engine', '/srv/team/Engine'],
    ['/srv/c#/what?', 'c#', 'what?', '/srv/c#/what?'],
    ['/srv/My Team/engine', 'My Team', 'engine', '/srv/My Team/engine'],
  ])('%s', (text, account, name, local) => {
    const url = parseGitUrl(text);
    expect(url).toMatchObject({ scheme: 'local', provider: 'local', branch: '', path: '', anchor: '' });
    expect(resolveLocal(url, places)).toMatchObject({ provider: 'local', account, name, local });
  });

  test('what only the place can tell is empty until it is resolved', () => {
    expect(parseGitUrl('../engine')).toMatchObject({ account: '', name: 'engine', local: '../engine' });
    expect(parseGitUrl('..')).toMatchObject({ account: '', name: '' });
  });

  test('a path that leads to no name is refused', async () => {
    expect(await codeOf(() => resolveLocal(parseGitUrl('../..'), places))).toBe('GIT_BAD_URL');
    expect(await codeOf(() => parseGitUrl('/srv/team/-engine'))).toBe('GIT_BAD_URL');
    expect(await codeOf(() => parseGitUrl('file:///srv/%zz'))).toBe('GIT_BAD_URL');
  });

  test('other URLs are left alone', () => {
    const url = parseGitUrl('github/ada/engine');
    expect(resolveLocal(url, places)).toBe(url);
  });
});

describe('assertLocalAllowed', () => {
  test.each(['file:///etc', '/home/ada/private', '../other', '~/engine'])(
    'refuses %s where it is not allowed',
    async text => {
      const url = parseGitUrl(text);
      expect(await codeOf(() => assertLocalAllowed(url, false))).toBe('GIT_LOCAL_REFUSED');
      expect(await codeOf(() => assertLocalAllowed(url, true))).toBe('none');
    },
  );

  test('remote URLs are always allowed', async () => {
    expect(await codeOf(() => assertLocalAllowed(parseGitUrl('github/ada/engine'), false))).toBe('none');
  });
});

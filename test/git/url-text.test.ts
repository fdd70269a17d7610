import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cloneUrl, httpsUrl, parseGitUrl, sshUrl, urlKey, urlLabel, webUrl } from '../../src/git/index.ts';
import { codeOf } from './upstream.ts';

test.each([
  [
    'github/ada/engine',
    'https://github.com/ada/engine',
    'git@github.com:ada/engine.git',
    'https://github.com/ada/engine',
  ],
  ['http://h.org:80/a/b', 'https://h.org:80/a/b', 'git@h.org:a/b.git', 'http://h.org:80/a/b'],
  ['https://h.org:3000/a/b', 'https://h.org:3000/a/b', 'git@h.org:a/b.git', 'https://h.org:3000/a/b'],
  ['git@h.org:a/b', 'https://h.org/a/b', 'git@h.org:a/b.git', 'git@h.org:a/b.git'],
  ['ssh://ops@h.org/a/b', 'https://h.org/a/b', 'ops@h.org:a/b.git', 'ops@h.org:a/b.git'],
  [
    'ssh://h.org:2222/a/b',
    'https://h.org/a/b',
    'ssh://git@h.org:2222/a/b.git',
    'ssh://git@h.org:2222/a/b.git',
  ],
])('%s', (text, https, ssh, clone) => {
  const url = parseGitUrl(text);
  expect([httpsUrl(url), sshUrl(url), cloneUrl(url)]).toEqual([https, ssh, clone]);
});

test.each([
  ['github/a/b', 'https://github.com/a/b'],
  ['github/a/b/tree/dev/x#top', 'https://github.com/a/b/tree/dev/x#top'],
  ['gitlab.com/a/b/-/tree/dev/x', 'https://gitlab.com/a/b/-/tree/dev/x'],
  ['codeberg.org/a/b/src/branch/dev/my%20x', 'https://codeberg.org/a/b/src/branch/dev/my%20x'],
])('the page of %s', (text, page) => {
  expect(webUrl(parseGitUrl(text))).toBe(page);
});

test('key and label', () => {
  const url = parseGitUrl('github/Ada/engine/tree/dev/docs');
  expect(urlKey(url)).toBe('github:Ada:engine:dev');
  expect(urlLabel(url)).toBe('github:Ada/engine[dev]');
});

test('a local repository is cloned by its absolute path and has no web address', async () => {
  expect(cloneUrl(parseGitUrl('file:///srv/team/engine'))).toBe('/srv/team/engine');
  expect(await codeOf(() => cloneUrl(parseGitUrl('./engine')))).toBe('GIT_BAD_URL');
  for (const text of [httpsUrl, sshUrl, webUrl]) {
    expect(await codeOf(() => text(parseGitUrl('/srv/team/engine')))).toBe('GIT_BAD_URL');
  }
});

test('what is read from the texts of a URL is that URL', () => {
  const word = fc
    .stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,8}[A-Za-z0-9]$/)
    .filter(each => !/\.(git|lock)$|\.\./.test(each));
  const host = fc.constantFrom('github.com', 'gitlab.com', 'codeberg.org', 'git.home');
  const inside = fc
    .array(fc.stringMatching(/^[^/\\\u0000-\u001f\u007f\s]{1,8}$/u), { maxLength: 3 })
    .map(parts => parts.join('/'));
  fc.assert(
    fc.property(host, word, word, word, inside, (where, account, name, branch, path) => {
      const url = parseGitUrl(`https://${where}/${account}/${name}`);
      const repository = { provider: url.provider, account, name };
      for (const text of [httpsUrl(url), sshUrl(url), cloneUrl(url)])
        expect(parseGitUrl(text)).toMatchObject(repository);
      expect(parseGitUrl(webUrl({ ...repository, branch, path }))).toMatchObject({
        ...repository,
        branch,
        path,
      });
    }),
  );
});

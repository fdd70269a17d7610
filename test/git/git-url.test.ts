import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HeroError } from '../../src/base/index.ts';
import { type GitUrl, parseGitUrl } from '../../src/git/index.ts';

/** Scheme, host, account, name, then what is not empty. */
function brief({ scheme, provider, port, account, name, branch, path, anchor, user }: GitUrl): string {
  const where = `${scheme} ${user ? `${user}@` : ''}${provider}${port ? `:${port}` : ''} ${account} ${name}`;
  return where + (branch && ` [${branch}]`) + (path && ` ${path}`) + (anchor && ` #${anchor}`);
}

const errorOf = (text: string): HeroError => {
  try {
    parseGitUrl(text);
  } catch (error) {
    if (error instanceof HeroError) return error;
    throw error;
  }
  throw new Error(`${text} was accepted`);
};

describe('forms', () => {
  test.each([
    ['https://codeberg.org/ada/engine', 'https codeberg.org ada engine'],
    ['http://git.home/ada/engine', 'http git.home ada engine'],
    ['HTTPS://Codeberg.ORG/Ada/Engine', 'https codeberg.org Ada Engine'],
    ['https://github.com/ada/engine', 'https github ada engine'],
    ['https://git@github.com/ada/engine', 'https git@github ada engine'],
    ['github.com/ada/engine', 'short github ada engine'],
    ['github/ada/engine', 'short github ada engine'],
    ['git.home:3000/ada/engine', 'short git.home:3000 ada engine'],
    ['https://git.home:3000/ada/engine', 'https git.home:3000 ada engine'],
    ['git@github.com:ada/engine.git', 'scp git@github ada engine'],
    ['git.home:ada/engine', 'scp git.home ada engine'],
    ['git@git.home:2222/ada/engine', 'scp git@git.home:2222 ada engine'],
    ['git@git.home:2222/engine', 'scp git@git.home 2222 engine'],
    ['ssh://git@git.home/ada/engine.git', 'ssh git@git.home ada engine'],
    ['ssh://ops@git.home:2222/ada/engine', 'ssh ops@git.home:2222 ada engine'],
    ['https://git.sr.ht/~ada/engine', 'https git.sr.ht ~ada engine'],
  ])('%s', (text, expected) => {
    expect(brief(parseGitUrl(text))).toBe(expected);
  });

  test.each([
    ['https://github.com/ada/engine.git', 'engine'],
    ['https://github.com/ada/engine.git/', 'engine'],
    ['https://github.com//ada///engine//', 'engine'],
    ['https://github.com/ada/.github', '.github'],
    ['https://github.com/ada/.github/tree/main/x', '.github'],
    ['https://github.com/ada/en.gitgine', 'en.gitgine'],
    ['https://github.com/ada/engine.git.git', 'engine.git'],
    ['https://github.com/ada/engine?tab=readme', 'engine'],
  ])('the name of %s', (text, name) => {
    expect(parseGitUrl(text)).toMatchObject({ account: 'ada', name });
  });

  test('a URL cannot be changed', () => {
    const url = parseGitUrl('github/ada/engine/tree/main/docs');
    expect(Object.isFrozen(url) && Object.isFrozen(url.refParts)).toBe(true);
  });
});

describe('branch, path and anchor', () => {
  test.each([
    '/tree/dev/docs/Read.me',
    '/blob/dev/docs/Read.me',
    '/src/branch/dev/docs/Read.me',
    '/src/tag/dev/docs/Read.me',
    '/src/commit/dev/docs/Read.me',
    '/refs/heads/dev/docs/Read.me',
    '/refs/tags/dev/docs/Read.me',
    '/-/tree/dev/docs/Read.me',
    '/-/blob/dev/docs/Read.me?plain=1',
    '.git/tree/dev/docs/Read.me',
  ])('behind %s', tail => {
    for (const start of [
      'https://h.org/ada/engine',
      'git@h.org:ada/engine',
      'h.org/ada/engine',
      'ssh://h.org/ada/engine',
    ]) {
      expect(parseGitUrl(`${start}${tail}#Top`)).toMatchObject({
        provider: 'h.org',
        account: 'ada',
        name: 'engine',
        branch: 'dev',
        path: 'docs/Read.me',
        anchor: 'Top',
        refParts: ['dev', 'docs', 'Read.me'],
      });
    }
  });

  test.each([
    ['https://h.org/tree/blob', 'https h.org tree blob'],
    ['https://h.org/src/branch', 'https h.org src branch'],
    ['https://h.org/tree/tree/tree/tree/tree', 'https h.org tree tree [tree] tree'],
    ['https://h.org/refs/tags/refs/tags/v1', 'https h.org refs tags [v1]'],
    ['https://h.org/ada/engine#top', 'https h.org ada engine #top'],
    ['https://h.org/ada/engine?a=b#top', 'https h.org ada engine #top'],
    ['https://h.org/ada/engine/tree/main/src/branch/x', 'https h.org ada engine [main] src/branch/x'],
    [
      'https://h.org/ada/engine/tree/main/My%20Notes/%C3%A4.md',
      'https h.org ada engine [main] My Notes/ä.md',
    ],
    ['https://h.org/ada/engine/tree/feature%2Fx/docs', 'https h.org ada engine [feature/x] docs'],
  ])('%s', (text, expected) => {
    expect(brief(parseGitUrl(text))).toBe(expected);
  });

  test.each([
    ['https://gitlab.com/group/sub/engine.git', 'https gitlab.com group/sub engine'],
    ['git@gitlab.com:group/sub/deep/engine.git', 'scp git@gitlab.com group/sub/deep engine'],
    ['https://gitlab.com/group/sub/engine/-/tree/main/docs', 'https gitlab.com group/sub engine [main] docs'],
    ['https://gitlab.com/group/sub/engine.git/tree/main', 'https gitlab.com group/sub engine [main]'],
  ])('nested group: %s', (text, expected) => {
    expect(brief(parseGitUrl(text))).toBe(expected);
  });
});

describe('refused', () => {
  test.each<[text: string, shown?: string]>([
    [''],
    ['  '],
    ['https://h.org'],
    ['https://h.org/ada'],
    ['ada/engine'],
    ['https:///h.org/ada/engine'],
    ['https:/h.org/ada/engine'],
    ['git@h.org:/srv/engine'],
    ['https://h.org/ada/engine/issues/7', '`issues/7`'],
    ['https://gitlab.com/group/sub/engine', '`engine`'],
    ['https://h.org/ada/engine/tree'],
    ['https://h.org/ada/engine/tree/-x'],
    ['https://h.org/ada/engine/tree/../x'],
    ['https://h.org/ada/engine#a#b', '`#`'],
    ['https://h.org/ada/engine/tree/main/%zz'],
    ['https://h.org/../..', '`..`'],
    ['https://h.org/./engine', '`.`'],
    ['https://h.org/ada/%2e%2e', '`%2e%2e`'],
    ['https://h.org/ada/.git', '`.git`'],
    ['https://h.org/.GIT/engine', '`.GIT`'],
    ['https://h.org/ada/.hero-clone-x'],
    ['https://h.org/-ada/engine', '`-ada`'],
    ['https://h.org/ada/--force', '`--force`'],
    ['https://h.org/ada/$(id)', '`$(id)`'],
    ['https://h.org/ada/engine;id'],
    ['https://h.org/ada/en gine'],
    ['https://h.org/ada/engine\u00a0'],
    ['https://h.org/ada/engine\nhost=evil'],
    ['https://h.org/ada/engine\r'],
    ['https://h.org/a%0Ada/engine'],
    ['./engine%00'],
    ['https://h.org\\@evil/ada/engine'],
    ['C:\\engine'],
    ['--upload-pack=id'],
    ['-oProxyCommand=id:ada/engine'],
    ['ssh://-oProxyCommand=id/ada/engine'],
    ['git@-oProxyCommand=id:ada/engine'],
    ['ssh://ops@-h/ada/engine'],
    ['ssh://-ops@h.org/ada/engine'],
    ['https://h_.org/ada/engine'],
    ['https://h..org/ada/engine'],
    ['https://[::1]/ada/engine'],
    ['https://local/ada/engine', '`local`'],
    ['ssh://h.org:-p/ada/engine'],
    ['https://h.org:0/ada/engine'],
    ['https://h.org:65536/ada/engine'],
    ['https://h.org:/ada/engine'],
    ['ext::sh/ada/engine'],
    ['ext://h.org/ada/engine', '`ext`'],
    ['git://h.org/ada/engine', '`git`'],
    ['ftp://h.org/ada/engine', '`ftp`'],
    ['file://h.org/engine'],
    ['/'],
  ])('%j, and the error shows its wrong part', (text, shown = '') => {
    const error = errorOf(text);
    expect(error.code).toBe('GIT_BAD_URL');
    expect(error.message).toContain(shown);
    expect(error.hint).toMatch(/\w+ \w+/);
  });

  test.each([
    'https://ada:s3cret@h.org/ada/engine',
    'https://s3cret@h.org/ada/engine',
    'https://git:s3cret@h.org/ada/engine',
    'http://:s3cret@h.org/ada/engine',
    'ssh://ada:s3cret@h.org/ada/engine',
    'ada:s3cret@h.org/ada/engine',
    'ada:s3cret@h.org:ada/engine',
    's3cret@h.org/ada/engine',
    'https://h.org/ada/engine?token=s3cret',
    'https://h.org/ada/engine?tab=x&private_token=s3cret#top',
    'h.org/ada/engine?Password=s3cret',
    'https://h.org/ada/engine?access%5Ftoken=s3cret',
  ])('credentials: %s', text => {
    const error = errorOf(text);
    expect(error.code).toBe('GIT_CREDENTIALS_IN_URL');
    expect(error.message).toContain('`h.org`');
    expect(`${error.message} ${error.hint}`).not.toContain('s3cret');
  });

  test.each([
    'https://ada:s3/cret@h.org/ada/engine',
    'ada:x/s3cret@h.org',
    'https://ada:s3cret@-h/ada/engine',
    's3cret@-h/ada/engine',
  ])('a secret that makes the URL unreadable is not shown: %s', text => {
    expect(errorOf(text).message.toLowerCase()).not.toMatch(/s3|cret/);
  });
});

test('any text gives a URL whose names are safe folders, or an error of ours', () => {
  const piece = fc.constantFrom(
    'https://',
    'ssh://',
    'git@',
    'h.org',
    ':',
    '/',
    '..',
    '.git',
    '-',
    'a',
    '#',
    '?',
    '%2f',
    '~',
    'tree/',
  );
  const text = fc.oneof(
    fc.string(),
    fc.array(piece, { maxLength: 12 }).map(parts => parts.join('')),
  );
  fc.assert(
    fc.property(text, each => {
      let url: GitUrl;
      try {
        url = parseGitUrl(each);
      } catch (error) {
        expect((error as HeroError).code).toMatch(/^GIT_(BAD_URL|CREDENTIALS_IN_URL)$/);
        return;
      }
      for (const folder of [url.provider, ...url.account.split('/'), url.name]) {
        expect(['.', '..', '.git']).not.toContain(folder);
        expect(folder).not.toMatch(/^-|[\u0000-\u001f\\]/);
        if (url.scheme !== 'local') expect(folder).toMatch(/^[\w.~+-]+$/);
      }
    }),
    { numRuns: 500 },
  );
});

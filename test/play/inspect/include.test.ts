import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { commit, makeUpstream, redirect, tempFolder } from '../../git/upstream.ts';
import { sharedJson } from '../../support/shared.ts';
import { failure, folderWith, heard, isolate, open } from '../world.ts';

isolate();

const echo = (content: string) => `!!play.echo content:${content}\n`;
const includes = (...paths: string[]) => paths.map(path => `!!play.include path:${path}\n`).join('');

async function said(files: Record<string, string>, start = 'a.hero'): Promise<string[]> {
  const session = await open({ playbookPath: join(folderWith(files), start) });
  const lines = heard(session);
  await session.run();
  return lines;
}

describe('an include', () => {
  test('gives its place to the actions of a file, a folder, and of what those include', async () => {
    const files = {
      'a.hero': echo('1') + includes('sub/b.hero') + echo('5'),
      'sub/b.hero': echo('2') + includes('../more') + echo('4'),
      'more/c.hero': echo('3'),
    };
    expect(await said(files)).toEqual(['1', '2', '3', '4', '5']);
  });

  test('may come twice, and through two ways', async () => {
    const files = {
      'a.hero': includes('b.hero', 'c.hero', 'c.hero'),
      'b.hero': includes('c.hero'),
      'c.hero': echo('c'),
    };
    expect(await said(files)).toEqual(['c', 'c', 'c']);
  });

  test('takes effect before what stands behind it', async () => {
    const files = { 'a.hero': includes('b.hero') + echo('{A}'), 'b.hero': '!!session.env_set key:A val:b' };
    expect(await said(files)).toEqual(['b']);
  });

  test('finds a path from the home', async () => {
    const home = folderWith({ 'x.hero': echo('home') });
    vi.stubEnv('HOME', home);
    expect(await said({ 'a.hero': includes("'~/x.hero'") })).toEqual(['home']);
  });

  test('puts values in the place of names, for its own actions', async () => {
    const files = {
      'a.hero': "!!play.include path:b.hero replace:'WHO:the crew, N:1:2'\n!!play.echo content:{WHO}",
      'b.hero': `${echo(`'{who} \${N} {{N}}'`)}${includes('c.hero')}`,
      'c.hero': echo("'{WHO}'"),
    };
    expect(await said(files)).toEqual(['the crew 1:2 {{N}}', '{WHO}', '{WHO}']);
  });

  test.each(['!!play.include', "!!include path:a url:'h/a/b'", "!!play.include path:b.hero replace:'x'"])(
    '%s is refused',
    async text => {
      const error = await failure(async () => said({ 'a.hero': text, 'b.hero': '' }));
      expect(error.code).toBe('PLAY_INCLUDE_TARGET');
      expect(error.diagnostics[0]?.span?.start).toBe(0);
    },
  );

  test('with a param that it does not have is refused', async () => {
    const error = await failure(async () =>
      said({ 'a.hero': '!!play.include path:b.hero git_pul:1', 'b.hero': '' }),
    );
    expect(error.diagnostics.map(({ code, hint }) => [code, hint])).toEqual([
      ['ACTION_UNKNOWN_PARAM', 'did you mean `git_pull`?'],
    ]);
  });

  test('of a missing file names the place of the include', async () => {
    const error = await failure(async () => said({ 'a.hero': `${echo('x')}${includes('none.hero')}` }));
    expect(error.code).toBe('PLAY_PATH_NOT_FOUND');
    expect(error.diagnostics[0]?.span?.source.position(error.diagnostics[0].span.start).line).toBe(2);
  });

  test('of a file with errors tells of those, and takes nothing of it', async () => {
    const error = await failure(async () =>
      said({ 'a.hero': includes('b.hero'), 'b.hero': "!!a.x v:'open" }),
    );
    expect(error.code).toBe('PLAY_SCRIPT_ERRORS');
    expect(error.diagnostics[0]?.span?.source.name).toMatch(/b\.hero$/);
  });
});

describe('S05: includes', () => {
  const [hostile] = sharedJson<{ id: string; expectation: string }>('hostile.json').filter(
    ({ id }) => id === 'S05',
  );

  test.skipIf(!hostile)('the limits are those that were asked for', () => {
    expect(hostile?.expectation).toMatch(/CYCLE.*DEPTH \(16\).*COUNT \(1,000 files\)/);
  });

  test('in a circle print the chain, from the file that comes again', async () => {
    const folder = folderWith({
      'a.hero': includes('b.hero'),
      'b.hero': `\n${includes('c.hero')}`,
      'c.hero': includes('b.hero'),
    });
    const error = await failure(async () => (await open({ playbookPath: join(folder, 'a.hero') })).run());
    const [b, c] = [join(folder, 'b.hero'), join(folder, 'c.hero')];
    expect(error.code).toBe('PLAY_INCLUDE_CYCLE');
    expect(error.message).toContain(`include each other in a circle: ${b} → ${c} → ${b}`);
    expect(error.diagnostics[0]?.span?.source.name).toBe(c);
  });

  test.each([
    ['itself', { 'a.hero': includes('a.hero') }],
    ['itself through a link', { 'a.hero': includes('link.hero') }],
    ['its folder', { 'a.hero': includes('.') }],
  ])('of %s are a circle', async (_what, files) => {
    const folder = folderWith(files);
    symlinkSync(join(folder, 'a.hero'), join(folder, 'link.hero'));
    const error = await failure(async () => (await open({ playbookPath: join(folder, 'a.hero') })).run());
    expect(error.code).toBe('PLAY_INCLUDE_CYCLE');
  });

  const chain = (length: number, times: number) =>
    Object.fromEntries(
      Array.from({ length }, (_, at) => [
        `f${at}.hero`,
        at < length - 1 ? includes(...Array(times).fill(`f${at + 1}.hero`)) : echo('end'),
      ]),
    );

  test('nest sixteen deep and no deeper', async () => {
    expect(await said(chain(17, 1), 'f0.hero')).toEqual(['end']);
    const error = await failure(async () => said(chain(64, 1), 'f0.hero'));
    expect(error.code).toBe('PLAY_INCLUDE_DEPTH');
    expect(error.message).toContain('more than 16 deep');
  });

  test('that double each time end at a thousand files, and play nothing', async () => {
    const lines: string[] = [];
    const session = await open({ playbookPath: join(folderWith(chain(15, 2)), 'f0.hero') });
    session.on(event => event.type === 'said' && lines.push(event.text));
    expect((await failure(() => session.run())).code).toBe('PLAY_INCLUDE_COUNT');
    expect(session.playbook.actions.length).toBeLessThan(2100);
    expect(lines).toEqual([]);
  });

  test('of 2^20 files are refused after a few', async () => {
    const session = await open({ playbookPath: join(folderWith(chain(20, 2)), 'f0.hero') });
    expect((await failure(() => session.run())).code).toBe('PLAY_INCLUDE_DEPTH');
    expect(session.playbook.actions.length).toBeLessThan(100);
  });
});

describe('a script from elsewhere', () => {
  const url = 'https://git.example/ada/library';

  /** Two repositories of two accounts behind a host, and a session that plays a script of the first. */
  async function remote(text: string, allowInclude: string[] = []) {
    const folder = tempFolder();
    const files = { 'play/a.hero': text, 'parts/b.hero': echo('part'), '..c.hero': echo('dots') };
    commit(makeUpstream(join(folder, 'ada/library')), files);
    commit(makeUpstream(join(folder, 'eve/tools')), {
      'play/x.hero': echo('{A}'),
      'play/y.hero': includes('x.hero'),
    });
    redirect('https://git.example/', folder);
    const session = await open({ playbookUrl: `${url}/src/branch/main/play`, allowInclude });
    return { session, lines: heard(session), folder };
  }

  test('includes from its own repository', async () => {
    const text =
      includes('../parts/b.hero', '../..c.hero') +
      `!!play.include url:'${url}/src/branch/main/parts/b.hero'\n`;
    const { session, lines } = await remote(text);
    await session.run();
    expect(lines).toEqual(['part', 'dots', 'part']);
  });

  test.each(["'/etc/hostname'", '../../../../../../etc/hostname', "'~/x.hero'", '/no/such/file'])(
    'may not include %s',
    async path => {
      const { session } = await remote(includes(path));
      const error = await failure(() => session.run());
      expect(error.code).toBe('PLAY_INCLUDE_REFUSED');
      expect(error.message).toContain('which is not in its repository');
    },
  );

  test('may not include a link that leads out', async () => {
    const { session } = await remote(includes('link.hero'));
    const folder = session.playbook.actions[0]?.origin.folder ?? '';
    symlinkSync('/etc/hostname', join(folder, 'link.hero'));
    expect((await failure(() => session.run())).code).toBe('PLAY_INCLUDE_REFUSED');
  });

  test('includes from another account only when the person allows that', async () => {
    const other =
      "!!session.env_set key:A val:seen\n!!play.include git_url:'https://git.example/eve/tools/src/branch/main/play/y.hero'";
    const refused = await remote(other);
    const error = await failure(() => refused.session.run());
    expect([error.code, error.hint]).toEqual([
      'PLAY_INCLUDE_REFUSED',
      expect.stringContaining('`--allow-include git.example/eve`'),
    ]);
    const { session, lines } = await remote(other, ['GIT.example/Eve']);
    await session.run();
    expect(lines).toEqual(['seen']);
    expect(session.playbook.actions.at(-1)?.origin.remote?.url).toContain('eve/tools');
  });

  test('may not include a repository of this machine', async () => {
    const { session, folder } = await remote("!!play.include url:'file:///eve'");
    const error = await failure(() => session.run());
    expect(error.code).toBe('PLAY_INCLUDE_REFUSED');
    expect(error.message).not.toContain(folder);
  });

  test('is what a local script includes by its URL', async () => {
    const { folder } = await remote('');
    const session = await open({
      playbookText: `!!play.include url:'${url}/src/branch/main/parts'\n!!play.include url:'${folder}/eve/tools'\n`,
    });
    const lines = heard(session);
    await session.run();
    expect(lines).toEqual(['part', '{A}', '{A}']);
  });
});

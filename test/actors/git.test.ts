import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { commit, makeUpstream, redirect, runGit, tempFolder } from '../git/upstream.ts';
import { failure, folderWith, isolate, open, writeFiles } from '../play/world.ts';
import { exampleFolder, playIn } from './folder.ts';

isolate();

/** The checkout of `library` of a folder. */
const checkoutOf = (folder: string) => join(folder, 'coderoot/local', basename(folder), 'library');

describe.each(['git', 'gittools'])('%s', actor => {
  const clone = `!!${actor}.clone url:'./library'\n`;

  test('clone checks a repository out, once', async () => {
    const folder = exampleFolder();
    const { said, session } = await playIn(folder, clone + clone);
    expect(said).toEqual([
      `local/${basename(folder)}/library cloned`,
      `local/${basename(folder)}/library is there`,
    ]);
    expect(readFileSync(join(checkoutOf(folder), 'README.md'), 'utf8')).toBe('two\n');
    expect(session.playbook.actions[0]?.result.get('path')).toBe(checkoutOf(folder));
  });

  test('pull fetches what is new, and refuses over local changes', async () => {
    const folder = exampleFolder();
    await playIn(folder, clone);
    commit(join(folder, 'library'), { 'README.md': 'three\n' });
    const { said } = await playIn(folder, `!!${actor}.pull name:library`);
    expect(said).toEqual([`local/${basename(folder)}/library up to date`]);
    expect(readFileSync(join(checkoutOf(folder), 'README.md'), 'utf8')).toBe('three\n');
    writeFiles(checkoutOf(folder), { 'README.md': 'mine\n' });
    expect((await failure(() => playIn(folder, `!!${actor}.pull repo:library`))).code).toBe(
      'GIT_LOCAL_CHANGES',
    );
    await playIn(folder, `!!${actor}.pull name:library reset:true`);
    expect(readFileSync(join(checkoutOf(folder), 'README.md'), 'utf8')).toBe('three\n');
  });

  test('reset throws local changes away', async () => {
    const folder = exampleFolder();
    await playIn(folder, clone);
    writeFiles(checkoutOf(folder), { 'README.md': 'mine\n', 'new.txt': 'x', 'kept/y.txt': 'y' });
    const { said } = await playIn(folder, `!!${actor}.reset name:library`);
    expect(said).toEqual([`local/${basename(folder)}/library reset`]);
    expect(runGit(checkoutOf(folder), 'status', '--porcelain')).toBe('');
    expect(existsSync(join(checkoutOf(folder), 'kept/y.txt'))).toBe(true);
  });

  test('switch checks another branch or tag out', async () => {
    const folder = exampleFolder();
    const { said } = await playIn(
      folder,
      `${clone}!!${actor}.switch name:library branch:feature/x\n!!${actor}.status`,
    );
    const label = `local/${basename(folder)}/library`;
    expect(said.slice(1)).toEqual([`${label} on feature/x`, `${label} feature/x clean`]);
    expect(
      (await playIn(folder, `!!${actor}.switch name:library tag:v1\n!!${actor}.status`)).said.at(-1),
    ).toBe(`${label} v1 clean`);
    expect((await playIn(folder, `!!${actor}.switch main name:library`)).said).toEqual([`${label} on main`]);
    const error = await failure(() => playIn(folder, `!!${actor}.switch name:library branch:mian`));
    expect(error.code).toBe('GIT_UNKNOWN_REF');
    expect((await failure(() => playIn(folder, `!!${actor}.switch name:library`))).code).toBe(
      'PARAMS_MISSING',
    );
  });
});

describe('git.clone', () => {
  test('takes a branch, and all commits when it is told to', async () => {
    const folder = exampleFolder();
    await playIn(folder, "!!git.clone url:'./library' branch:feature/x depth:0");
    expect(runGit(checkoutOf(folder), 'rev-list', '--count', 'HEAD')).toBe('3');
    expect(runGit(checkoutOf(folder), 'branch', '--show-current')).toBe('feature/x');
  });

  test('brings a checkout up to date with pull', async () => {
    const folder = exampleFolder();
    await playIn(folder, "!!git.clone url:'./library'");
    commit(join(folder, 'library'), { 'README.md': 'three\n' });
    const { said } = await playIn(folder, "!!git.clone url:'./library' pull:true");
    expect(said[0]).toMatch(/brought up to date$/);
  });

  test('names a repository by its parts', async () => {
    const folder = tempFolder();
    makeUpstream(join(folder, 'ada/library'));
    redirect('https://git.example/', folder);
    const { said } = await playIn(folder, '!!git.clone provider:git.example account:ada name:library');
    expect(said).toEqual(['git.example/ada/library cloned']);
    expect((await failure(() => playIn(folder, '!!git.clone account:ada name:library'))).code).toBe(
      'PARAMS_MISSING',
    );
  });

  test('of what is no repository fails', async () => {
    const error = await failure(() => playIn(exampleFolder(), "!!git.clone url:'./none'"));
    expect(error.code).toMatch(/^GIT_/);
  });

  test('of a repository of this machine is refused to a script from elsewhere', async () => {
    const folder = tempFolder();
    const repository = makeUpstream(join(folder, 'ada/library'));
    commit(repository, { 'play/a.hero': "!!git.clone url:'../..'\n" });
    redirect('https://git.example/', folder);
    const session = await open({ playbookUrl: 'https://git.example/ada/library' });
    const error = await failure(() => session.run());
    expect(error.code).toBe('GIT_LOCAL_REFUSED');
    expect(existsSync(join(session.context.coderoot, 'local'))).toBe(false);
  });
});

describe('which checkouts', () => {
  async function two(): Promise<string> {
    const folder = folderWith({});
    for (const place of ['ada/library', 'eve/library', 'eve/tools']) makeUpstream(join(folder, place));
    await playIn(
      folder,
      ['ada/library', 'eve/library', 'eve/tools'].map(url => `!!git.clone url:'./${url}'\n`).join(''),
    );
    return folder;
  }

  test('is said by a filter, by parts, or by the URL', async () => {
    const folder = await two();
    const list = async (rest: string) => (await playIn(folder, `!!git.list ${rest}`)).said;
    const all = ['local/ada/library', 'local/eve/library', 'local/eve/tools'];
    expect(await list('')).toEqual(all);
    expect(await list('filter:VE/')).toEqual(all.slice(1));
    expect(await list('name:library')).toEqual(all.slice(0, 2));
    expect(await list('repo:library account:eve')).toEqual(['local/eve/library']);
    expect(await list('provider:github')).toEqual([]);
    expect(await list('filter:ada name:tools')).toEqual([]);
    expect(await list("url:'./eve/library'")).toEqual(['local/eve/library']);
  });

  test('by its URL only that one is changed, also when another has its name', async () => {
    const folder = await two();
    for (const account of ['ada', 'eve'])
      writeFiles(join(folder, 'coderoot/local', account, 'library'), { 'new.txt': '' });
    const script = writeFiles(join(folder, 'eve'), { 'reset.hero': "!!git.reset url:'./library'" });
    const session = await open({ playbookPath: join(script, 'reset.hero') });
    await session.run();
    const isThere = (account: string) =>
      existsSync(join(folder, 'coderoot/local', account, 'library/new.txt'));
    expect([isThere('ada'), isThere('eve')]).toEqual([true, false]);
  });

  test('a reset must say whose', async () => {
    const folder = await two();
    for (const script of ['!!git.reset', "!!git.reset filter:''", '!!git.pull reset:yes'])
      expect((await failure(() => playIn(folder, script))).code).toBe('PARAMS_MISSING');
  });

  test('that are none is an error for what would change them', async () => {
    const folder = await two();
    for (const action of ['pull', 'reset', 'switch'])
      expect(
        (
          await failure(() =>
            playIn(
              folder,
              `!!git.${action} name:none branch:main`.replace(/(pull|reset)(.*) branch.*/, '$1$2'),
            ),
          )
        ).code,
      ).toBe('GIT_NO_MATCH');
  });
});

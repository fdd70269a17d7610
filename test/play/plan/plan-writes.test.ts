import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { builtins } from '../../../src/actors/index.ts';
import { parse } from '../../../src/script/index.ts';
import { makeUpstream, redirect } from '../../git/upstream.ts';
import { hero, results, useWorld, write } from '../../support/cli.ts';
import { buildCommand, commandEnvironment } from '../../support/command.ts';

const world = useWorld();
const bin = buildCommand();

/** Every action that is built in, with something to do for each. */
const script = `
!!context.configure name:default coderoot:'./code'
!!core.context_define coderoot:'./code'
!!core.context_set coderoot:'./code'
!!core.configure coderoot:'./code'
!!core.coderoot_set coderoot:'./code'
!!core.params_session_set team:ops
!!core.params_context_set domain:example.org
!!core.priorities_add 5:'file.*,exec.*'
!!core.snippet snippetname:shout content:'hello'
!!core.include path:parts/a.hero
!!core.session_define name:nightly start:'2026-01-31 02:00'
!!session.env_set key:PLACE val:harbour
!!session.env_set_once key:PLACE val:harbour
!!session.env_delete key:OTHER
!!play.include path:parts/b.hero
!!play.include url:'https://git.example/ada/kit/tree/main/README.md'
!!play.include url:'https://git.example/ada/unknown'
!!play.use path:greet.js
!!play.echo {shout}
!!play.ask name:colour question:'Which colour?' default:blue
!!play.ask name:open question:'And now?'
!!git.clone url:'https://git.example/ada/kit' branch:feature/x
!!git.clone url:'https://git.example/ada/other'
!!git.pull name:kit
!!git.reset name:kit
!!git.switch name:kit branch:feature/x
!!git.list
!!git.status
!!gittools.clone url:'https://git.example/ada/third' pull:yes
!!gittools.pull name:kit
!!gittools.reset name:kit
!!gittools.switch name:kit branch:main
!!gittools.list
!!gittools.status
!!config.set key:mail.from value:{colour}
!!config.get key:city into:city
!!config.delete key:city
!!config.list prefix:mail.
!!config.secret key:api.token into:token
!!exec.run shell:sh cmd:'touch from-exec'
!!exec.run cmd:touch args:{open}
!!file.write path:notes/{city}.txt content:'Hello'
!!file.write path:there.txt content:'other'
!!file.copy from:there.txt to:copies/b.txt
!!file.delete path:there.txt
!!file.mkdir path:out/{open}
!!greet.hello who:Ada
`;

const greet = `export default ({ defineActor, p }) => defineActor('greet', {
  hello: { summary: 'Greets.', params: { who: p.text() }, run() { throw new Error('played'); } },
});`;

/** A world with a script, and a home with a checkout and a configuration when one is wanted. */
async function furnish({ home }: { home: boolean }): Promise<void> {
  write('deploy.hero', script);
  write('parts/a.hero', '!!file.write path:a.txt content:a\n');
  write('parts/b.hero', '!!file.write path:b.txt content:b\n');
  write('greet.js', greet);
  write('hero.config.mjs', greet);
  write('there.txt', 'one\n');
  redirect('https://git.example/', join(world.folder, 'served'));
  if (!home) return;
  makeUpstream('served/ada/kit');
  await results(
    'run',
    '-q',
    '-t',
    "!!git.clone url:'https://git.example/ada/kit'\n!!config.set key:city value:Ghent",
  );
}

/** All that stands below a folder: kinds, sizes, times, contents. */
function snapshot(folder: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    const path = join(folder, name);
    const { mode, mtimeNs, ctimeNs, size } = lstatSync(path, { bigint: true });
    const stat = lstatSync(path);
    const content = stat.isFile() ? createHash('sha256').update(readFileSync(path)).digest('hex') : '';
    const target = stat.isSymbolicLink() ? readlinkSync(path) : '';
    found[name] = [mode, stat.isDirectory() ? '' : size, mtimeNs, ctimeNs, content, target].join(' ');
  }
  return found;
}

test('the script has every action that is built in', () => {
  const used = new Set(parse(script).actions.map(({ fullName }) => fullName));
  const all = builtins.flatMap(({ name, actions }) => [...actions.keys()].map(action => `${name}.${action}`));
  expect(all.filter(name => !used.has(name))).toEqual([]);
});

describe('a plan leaves the world as it is', () => {
  test.each([
    ['with a home, checkouts and configuration', true],
    ['without a home', false],
  ])('%s', async (_, home) => {
    await furnish({ home });
    // The lock of what was written just now is given back a moment later.
    await new Promise(resolve => setTimeout(resolve, 100));
    const before = snapshot(world.folder);
    for (const options of [[], ['--json'], ['-v', '--exit-code'], ['--set', 'open=x']]) {
      const { code, out, err } = await hero(['plan', 'deploy.hero', ...options]);
      expect({ code, err }).toEqual({ code: options.includes('--exit-code') ? 5 : 0, err: '' });
      expect(out).toContain('file.write');
    }
    expect(snapshot(world.folder)).toEqual(before);
    expect(existsSync(world.home)).toBe(home);
  });

  test('also when it fails', async () => {
    await furnish({ home: false });
    write('bad.hero', `${script}\n!!play.ecko hi\n`);
    const before = snapshot(world.folder);
    expect(await hero(['plan', 'bad.hero'])).toMatchObject({ code: 2, out: '' });
    expect(await hero(['plan', 'none.hero'])).toMatchObject({ out: '' });
    expect(snapshot(world.folder)).toEqual(before);
  });

  test('and writes one file when it is kept', async () => {
    await furnish({ home: false });
    const before = snapshot(world.folder);
    expect(await hero(['plan', 'deploy.hero', '--out', 'plan.json'])).toMatchObject({ code: 0 });
    const after = snapshot(world.folder);
    expect(Object.keys(after).filter(name => !(name in before))).toEqual(['plan.json']);
    expect({ ...after, 'plan.json': '' }).toEqual({ ...before, 'plan.json': '' });
  });
});

const haveStrace = spawnSync('strace', ['-V']).status === 0;
if (!haveStrace) console.log('skipped: needs strace');

const mutating =
  'creat,mkdir,mkdirat,rename,renameat,renameat2,unlink,unlinkat,link,linkat,symlink,symlinkat,chmod,fchmod,fchmodat,truncate,ftruncate,rmdir,mknod,mknodat,utimensat';

describe('seen from the kernel', () => {
  test.skipIf(!haveStrace)('the command changes nothing and starts nothing', async () => {
    await furnish({ home: true });
    const folder = mkdtempSync(join(tmpdir(), 'hero-trace-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const trace = join(folder, 'trace');
    const argv = [
      '-f',
      '-qq',
      '-e',
      `trace=execve,execveat,open,openat,openat2,connect,${mutating}`,
      '-o',
      trace,
    ];
    const command = [process.execPath, join(bin, 'hero.js'), 'plan', 'deploy.hero'];
    const { status, stdout, stderr } = spawnSync('strace', [...argv, ...command], {
      env: commandEnvironment(bin),
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('greet.hello');
    const calls = readFileSync(trace, 'utf8').trimEnd().split('\n');
    expect(calls.some(call => call.includes('deploy.hero'))).toBe(true);
    expect(calls.filter(isForbidden)).toEqual([`${calls[0]}`]);
    expect(calls[0]).toContain(`execve("${process.execPath}"`);
  });

  test('what is forbidden is recognised', () => {
    const forbidden = [
      '12 openat(AT_FDCWD, "a", O_WRONLY|O_CREAT|O_TRUNC|O_CLOEXEC, 0666) = 17',
      '12 openat(AT_FDCWD, "a", O_RDWR|O_CLOEXEC <unfinished ...>',
      '12 mkdir("/tmp/a", 0777) = 0',
      '12 execve("/usr/bin/git", ["git"], 0x7 /* 9 vars */) = 0',
    ];
    const harmless = [
      '12 openat(AT_FDCWD, "a", O_RDONLY|O_CLOEXEC) = 17',
      '12 openat(AT_FDCWD, "/dev/null", O_RDWR|O_CLOEXEC) = 3',
      '12 openat(AT_FDCWD, "/dev/pts/0", O_RDWR) = 3',
      '12 mkdir("/tmp/a", 0777) = -1 EEXIST (File exists)',
      '12 +++ exited with 0 +++',
      '12 --- SIGCHLD {si_signo=SIGCHLD} ---',
    ];
    expect([...forbidden, ...harmless].filter(isForbidden)).toEqual(forbidden);
  });
});

/** Whether a line of strace tells of a call that changed something, or started a program. */
function isForbidden(line: string): boolean {
  const [, name = '', rest = ''] = /^\d+ +(?:<\.\.\. )?(\w+)(.*)/.exec(line) ?? [];
  if (name === '' || / = -1 E/.test(line)) return false;
  if (!name.startsWith('open')) return !line.includes('resumed>');
  if (/"\/dev\/(null|tty|pts\/\d+)"/.test(rest)) return false;
  return /O_(WRONLY|RDWR|CREAT|TRUNC|APPEND|TMPFILE)/.test(rest);
}

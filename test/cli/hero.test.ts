import { chmodSync, existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { version } from '../../src/base/version.ts';
import { useWorld, write } from '../support/cli.ts';
import { buildCommand, shell, startShell } from '../support/command.ts';

const world = useWorld();
const bin = buildCommand();

const question = "!!play.ask name:city question:'Where to?'\n!!file.mkdir path:after\n";
const unanswered = [
  'error[PLAY_NO_ANSWER]: the question `city` has no answer, because this run cannot ask: `Where to?`',
  '  --> ask.hero:1:1',
  "1 | !!play.ask name:city question:'Where to?'",
  '  | ^^^^^^^^^^',
  '  hint: answer with `--set city=…`, in a file of `--answers`, as `HERO_ANSWER_CITY`, or in a terminal',
  '',
].join('\n');

/** Whether a process of this number is there. */
function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe('the command', () => {
  it('prints results on stdout and the rest on stderr', async () => {
    write('a.hero', "!!config.set key:city value:Ghent\n!!play.echo content:'hello'\n");
    expect(await shell(bin, 'hero run a.hero')).toEqual({
      code: 0,
      out: 'hello\n',
      err: '✓ config.set  city\n2 actions played\n',
    });
  });

  it('reads a script from standard input', async () => {
    expect(await shell(bin, "echo '!!play.echo content:piped' | hero run -")).toMatchObject({
      code: 0,
      out: 'piped\n',
    });
    expect(await shell(bin, 'hero run - <&-')).toEqual({ code: 0, out: '', err: 'no action to play\n' });
  });

  it('starts a script by its first line, with options behind it', async () => {
    write('bin/greet', "#!/usr/bin/env hero\n!!play.echo content:'hello {who}'\n");
    chmodSync('bin/greet', 0o755);
    const said = { code: 0, out: 'hello crew\n', err: 'one action played\n' };
    expect(await shell(bin, './bin/greet --set who=crew')).toEqual(said);
    expect(await shell(bin, 'PATH="$PWD/bin:$PATH" greet --set who=crew')).toEqual(said);
    expect(await shell(bin, 'cd bin && PATH=".:$PATH" greet --set who=crew')).toEqual(said);
  });

  it('gives each way to end its own exit code', async () => {
    write('ask.hero', question);
    const codes = await shell(
      bin,
      [
        'hero --version; echo $?',
        "hero run -t '!!exec.run cmd:false'; echo $?",
        "hero run -t '!!no.body'; echo $?",
        'hero run ask.hero; echo $?',
        "hero run -t '!!git.clone url:https://a:b@git.example.org/crew/site'; echo $?",
      ].join('\n'),
    );
    expect(codes.out).toBe(`${version}\n0\n1\n2\n3\n4\n`);
  });
});

describe('output that nobody reads', () => {
  it('a closed pipe ends a listing without a word', async () => {
    write('many.hero', '!!site.page title:one\n'.repeat(5000));
    expect(await shell(bin, 'hero find site. many.hero | head -1; echo $PIPESTATUS')).toEqual({
      code: 0,
      out: 'many.hero:1:1: !!site.page title:one\n0\n',
      err: '',
    });
  });

  it('a closed pipe does not cut a run short', async () => {
    const echo = "!!play.echo content:'said'\n".repeat(3000);
    write(
      'long.hero',
      `!!core.priorities_add 1:'file.*'\n${echo}!!file.mkdir path:made\n!!exec.run cmd:false\n`,
    );
    const { out } = await shell(bin, 'hero run -q long.hero | head -1; echo $PIPESTATUS');
    expect(out).toBe('said\n1\n');
    expect(existsSync('made')).toBe(true);
  });

  it('a closed error stream does not, either', async () => {
    write('a.hero', '!!file.mkdir path:one\n!!file.mkdir path:two\n');
    expect((await shell(bin, '(hero run a.hero; echo $? > code) 2>&1 >&- | true; cat code')).out).toBe('0\n');
    expect(existsSync('two')).toBe(true);
  });

  it('a full disk is a failure', async () => {
    expect(await shell(bin, 'hero --help > /dev/full')).toEqual({
      code: 1,
      out: '',
      err: 'error: the output cannot be written: ENOSPC: no space left on device, write\n',
    });
  });
});

describe('a question that nobody can answer ends the run with 3 at once', () => {
  it.each([
    ['standard input is empty', 'hero run ask.hero < /dev/null'],
    ['standard input is closed', 'hero run ask.hero <&-'],
    ['standard input is a pipe that stays open', 'hero run ask.hero'],
    ['standard output is a pipe', 'set -o pipefail; hero run ask.hero | cat'],
    ['there is no terminal', 'setsid -w hero run ask.hero'],
    ['CI is set', 'CI=true hero run ask.hero'],
    ['it is told to ask nothing', 'hero run ask.hero --script'],
  ])('%s', async (_, script) => {
    write('ask.hero', question);
    expect(await startShell(bin, script).ended).toEqual({ code: 3, out: '', err: unanswered });
    expect(existsSync('after')).toBe(false);
  });
});

describe('an interrupt', () => {
  const script = "!!exec.run shell:bash cmd:'echo $$; exec sleep 1000'\n!!file.mkdir path:after\n";

  it.each([
    ['SIGINT', 'interrupted by Ctrl-C'],
    ['SIGTERM', 'ended by SIGTERM'],
  ] as const)('%s ends the program that runs, and the run with 130', async (signal, why) => {
    write('a.hero', script);
    const running = startShell(bin, 'exec hero run a.hero');
    const sleeper = Number((await running.saw(1))[0]);
    expect(isAlive(sleeper)).toBe(true);
    running.child.kill(signal);
    expect(await running.ended).toEqual({
      code: 130,
      out: `${sleeper}\n`,
      err: `error[PLAY_INTERRUPTED]: the run was interrupted: ${why}\ncontinue with \`hero resume\`\n`,
    });
    expect([isAlive(sleeper), existsSync('after')]).toEqual([false, false]);
    expect((await shell(bin, 'hero session list')).out).toContain('  interrupted\n');
  });

  it('a second one ends it at once, though the program takes its time', async () => {
    const stubborn = `trap 'echo asked' TERM; echo $$; while :; do sleep 0.1; done`;
    write('a.hero', `!!exec.run shell:bash cmd:"${stubborn}"\n`);
    const running = startShell(bin, 'exec hero run a.hero');
    const pid = Number((await running.saw(1))[0]);
    running.child.kill('SIGINT');
    expect(await running.saw(2)).toEqual([String(pid), 'asked']);
    running.child.kill('SIGINT');
    await new Promise(resolve => running.child.once('exit', resolve));
    expect(running.child.exitCode).toBe(130);
    if (isAlive(pid)) process.kill(-pid, 'SIGKILL');
  });

  it.each(['hero run -', 'hero config set a -'])('ends the wait of `%s` for input', async command => {
    const running = startShell(bin, `exec ${command}`);
    // So much fits into no pipe: when it is written, the command is reading.
    await new Promise(resolve => running.child.stdin.write('text\n'.repeat(1_000_000), resolve));
    running.child.kill('SIGINT');
    expect(await running.ended).toEqual({
      code: 130,
      out: '',
      err: 'error[PLAY_INTERRUPTED]: the run was interrupted\n',
    });
    expect(existsSync(world.home)).toBe(false);
  });
});

import { existsSync, readFileSync, rmSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { errorWith, hero, results, useWorld, write } from '../../../support/cli.ts';
import { buildCommand, startShell } from '../../../support/command.ts';

useWorld();
const bin = buildCommand();

/** Counts how often it is played, then ends as it is told. */
const count = (name: string, end = 'true') => `!!exec.run shell:sh cmd:'echo ${name} >> log; ${end}'\n`;
const log = () => (existsSync('log') ? readFileSync('log', 'utf8').trimEnd().split('\n') : []);
const error = errorWith;
const failed = (line: number, name: string, file = 'a.hero') =>
  [
    '✗ exec.run',
    'error[SYS_COMMAND_FAILED]: `exec.run` failed: the program `sh` ended with exit code 1',
    `  --> ${file}:${line}:1`,
    `${line} | !!exec.run shell:sh cmd:'echo ${name} >> log; false'`,
    '  | ^^^^^^^^^^',
    'continue with `hero resume`\n',
  ].join('\n');
const inDoubt = (number: number, place: string) =>
  error('PLAY_IN_DOUBT', `action ${number}`, place, `\`--resolve ${number}=done\``);

/** Plays a script of three actions whose second one fails. */
async function failSecond(...options: string[]): Promise<void> {
  write('a.hero', `${count('one')}${count('two', 'false')}${count('three')}`);
  const { code, err } = await hero(['run', 'a.hero', ...options]);
  expect([code, err.includes('✗ exec.run\n')]).toEqual([1, true]);
}

describe('a run that failed', () => {
  it('says how to go on', async () => {
    write('a.hero', count('one', 'false'));
    expect((await hero(['run', 'a.hero'])).err).toBe(failed(1, 'one'));
    expect((await hero(['run', 'a.hero', '--session', 'nightly', '-c', 'ops'])).err).toBe(
      failed(1, 'one').replace('resume`', 'resume nightly -c ops`'),
    );
    expect((await hero(['run', 'a.hero', '-c', 'ops'])).err).toBe(
      failed(1, 'one').replace('resume`', 'resume -c ops`'),
    );
  });

  it('is not played again unless somebody says so', async () => {
    await failSecond('--session', 'nightly');
    expect(await hero(['run', 'a.hero', '--session', 'nightly'])).toEqual({
      code: 4,
      out: '',
      err: error('PLAY_UNFINISHED', '`nightly`'),
    });
    expect(log()).toEqual(['one', 'two']);
  });

  it('is played anew with --restart', async () => {
    await failSecond('--session', 'nightly');
    write('a.hero', count('one') + count('two'));
    expect(await hero(['run', '-q', 'a.hero', '--session', 'nightly', '--restart'])).toMatchObject({
      code: 0,
    });
    expect(log()).toEqual(['one', 'two', 'one', 'two']);
  });
});

describe('hero resume', () => {
  it('goes on with the latest session that did not end', async () => {
    await results('run', '-q', '-t', count('zero'), '--session', 'daily');
    await failSecond('--session', 'nightly');
    await results('run', '-q', '-t', count('four'), '--session', 'weekly');
    expect(await hero(['resume', '--resolve', '2=done'])).toEqual({
      code: 0,
      out: '',
      err: '– exec.run  marked as done\n✓ exec.run  echo three >> log; true\none action played\n',
    });
    expect(log()).toEqual(['zero', 'one', 'two', 'four', 'three']);
    expect((await results('session', 'list')).match(/not ended/g)).toBe(null);
  });

  it('goes on with the session that is named, in the context that is named', async () => {
    await failSecond('--session', 'nightly', '-c', 'ops');
    await failSecond('--session', 'weekly', '-c', 'ops');
    rmSync('log');
    const { code } = await hero(['resume', 'Nightly', '-c', 'ops', '--resolve', '2=retry']);
    expect([code, log()]).toEqual([1, ['two']]);
  });

  it('is told what there is to resume', async () => {
    await results('run', '-q', '-t', count('one'), '--session', 'daily');
    expect(await hero(['resume'])).toEqual({
      code: 1,
      out: '',
      err: error('PLAY_NOTHING_TO_RESUME', '`default`'),
    });
    expect(await hero(['resume', 'daily'])).toEqual({
      code: 1,
      out: '',
      err: error('PLAY_NOTHING_TO_RESUME', '`daily`'),
    });
  });

  it('makes no session and no context', async () => {
    expect(await hero(['resume'])).toEqual({
      code: 1,
      out: '',
      err: error('PLAY_NO_CONTEXT', '`default`'),
    });
    await results('run', '-q', '-t', count('one'), '--session', 'daily');
    expect(await hero(['resume', 'nightly'])).toEqual({
      code: 1,
      out: '',
      err: error('PLAY_NO_SESSION', '`default`', '`nightly`'),
    });
    expect(existsSync('hero-home/contexts/default/sessions/nightly')).toBe(false);
  });

  it('gives each event to --json, and the error in a last line', async () => {
    await failSecond('--session', 'nightly');
    const { code, out, err } = await hero(['resume', '--json']);
    expect([code, err]).toEqual([3, '']);
    const events = out
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line));
    expect(events.map(({ type }) => type)).toEqual(['opened', 'ended', 'error']);
    expect(events[0]).toMatchObject({ session: 'nightly', run: 1, resumed: true });
    expect(events[2]).toMatchObject({ code: 'PLAY_IN_DOUBT', exit: 3 });
  });
});

describe('an action that failed', () => {
  it('is in doubt, and nobody can be asked', async () => {
    await failSecond();
    expect(await hero(['resume'])).toEqual({ code: 3, out: '', err: inDoubt(2, 'a.hero:2:1') });
    expect(await hero(['resume', '--resolve', '1=done'])).toMatchObject({ code: 3 });
    expect(log()).toEqual(['one', 'two']);
  });

  it.each([
    ['done', 0, ['one', 'two', 'three']],
    ['retry', 1, ['one', 'two', 'two']],
  ])('--resolve 2=%s', async (decision, exit, played) => {
    await failSecond();
    const { code } = await hero(['resume', '--resolve', `2=${decision}`]);
    expect([code, log()]).toEqual([exit, played]);
  });

  it.each(['2', '2=perhaps', 'two=done', '=done', ''])('--resolve %j is no decision', async text => {
    expect(await hero(['resume', '--resolve', text])).toEqual({
      code: 2,
      out: '',
      err: error('CLI_USAGE', `\`${text}\``),
    });
  });

  it('is played when it was edited, with a note', async () => {
    await failSecond();
    write('a.hero', `${count('one')}${count('two', 'exit 0')}${count('three')}`);
    const { code, out, err } = await hero(['resume']);
    expect({ code, out }).toEqual({ code: 0, out: '' });
    expect(err.replace(/\(\S+\/a\.hero/, '(a.hero')).toBe(
      [
        '– exec.run  it is not in the script any more',
        'note: exec.run (a.hero:2:1) is new or was changed since the run began, and is played',
        '✓ exec.run  echo two >> log; exit 0',
        '✓ exec.run  echo three >> log; true',
        '2 actions played\n',
      ].join('\n'),
    );
    expect(log()).toEqual(['one', 'two', 'two', 'three']);
  });

  it('is not played twice when doing so does no harm', async () => {
    write('a.hero', '!!file.mkdir path:one\n!!file.mkdir path:one/two/../..//bad/x\n');
    write('bad', '');
    expect(await hero(['run', '-q', 'a.hero'])).toMatchObject({ code: 1 });
    rmSync('bad');
    // Idempotent: it is simply tried again.
    expect(await hero(['resume', '-q'])).toEqual({ code: 0, out: '', err: '' });
    expect(existsSync('bad/x')).toBe(true);
  });
});

describe('the part that was played', () => {
  it('may not read differently, unless somebody accepts it', async () => {
    await failSecond();
    write('a.hero', `${count('first')}${count('two', 'false')}${count('three')}`);
    expect(await hero(['resume', '--resolve', '2=done'])).toEqual({
      code: 4,
      out: '',
      err: error(
        'PLAY_CHANGED',
        "\n- !!exec.run shell:sh cmd:'echo one >> log; true'   (a.hero:1:1)\n",
        "\n+ !!exec.run shell:sh cmd:'echo first >> log; true'   (a.hero:1:1)\n",
        '`--accept-changes`',
      ),
    });
    expect(log()).toEqual(['one', 'two']);
    const accepted = await hero(['resume', '-q', '--resolve', '2=done', '--accept-changes']);
    expect([accepted.code, log()]).toEqual([0, ['one', 'two', 'first', 'three']]);
  });

  it('may have other comments and another layout', async () => {
    await failSecond();
    write(
      'a.hero',
      `# A title\n\n!!exec.run // the first\n  cmd:"echo one >> log; true"\n  shell:'sh'\n\n${count('two', 'false')}${count('three')}`,
    );
    expect(await hero(['resume', '-q', '--resolve', '2=done'])).toEqual({ code: 0, out: '', err: '' });
    expect(log()).toEqual(['one', 'two', 'three']);
  });
});

describe('what a script leaves open', () => {
  const script =
    "!!file.mkdir\n!!file.mkdir\n!!play.ask name:city question:'Where to?'\n!!file.mkdir path:after\n";
  const open = (id: string, question: string, line: number) =>
    [
      `error[PLAY_NO_ANSWER]: the question \`${id}\` has no answer, because this run cannot ask: \`${question}\``,
      `  --> a.hero:${line}:1`,
      `${line} | ${script.split('\n')[line - 1]}`,
      `  | ${line === 3 ? '^^^^^^^^^^' : '^^^^^^^^^^^^'}`,
      `  hint: answer with \`--set ${id}=…\`, in a file of \`--answers\`, as \`HERO_ANSWER_${id.toUpperCase().replaceAll('.', '_')}\`, or in a terminal\n`,
    ].join('\n');

  it('is told at once, all of it', async () => {
    write('a.hero', script);
    const needs = 'file.mkdir needs `path`: the folder';
    expect(await hero(['run', 'a.hero'])).toEqual({
      code: 3,
      out: '',
      err: [
        open('file.mkdir.path', needs, 1),
        open('file.mkdir.path_2', needs, 2),
        open('city', 'Where to?', 3),
        '3 questions are open, so nothing was played\n',
      ].join(''),
    });
    expect(existsSync('after')).toBe(false);
  });

  const settings = ['--set', 'file.mkdir.path=one', '--set', 'file.mkdir.path_2=two', '--set', 'city=Ghent'];

  it('is answered with --set', async () => {
    write('a.hero', script);
    expect(await hero(['run', '-q', 'a.hero', ...settings])).toEqual({ code: 0, out: '', err: '' });
    expect(['one', 'two', 'after'].map(name => existsSync(name))).toEqual([true, true, true]);
  });

  it.each([
    ['JSON', '{"file.mkdir.path": "one", "file.mkdir.path_2": "two", "city": "Ghent"}'],
    ['params', 'file.mkdir.path:one file.mkdir.path_2:two\ncity:Ghent\n'],
  ])('is answered by a file of %s', async (_, text) => {
    write('a.hero', script);
    write('answers', text);
    expect(await hero(['run', '-q', 'a.hero', '--answers', 'answers'])).toEqual({
      code: 0,
      out: '',
      err: '',
    });
    expect(['one', 'two', 'after'].map(name => existsSync(name))).toEqual([true, true, true]);
  });

  it('is answered by nothing when the file is bad', async () => {
    write('a.hero', script);
    write('answers', '["one"]');
    expect(await hero(['run', 'a.hero', '--answers', 'answers'])).toEqual({
      code: 2,
      out: '',
      err: error('CLI_USAGE', '`answers`'),
    });
    expect(existsSync('hero-home')).toBe(false);
  });

  it('is answered by variables, and when a run goes on', async () => {
    write('a.hero', `${script}!!play.echo content:'to {city}'\n`);
    expect(await hero(['run', '-q', 'a.hero', ...settings.slice(0, 4)])).toMatchObject({ code: 3 });
    vi.stubEnv('HERO_ANSWER_CITY', 'Ghent');
    expect(await hero(['resume', '-q', ...settings.slice(0, 4)])).toEqual({
      code: 0,
      out: 'to Ghent\n',
      err: '',
    });
  });
});

describe('a session that somebody plays', () => {
  const script =
    "!!exec.run shell:sh cmd:'echo started; until test -e go; do sleep 0.05; done'\n!!file.mkdir path:late\n";
  const owner = (pid: number | undefined) => new RegExp(`\\(process ${pid} on \`[^\`]+\`\\) since \\S+Z`);

  it('is locked for everybody else', async () => {
    write('a.hero', script);
    const first = startShell(bin, 'exec hero run -q a.hero --session nightly');
    await first.saw(1);
    for (const argv of [
      ['run', 'a.hero', '--session', 'nightly'],
      ['resume', 'nightly'],
    ]) {
      const { code, out, err } = await hero(argv);
      expect({ code, out }).toEqual({ code: 4, out: '' });
      expect(err).toMatch(owner(first.child.pid));
      expect(err.replace(owner(first.child.pid), 'OWNER')).toEqual(
        error('SYS_LOCKED', '`nightly`', '`hero`'),
      );
    }
    write('go', '');
    expect(await first.ended).toEqual({ code: 0, out: 'started\n', err: '' });
    expect(existsSync('late')).toBe(true);
  });

  it('can be taken over: the other one ends before its next action', async () => {
    write('a.hero', script);
    const first = startShell(bin, 'exec hero run a.hero --session nightly');
    await first.saw(1);
    const second = ['run', '-q', '-t', count('mine'), '--session', 'nightly', '--restart', '--take-over'];
    expect(await hero(second)).toEqual({ code: 0, out: '', err: '' });
    write('go', '');
    const { code, out, err } = await first.ended;
    expect({ code, out }).toEqual({ code: 4, out: 'started\n' });
    expect(err).toMatch(owner(process.pid));
    expect(
      err
        .slice(err.indexOf('error['))
        .replace(owner(process.pid), 'OWNER')
        .replace(/by `[^`]+`/, 'by HERO'),
    ).toEqual(error('SYS_FENCED', '`nightly`'));
    expect([existsSync('late'), log()]).toEqual([false, ['mine']]);
    expect(await results('session', 'list')).toMatch(/^nightly .* ended /);
  });
});

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { version } from '../../../../src/base/version.ts';
import { commit, redirect, runGit } from '../../../git/upstream.ts';
import { hero, results, useWorld, write } from '../../../support/cli.ts';

const world = useWorld();

/** A repository with one script, `play.hero`. */
function repository(folder: string, script: string): string {
  write(path.join(folder, '.gitkeep'), '');
  runGit(folder, 'init', '-q', '-b', 'main');
  commit(folder, { 'play.hero': script });
  return folder;
}

const echo = (text: string) => `!!play.echo content:'${text}'\n`;

describe('what is played', () => {
  it('a file', async () => {
    write(
      'a.hero',
      "!!config.set key:city value:Ghent\n!!config.get key:city\n!!play.echo content:'Good morning'\n",
    );
    expect(await hero(['run', 'a.hero'])).toEqual({
      code: 0,
      out: 'Good morning\nGhent\n',
      err: '✓ config.set  city\n3 actions played\n',
    });
  });

  it('a file without the word `run`, with options behind it', async () => {
    write('a.hero', "!!play.echo content:'to {city}'\n");
    expect(await hero(['a.hero', '--set', 'city=Ghent'])).toEqual({
      code: 0,
      out: 'to Ghent\n',
      err: 'one action played\n',
    });
  });

  it('a folder, files in the order of their names', async () => {
    write('site/b.hero', echo('b'));
    write('site/a.md', `# Prose\n\n${echo('a')}`);
    write('site/_draft.hero', echo('draft'));
    expect(await results('run', 'site')).toBe('a\nb\n');
  });

  it('standard input', async () => {
    expect(await hero(['run', '-'], { input: echo('piped') })).toMatchObject({ code: 0, out: 'piped\n' });
  });

  it('a text', async () => {
    expect(await results('run', '-t', echo('typed'))).toBe('typed\n');
    expect(await results('run', '--text', echo('typed'))).toBe('typed\n');
  });

  it('a repository, checked out below the coderoot', async () => {
    repository('origin/site', echo('from a repository'));
    expect(await hero(['run', '-u', './origin/site'])).toEqual({
      code: 0,
      out: 'from a repository\n',
      err: 'one action played\n',
    });
    expect(existsSync('code/local/origin/site/play.hero')).toBe(true);
  });

  it('nothing, when there are no actions', async () => {
    expect(await hero(['run', '-t', 'Only prose.'])).toEqual({
      code: 0,
      out: '',
      err: 'no action to play\n',
    });
  });
});

describe('what cannot be played', () => {
  it.each([
    [['run'], 'nothing'],
    [['run', 'a.hero', '-t', 'x'], 'more than one'],
    [['run', '-t', 'x', '-u', './y'], 'more than one'],
  ])('%j: a wrong command line', async (argv, found) => {
    expect(await hero(argv)).toEqual({
      code: 2,
      out: '',
      err: `error[CLI_USAGE]: expected one script to play, but found ${found}\n  hint: write \`hero run script.hero\`, or see \`hero run --help\`\n`,
    });
  });

  it('a path that is not there, with or without `run`', async () => {
    const err =
      'error[PLAY_PATH_NOT_FOUND]: there is no file or directory `no.hero`\n  hint: check the path\n';
    expect(await hero(['run', 'no.hero'])).toEqual({ code: 1, out: '', err });
    expect(await hero(['no.hero'])).toEqual({ code: 1, out: '', err });
  });

  it('a script with errors: each is drawn, nothing is played', async () => {
    write('a.hero', `${echo('a')}!!!!!play.echo content:b\n!!play.echo content:"c\n`);
    const { code, out, err } = await hero(['run', 'a.hero']);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain('error[SCRIPT_TOO_MANY_BANGS]');
    expect(err).toContain('  --> a.hero:2:1\n2 | !!!!!play.echo content:b\n');
    expect(err).toContain('  --> a.hero:3:21\n3 | !!play.echo content:"c\n  |                     ^');
    expect(err).toMatch(/\na\.hero has 2 errors, so nothing of it is played\n$/);
  });

  it('an unknown action is refused with the nearest name', async () => {
    expect(await hero(['run', '-t', `${echo('a')}!!play.ecco content:b`])).toEqual({
      code: 2,
      out: '',
      err: [
        'error[ACTION_UNKNOWN]: cannot play `play.ecco`: `play` has no such action',
        '  --> text:2:1',
        '2 | !!play.ecco content:b',
        '  | ^^^^^^^^^^^ did you mean `play.echo`?',
        '',
      ].join('\n'),
    });
  });

  it('an action that fails: those before it have run, those behind it have not', async () => {
    const script = '!!file.mkdir path:one\n!!exec.run cmd:false\n!!file.mkdir path:two\n';
    expect(await hero(['run', '-t', script])).toEqual({
      code: 1,
      out: '',
      err: [
        '✓ file.mkdir  one',
        '✗ exec.run',
        'error[SYS_COMMAND_FAILED]: `exec.run` failed: the program `false` ended with exit code 1',
        '  --> text:2:1',
        '2 | !!exec.run cmd:false',
        '  | ^^^^^^^^^^',
        'continue with `hero resume`',
        '',
      ].join('\n'),
    });
    expect([existsSync('one'), existsSync('two')]).toEqual([true, false]);
  });
});

describe('context, session and coderoot', () => {
  it('--context: a context of its own, made when something is kept', async () => {
    await results('run', '-c', 'ops', '-t', '!!config.set key:a value:1');
    await results('run', '--context', 'ops', '-t', '!!config.set key:b value:2');
    expect(await results('context', 'list')).toBe('ops\n');
    expect(await results('config', 'list', '-c', 'ops')).toBe('a\nb\n');
    expect(await results('config', 'list')).toBe('');
  });

  it('--session: the name it is kept under', async () => {
    await results('run', '--session', 'nightly', '-t', echo('a'));
    expect(readFileSync('hero-home/contexts/default/sessions/nightly/playbook.hero', 'utf8')).toContain(
      '!!play.echo',
    );
    expect(await results('session', 'list')).toMatch(/^nightly {2}/);
  });

  it('--coderoot: where repositories are checked out, kept by the context', async () => {
    repository('origin/site', echo('a'));
    await results('run', '-c', 'ops', '--coderoot', './elsewhere', '-u', './origin/site');
    expect(existsSync('elsewhere/local/origin/site/play.hero')).toBe(true);
    expect(await results('git', 'list', '-c', 'ops')).toBe(`${world.folder}/elsewhere/local/origin/site\n`);
    expect(existsSync('code')).toBe(false);
  });

  it('a script names its own context, unless another is told', async () => {
    write('a.hero', '!!context.configure name:site\n!!config.set key:a value:1\n');
    await results('run', 'a.hero');
    expect(await results('config', 'get', 'a', '-c', 'site')).toBe('1\n');
    expect(await hero(['run', 'a.hero', '-c', 'ops'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('error[PLAY_OTHER_CONTEXT]'),
    });
  });
});

describe('--pull and --reset', () => {
  it('fetch what is new, and throw local changes away', async () => {
    const origin = repository('origin/site', echo('first'));
    expect(await results('run', '-u', './origin/site')).toBe('first\n');
    commit(origin, { 'play.hero': echo('second') });
    expect(await results('run', '-u', './origin/site')).toBe('first\n');
    expect(await results('run', '-u', './origin/site', '--pull')).toBe('second\n');

    write('code/local/origin/site/play.hero', echo('mine'));
    expect(await results('run', '-u', './origin/site')).toBe('mine\n');
    expect(await hero(['run', '-u', './origin/site', '--pull'])).toMatchObject({
      code: 1,
      err: expect.stringContaining('error[GIT_LOCAL_CHANGES]'),
    });
    expect(await results('run', '-u', './origin/site', '--reset')).toBe('second\n');
  });

  it.each(['--pull', '--reset'])('%s without a URL is a wrong command line', async option => {
    expect(await hero(['run', 'a.hero', option])).toEqual({
      code: 2,
      out: '',
      err: `error[CLI_USAGE]: \`${option}\` needs a repository, but there is no \`--url\`\n  hint: name the repository with \`--url\`\n`,
    });
  });
});

describe('--priority', () => {
  const script = '!!file.mkdir path:a\n!!config.set key:b value:1\n!!config.delete key:c\n';

  it('orders what runs; it may be repeated, also for one number', async () => {
    const { err } = await hero(['run', '-t', script, '--priority', '20=config.delete']);
    expect(err).toBe('✓ config.delete  c\n✓ file.mkdir  a\n✓ config.set  b\n3 actions played\n');
    const options = ['--priority', '20=config.delete', '--priority', '20=config.set', '--priority', '9=x.*'];
    expect((await hero(['run', '-t', script, ...options])).err).toBe(
      '✓ config.set  b\n✓ config.delete  c\n✓ file.mkdir  a\n3 actions played\n',
    );
  });

  it('that is no number and filter is a wrong command line', async () => {
    expect(await hero(['run', '-t', script, '--priority', 'site'])).toEqual({
      code: 2,
      out: '',
      err: 'error[CLI_USAGE]: expected `--priority N=FILTER`, but found `site`\n  hint: write for example `--priority 5=site.*`\n',
    });
    expect(await hero(['run', '-t', script, '--priority', '99=site.*'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('error[PLAY_BAD_PRIORITY]'),
    });
  });
});

describe('--set', () => {
  it('sets params of the session; the value may hold `=`, and the last one wins', async () => {
    const argv = ['run', '-t', "!!play.echo content:'{a} {big_city}'", '--set', 'a=0', '--set', 'a=x=y'];
    expect(await results(...argv, '--set', 'Big-City=Ghent')).toBe('x=y Ghent\n');
  });

  it('answers a question', async () => {
    const script = "!!play.ask name:city question:'Where to?'\n!!play.echo content:'to {city}'";
    expect(await results('run', '-t', script, '--set', 'city=Ghent')).toBe('to Ghent\n');
  });

  it.each(['city', '=Ghent', ''])('%j is no setting', async text => {
    expect(await hero(['run', '-t', 'x', '--set', text])).toEqual({
      code: 2,
      out: '',
      err: `error[CLI_USAGE]: expected \`--set KEY=VALUE\`, but found \`${text}\`\n  hint: write for example \`--set city=Ghent\`\n`,
    });
  });
});

describe('a question that nobody can answer', () => {
  const script = "!!play.ask name:city question:'Where to?'\n!!file.mkdir path:after\n";
  const unanswered = {
    code: 3,
    out: '',
    err: [
      'error[PLAY_NO_ANSWER]: the question `city` has no answer, because this run cannot ask: `Where to?`',
      '  --> text:1:1',
      "1 | !!play.ask name:city question:'Where to?'",
      '  | ^^^^^^^^^^',
      '  hint: answer with `--set city=…`, in a file of `--answers`, as `HERO_ANSWER_CITY`, or in a terminal',
      '',
    ].join('\n'),
  };

  it.each([
    ['without a terminal', [], {}],
    ['with --script', ['-s'], { isTerminal: true }],
    ['with --script in words', ['--script'], { isTerminal: true }],
    ['with CI set', [], { isTerminal: true, env: { CI: 'true' } }],
  ])('%s it names the question and the ways to answer', async (_, options, setting) => {
    expect(await hero(['run', '-t', script, ...options], setting)).toEqual(unanswered);
    expect(existsSync('after')).toBe(false);
  });

  it('is answered by its default', async () => {
    const withDefault =
      "!!play.ask name:city question:'Where to?' default:Ghent\n!!play.echo content:'to {city}'";
    expect(await hero(['run', '-t', withDefault])).toEqual({
      code: 0,
      out: 'to Ghent\n',
      err: '✓ play.ask  city\n2 actions played\n',
    });
  });
});

describe('--json', () => {
  const events = (out: string) =>
    out
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line));

  /** What an event says of an action: where it is, what it is, and what it is known by. */
  const action = (number: number, name: string, place: string, text: string) => ({
    number,
    name,
    place,
    text,
    key: expect.stringMatching(/^[0-9a-f]{16}-1$/),
  });
  const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  const seconds = expect.any(Number);
  const opened = {
    type: 'opened',
    format: 1,
    id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    session: 'one',
    context: 'default',
    run: 1,
    resumed: false,
    interactive: false,
    version,
    time,
  };

  it('prints one object a line, and nothing else', async () => {
    const { code, out, err } = await hero([
      'run',
      '--json',
      '--session',
      'one',
      '-t',
      "!!play.echo content:'a'\n!!exec.run cmd:echo args:b",
    ]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const said = action(1, 'play.echo', 'text:1:1', '!!play.echo content:a');
    const run = action(2, 'exec.run', 'text:2:1', '!!exec.run cmd:echo args:b');
    expect(events(out)).toEqual([
      opened,
      { type: 'planned', actions: 2, keys: [said.key, run.key], time },
      { type: 'started', action: said, attempt: 1, effect: 'pure', time },
      { type: 'said', action: { number: 1, name: 'play.echo' }, text: 'a', time },
      { type: 'done', action: said, seconds, time },
      { type: 'started', action: run, attempt: 1, effect: 'once', time },
      { type: 'output', action: { number: 2, name: 'exec.run' }, stream: 'stdout', text: 'b\n', time },
      { type: 'done', action: run, seconds, result: { stdout: 'b' }, time },
      { type: 'ended', status: 'done', played: 2, failed: 0, skipped: 0, seconds, time },
    ]);
  });

  it('prints what the journal keeps', async () => {
    const { out } = await hero(['run', '--json', '--session', 'one', '-t', echo('a')]);
    const journal = readFileSync('hero-home/contexts/default/sessions/one/journal.jsonl', 'utf8');
    const kept = events(journal).map(({ seq, sum, ...event }) => event);
    expect(kept).toEqual(events(out));
  });

  it('tells what failed, and in a last line its exit code and places', async () => {
    const { code, out, err } = await hero([
      'run',
      '--json',
      '--session',
      'one',
      '-t',
      '\n!!config.get key:no',
    ]);
    expect({ code, err }).toEqual({ code: 1, err: '' });
    const get = action(1, 'config.get', 'text:2:1', '!!config.get key:no');
    const [why, hint] = ['the configuration has no key `no`', 'set it, or give a `default`'];
    const message = `\`config.get\` failed: ${why}`;
    expect(events(out)).toEqual([
      opened,
      { type: 'planned', actions: 1, keys: [get.key], time },
      { type: 'started', action: get, attempt: 1, effect: 'pure', time },
      {
        type: 'failed',
        action: get,
        seconds,
        error: { code: 'PLAY_NOT_SET', message: why, hint },
        ignored: false,
        time,
      },
      {
        type: 'ended',
        status: 'failed',
        played: 0,
        failed: 1,
        skipped: 0,
        seconds,
        error: { code: 'PLAY_NOT_SET', message, hint },
        time,
      },
      {
        type: 'error',
        code: 'PLAY_NOT_SET',
        exit: 1,
        diagnostics: [
          { code: 'PLAY_NOT_SET', severity: 'error', message, file: 'text', line: 2, column: 1, hint },
        ],
      },
    ]);
  });

  it('tells an error that comes before there is a session', async () => {
    const { code, out, err } = await hero(['run', 'no.hero', '--json']);
    expect({ code, err }).toEqual({ code: 1, err: '' });
    expect(events(out)).toEqual([
      {
        type: 'error',
        code: 'PLAY_PATH_NOT_FOUND',
        exit: 1,
        diagnostics: [
          {
            code: 'PLAY_PATH_NOT_FOUND',
            severity: 'error',
            message: 'there is no file or directory `no.hero`',
            hint: 'check the path',
          },
        ],
      },
    ]);
  });
});

describe('-q and -v', () => {
  const script = '!!config.set key:a value:1\n!!config.get key:a\n';

  it('--quiet prints results only', async () => {
    expect(await hero(['run', '-q', '-t', script])).toEqual({ code: 0, out: '1\n', err: '' });
    expect(await hero(['run', '--quiet', '-t', script])).toEqual({ code: 0, out: '1\n', err: '' });
  });

  it('--verbose adds the time each action took, and where the session is kept', async () => {
    const { code, out, err } = await hero(['run', '-v', '--session', 'one', '-t', script]);
    expect({ code, out }).toEqual({ code: 0, out: '1\n' });
    expect(err.replace(/\d+\.\d\d s/g, 'N s')).toBe(
      '✓ config.set  a  (N s)\n✓ config.get  a  (N s)\n2 actions played (session one, context default)\n',
    );
  });

  it('cannot be given together', async () => {
    expect(await hero(['run', '-q', '-v', '-t', script])).toEqual({
      code: 2,
      out: '',
      err: 'error[CLI_USAGE]: option `-q, --quiet` cannot be used with option `-v, --verbose`\n  hint: see `hero run --help`\n',
    });
  });
});

describe('--allow-include', () => {
  it('lets a script of a repository include from another account', async () => {
    repository('hosts/crew/site', "!!play.include url:'https://git.example.org/friends/parts'\n");
    repository('hosts/friends/parts', echo('from friends'));
    redirect('https://git.example.org/', path.join(world.folder, 'hosts'));
    const argv = ['run', '-u', 'https://git.example.org/crew/site'];

    expect(await hero(argv)).toMatchObject({
      code: 4,
      out: '',
      err: expect.stringMatching(
        /^✗ play\.include\nerror\[PLAY_INCLUDE_REFUSED\].*[\s\S]*--allow-include git\.example\.org\/friends/,
      ),
    });
    const allowed = await hero([...argv, '--allow-include', 'git.example.org/friends']);
    expect(allowed).toMatchObject({ code: 0, out: 'from friends\n' });
  });
});

describe('what is shown', () => {
  it('steers no terminal: control characters of a script are spelled out', async () => {
    const { out } = await hero(['run', '-t', "!!play.echo content:'{x}'", '--set', 'x=a\u001b[2J\nb\u202e']);
    expect(out).toBe('a\\u{1B}[2J\nb\\u{202E}\n');
  });

  it('passes on what programs print, each stream to its own', async () => {
    expect(await hero(['run', '-q', '-t', "!!exec.run shell:sh cmd:'echo one; echo two >&2'"])).toEqual({
      code: 0,
      out: 'one\n',
      err: 'two\n',
    });
  });

  it('has a line for what says nothing itself', async () => {
    const script = '!!config.set key:a value:1\n!!config.get key:a into:b\n!!config.get key:a\n!!config.list';
    expect(await hero(['run', '-t', script])).toEqual({
      code: 0,
      out: '1\na\n',
      err: '✓ config.set  a\n✓ config.get  a\n4 actions played\n',
    });
  });

  it('cuts long subjects at the width of the terminal', async () => {
    const script = `!!exec.run cmd:true args:${'a'.repeat(200)}`;
    const { err } = await hero(['run', '-t', script], { width: 40 });
    expect(err.split('\n')[0]).toBe(`✓ exec.run  true ${'a'.repeat(22)}…`);
    expect([...(err.split('\n')[0] ?? '')]).toHaveLength(40);
  });

  it('colours the marks when it may', async () => {
    const { err } = await hero(['run', '-t', '!!file.mkdir path:a\n!!exec.run cmd:false'], { color: true });
    expect(err).toContain('\u001b[32m✓\u001b[0m file.mkdir  a\n\u001b[31m✗\u001b[0m exec.run\n');
    expect(err).toContain('\u001b[31merror[SYS_COMMAND_FAILED]\u001b[0m: ');
  });

  it('an interrupt ends the run with 130', async () => {
    const interrupt = new AbortController();
    const ran = await hero(['run', '-t', "!!exec.run shell:sh cmd:'echo started; sleep 1000'"], {
      signal: interrupt.signal,
      onOut: () => interrupt.abort(new Error('interrupted by Ctrl-C')),
    });
    expect(ran).toEqual({
      code: 130,
      out: 'started\n',
      err: [
        'error[PLAY_INTERRUPTED]: the run was interrupted: interrupted by Ctrl-C',
        'continue with `hero resume`',
        '',
      ].join('\n'),
    });
  });
});

describe('the last words', () => {
  it('count what failed as played', async () => {
    write('a.hero', '!!exec.run cmd:false play.on_error:continue\n');
    expect((await hero(['run', 'a.hero'])).err).toMatch(/\none action played, 1 failed\n$/);
  });

  it('say how to go on with what a module of the program left', async () => {
    const module = "{ name: 'm', filter: 'a.*', play() { throw new Error('no'); } }";
    write('hero.config.mjs', `export default [${module}];\n`);
    write('a.hero', '!!a.x\n');
    expect((await hero(['run', 'a.hero'])).err).toMatch(/\ncontinue with `hero resume`\n$/);
  });
});

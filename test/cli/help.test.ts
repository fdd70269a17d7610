import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { columns } from '../../src/base/index.ts';
import { hero, useWorld } from '../support/cli.ts';

useWorld();

const everyCommand = [
  [],
  ['run'],
  ['find'],
  ['show'],
  ['session'],
  ['session', 'list'],
  ['session', 'show'],
  ['context'],
  ['context', 'list'],
  ['config'],
  ['config', 'get'],
  ['config', 'set'],
  ['config', 'list'],
  ['config', 'rm'],
  ['git'],
  ['git', 'list'],
  ['git', 'clone'],
  ['git', 'path'],
];

describe('help', () => {
  it('hero --help', async () => {
    const { code, out, err } = await hero(['--help']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toBe(`Usage: hero [options] [command]

Plays HeroScript: readable actions, found, checked and played in order.

Options:
  -V, --version           print the version
  -h, --help              print this help

Commands:
  run [path]              play a script
  check [path]            say what is wrong in scripts
  fmt [path]              write scripts in the canonical format
  find <filter> [path]    list the actions that match a filter
  show [session]          print a session as a script
  session list|show       list sessions, or print one
  context list            list contexts
  config get|set|list|rm  read and change the configuration of a context
  git list|clone|path     list, make and find checkouts of repositories
  help [command]          print the help of a command

Examples:
  hero run deploy.hero            play a script
  hero find 'git.*' deploy.hero   what it would do to repositories
  hero check                      what is wrong in the scripts below
`);
  });

  it('hero run --help', async () => {
    const { code, out, err } = await hero(['run', '--help']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toBe(`Usage: hero run [options] [path]

Plays a script, from one of a path, a text and a repository.

Arguments:
  path                            a file, a folder, or \`-\` for standard input

Options:
  -t, --text <text>               play this text
  -u, --url <url>                 play what stands in a git repository
  -c, --context <name>            the context (default: as the script says)
  --session <name>                the session (default: the time)
  --coderoot <dir>                where the context checks code out from now on
  -s, --script                    ask nothing
  --pull                          fetch what is new in the repository of --url
  --reset                         throw away local changes in its checkout first
  --priority <n=filter>           play what matches earlier, 0 first
  --set <key=value>               set a param of the session
  --allow-include <host/account>  let scripts of repositories include from there
  --json                          print one JSON object a line
  -q, --quiet                     print results only
  -v, --verbose                   print more
  -h, --help                      print this help

Examples:
  hero run deploy.hero                    play a file
  hero run docs/                          play all scripts of a folder
  hero run -t '!!play.echo hello'         play a text
  hero run -u https://host/account/repo   play a repository
  hero run a.hero --set city=Ghent -s     set a param, ask nothing
`);
  });

  it.each([
    [[], 24],
    [['run'], 30],
    [['find'], 24],
    [['config'], 24],
    [['git'], 24],
  ])('hero %j fits a screen', async (words, lines) => {
    const { out } = await hero([...words, '--help'], { width: 80 });
    expect(out.trimEnd().split('\n').length).toBeLessThanOrEqual(lines);
  });

  it.each(everyCommand.map(words => [words]))('hero %j --help fits 80 columns', async words => {
    const { code, out, err } = await hero([...words, '--help'], { width: 80 });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out.startsWith(`Usage: ${['hero', ...words].join(' ')} `)).toBe(true);
    for (const line of out.split('\n')) expect(columns(line)).toBeLessThanOrEqual(80);
  });

  it.each(everyCommand.map(words => [words]))('hero %j --help fits 40 columns', async words => {
    const { out } = await hero([...words, '--help'], { width: 40 });
    const [usage, ...lines] = out.split('\n');
    expect(usage).toMatch(/^Usage: hero /);
    for (const line of lines) expect(columns(line)).toBeLessThanOrEqual(40);
  });

  it('hero help run is the same as hero run --help', async () => {
    expect(await hero(['help', 'run'])).toEqual(await hero(['run', '--help']));
    expect(await hero(['help'])).toEqual(await hero(['--help']));
  });

  it.each([[['--version']], [['-V']]])('hero %j is what package.json says', async argv => {
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
    expect(await hero(argv)).toEqual({ code: 0, out: `${version}\n`, err: '' });
  });
});

describe('a wrong command line', () => {
  const wrong = (message: string, hint: string) => ({
    code: 2,
    out: '',
    err: `error[CLI_USAGE]: ${message}\n  hint: ${hint}\n`,
  });

  it.each([[[]], [['session']], [['context']], [['config']], [['git']]])(
    'hero %j without a command prints the help where errors go',
    async words => {
      const { out: help } = await hero([...words, '--help']);
      expect(await hero(words)).toEqual({ code: 2, out: '', err: help });
    },
  );

  it.each([
    [['rnu'], 'unknown command `rnu`', 'did you mean `run`?'],
    [['sesion', 'list'], 'unknown command `sesion`', 'did you mean `session`?'],
    [['bogus'], 'unknown command `bogus`', 'see `hero --help`'],
    [['config', 'gett', 'a'], 'unknown command `gett`', 'did you mean `get`?'],
    [['config', 'bogus'], 'unknown command `bogus`', 'see `hero config --help`'],
    [['run', '--scipt'], 'unknown option `--scipt`', 'did you mean `--script`?'],
    [['run', '--bogus'], 'unknown option `--bogus`', 'see `hero run --help`'],
    [['--bogus'], 'unknown option `--bogus`', 'see `hero --help`'],
    [['config', 'get'], 'missing required argument `key`', 'see `hero config get --help`'],
    [['run', '-t'], 'option `-t, --text <text>` argument missing', 'see `hero run --help`'],
    [
      ['run', 'a', 'b'],
      'too many arguments for `run`: expected 1 argument but got 2',
      'see `hero run --help`',
    ],
    [
      ['context', 'list', 'a'],
      'too many arguments for `list`: expected 0 arguments but got 1',
      'see `hero context list --help`',
    ],
  ])('hero %j', async (argv, message, hint) => {
    expect(await hero(argv)).toEqual(wrong(message, hint));
  });

  it('steers no terminal', async () => {
    expect(await hero(['\u001b[2Jbogus\n'])).toEqual(
      wrong('unknown command `\\u{1B}[2Jbogus\\u{A}`', 'see `hero --help`'),
    );
  });
});

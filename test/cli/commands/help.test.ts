import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { columns } from '../../../src/cli/terminal/text-width.ts';
import { hero, useWorld } from '../../support/cli.ts';

useWorld();

const everyCommand = [
  [],
  ['run'],
  ['plan'],
  ['apply'],
  ['resume'],
  ['find'],
  ['actors'],
  ['completion'],
  ['show'],
  ['session'],
  ['session', 'list'],
  ['session', 'show'],
  ['session', 'log'],
  ['session', 'report'],
  ['session', 'rm'],
  ['context'],
  ['context', 'list'],
  ['config'],
  ['config', 'get'],
  ['config', 'set'],
  ['config', 'list'],
  ['config', 'rm'],
  ['store'],
  ['store', 'check'],
  ['store', 'backup'],
  ['store', 'restore'],
  ['store', 'repair'],
  ['store', 'migrate'],
  ['store', 'stats'],
  ['lock'],
  ['lock', 'list'],
  ['lock', 'break'],
  ['secret'],
  ['secret', 'set'],
  ['secret', 'get'],
  ['secret', 'list'],
  ['secret', 'rm'],
  ['secret', 'rekey'],
  ['secret', 'rotate'],
  ['secret', 'recipients'],
  ['secret', 'recipients', 'add'],
  ['git'],
  ['git', 'list'],
  ['git', 'clone'],
  ['git', 'path'],
];

describe('help', () => {
  it('hero --help', async () => {
    const { code, out, err } = await hero(['--help']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toBe(`Usage: hero [--version] [--help] [command]

Plays HeroScript: readable actions, found, checked and played in order.

Commands:
  run [path]                  play a script
  plan [path]                 show the actions and changes of a script
  apply <file>                play a kept plan
  resume [session]            continue a session that did not end
  check [path]                list the mistakes in scripts
  fmt [path]                  write scripts in the canonical format
  find <filter> [path]        list the actions that match a filter
  actors [actor]              list actors, their actions and params
  show [session]              print a session as a script
  session list|show|log|…     list, show and remove sessions
  context list                list contexts
  config get|set|list|rm      read and change the configuration of a context
  store check|stats|backup|…  check, back up and move databases
  lock list|break             list and break locks
  secret set|get|list|…       keep, print and share secrets of a context
  git list|clone|path         list, make and find checkouts of repositories
  completion <shell>          print a script that completes in a shell
`);
  });

  it('hero run --help', async () => {
    const { code, out, err } = await hero(['run', '--help']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toBe(`Usage: hero run [options] [path]

Plays a script from a path, a text or a repository.

Arguments:
  path                            a file, a folder, or \`-\` for standard input

Options:
  -t, --text <text>               play this text
  -u, --url <url>                 play the scripts of a git repository
  -c, --context <name>            the context (default: as the script says)
  --session <name>                the session (default: the time)
  --restart                       start over if this session did not end
  --coderoot <dir>                the folder for checkouts, kept by the context
  --pull                          fetch new commits of the repository of --url
  --reset                         throw away local changes in its checkout first
  --priority <n=filter>           play matching actions earlier, 0 first
  -s, --script                    ask no questions
  --set <key=value>               set a param, or answer a question
  --answers <file>                answer questions from a file
  --allow-include <host/account>  let remote scripts include from this account
  --take-over                     take the session from its process
  --json                          print one JSON object per line
  -q, --quiet                     print results only
  -v, --verbose                   print more
  -h, --help                      print this help

Examples:
  hero run deploy.hero                    play a file
  hero run docs/                          play all scripts of a folder
  hero run -t '!!play.echo hello'         play a text
  hero run -u https://host/account/repo   play a repository
  hero run a.hero --set city=Ghent -s     set a param, ask no questions
`);
  });

  it.each([
    [[], 24],
    [['run'], 34],
    [['resume'], 30],
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
    const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'));
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

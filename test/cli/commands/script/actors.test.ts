import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { builtins } from '../../../../src/actors/index.ts';
import { columns } from '../../../../src/cli/terminal/text-width.ts';
import { hero, results, useWorld, write } from '../../../support/cli.ts';
import { root } from '../../../support/shared.ts';

const world = useWorld();

const shop = `export default ({ defineActor, p }) => [
  defineActor('shop', {
    open: { summary: 'Opens the shop.', effect: 'idempotent', params: {
      key: p.secret().optional().describe('what opens it'),
      till: p.int(),
      rooms: p.list().default(['front', 'back']),
    }, run() {} },
    close: { summary: 'Closes the shop.', prepares: true, open: true, params: {}, examples: ['!!shop.close', '!!shop.close now'], run() {} },
  }),
  { name: 'signs', filter: 'sign.*', play() {} },
];`;

describe('hero actors', () => {
  it('has a line for each actor, with all that is built in', async () => {
    const { code, out, err } = await hero(['actors'], { width: 500 });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const expected = builtins.map(
      ({ name, actions }) => `${name.padEnd(8)}  ${[...actions.keys()].join(', ')}`,
    );
    expect(out).toBe(`${expected.join('\n')}\n`);
  });

  it.each([80, 60, 40, 30])('fits %i columns, whatever it shows', async width => {
    const one = builtins.flatMap(({ name, actions }) => [...actions.keys()].map(each => `${name}.${each}`));
    for (const word of [[], ...builtins.map(({ name }) => [name]), ...one.map(each => [each])]) {
      const { code, out } = await hero(['actors', ...word], { width });
      expect(code).toBe(0);
      // Scripts stand as they are.
      const told = out.replace(/\nExamples?:\n[\s\S]*/, '');
      for (const line of told.split('\n')) expect(columns(line), line).toBeLessThanOrEqual(width);
    }
  });

  it('of an actor has a line for each action, with its summary', async () => {
    expect(await results('actors', 'git')).toBe(
      [
        'git.clone   Checks out a repository below the coderoot, unless it is there',
        '            already.',
        'git.pull    Fetches new commits into a checkout; refuses to change one with',
        '            local changes.',
        'git.reset   Throws away local changes of checkouts, which must be named; ignored',
        '            files stay.',
        'git.switch  Checks out another branch or tag.',
        'git.list    Lists the checkouts.',
        'git.status  Prints the branch and the changes of checkouts.',
        '',
      ].join('\n'),
    );
  });

  it('of an action has its params and examples', async () => {
    expect(await results('actors', 'exec.run')).toBe(
      [
        'exec.run',
        'Runs a program with a list of arguments, without a shell unless `shell` is set.',
        '',
        'Params:',
        '  cmd    text         required       the program; with `shell` the whole command',
        '                                     line',
        '  args   list                        its arguments',
        '  dir    path                        its working directory; default: the folder',
        '                                     of the script',
        '  shell  sh|bash|zsh                 the shell that reads `cmd`',
        '  env    list                        names of the session to add to its',
        '                                     environment, with their values',
        '  stdin  text                        its standard input',
        '  quiet  bool         default false  hide its output',
        '',
        'Examples:',
        "  !!exec.run cmd:node args:'-p','1 + 1'",
        "  !!exec.run shell:sh cmd:'echo one; echo two'",
        "  !!session.env_set key:TOKEN val:'only for its eyes'",
        '  !!exec.run shell:sh cmd:\'test -n "$TOKEN"\' env:TOKEN',
        '',
      ].join('\n'),
    );
    expect(await results('actors', 'EXEC.Run')).toBe(await results('actors', 'exec.run'));
  });

  it('--json prints an object for each action', async () => {
    const lines = async (...words: string[]) =>
      (await results('actors', ...words, '--json'))
        .trimEnd()
        .split('\n')
        .map(line => JSON.parse(line));
    const all = await lines();
    expect(all.map(({ name }) => name)).toEqual(
      builtins.flatMap(({ name, actions }) => [...actions.keys()].map(action => `${name}.${action}`)),
    );
    expect(await lines('file')).toEqual(all.filter(({ name }) => name.startsWith('file.')));
    expect(await lines('exec.run')).toEqual([
      {
        name: 'exec.run',
        summary: expect.stringContaining('Runs a program'),
        params: expect.arrayContaining([
          {
            name: 'quiet',
            kind: 'bool',
            required: false,
            secret: false,
            default: false,
            description: expect.any(String),
          },
        ]),
        schema: expect.objectContaining({ type: 'object', required: ['cmd'] }),
      },
    ]);
  });

  it.each([
    ['gti', 'gti', 'did you mean `git`?'],
    ['git.clon', 'git.clon', 'did you mean `git.clone`?'],
    ['warehouse', 'warehouse', 'see `hero actors`'],
    ['\u001b[2J', '\\u{1B}[2j', 'see `hero actors`'],
  ])('knows no %j', async (word, shown, hint) => {
    expect(await hero(['actors', word])).toEqual({
      code: 2,
      out: '',
      err: `error[ACTION_UNKNOWN]: there is no actor or action \`${shown}\`\n  hint: ${hint}\n`,
    });
  });
});

describe('hero actors with hero.config.*', () => {
  it('shows what the file of the working directory brings, in front of the others', async () => {
    write('hero.config.mjs', shop);
    const out = await results('actors');
    expect(out.split('\n').slice(0, 2)).toEqual(['shop      open, close', 'signs     plays sign.*']);
    expect(await results('actors', 'signs')).toBe('sign.*  Played by a module.\n');
    expect(await results('actors', 'signs', '--json')).toBe('{"name":"signs","filter":"sign.*"}\n');
    expect(await results('actors', 'shop.close')).toBe(
      [
        'shop.close',
        'Closes the shop.',
        'Takes effect while the script is read, before any other action runs.',
        '',
        'Params:',
        '  any other param',
        '',
        'Examples:',
        '  !!shop.close',
        '  !!shop.close now',
        '',
      ].join('\n'),
    );
  });

  it('tells the effect of an action, and no secret', async () => {
    write('hero.config.mjs', shop);
    expect(await results('actors', 'shop.open')).toBe(
      [
        'shop.open',
        'Opens the shop.',
        '',
        'Params:',
        '  key    secret                      what opens it',
        '  till   int     required',
        '  rooms  list    default front,back',
        '',
        'Effect: idempotent',
        '',
      ].join('\n'),
    );
    expect(JSON.parse(await results('actors', 'shop.open', '--json'))).toEqual({
      name: 'shop.open',
      summary: 'Opens the shop.',
      effect: 'idempotent',
      params: [
        { name: 'key', kind: 'secret', required: false, secret: true, description: 'what opens it' },
        { name: 'till', kind: 'int', required: true, secret: false, description: '' },
        {
          name: 'rooms',
          kind: 'list',
          required: false,
          secret: false,
          default: ['front', 'back'],
          description: '',
        },
      ],
      schema: expect.objectContaining({ type: 'object', required: ['till'], additionalProperties: false }),
    });
  });

  const git = (summary: string) =>
    `export default hero => hero.defineActor('git', { clone: { summary: '${summary}', params: {}, run() {} } });`;

  it('takes the nearest of two of the same name: here, the home, what is built in', async () => {
    write(`${world.home}/hero.config.ts`, git('Of the home.'));
    expect(await results('actors', 'git.clone')).toBe('git.clone\nOf the home.\n');
    expect(await results('actors', 'git')).toContain('git.status  Prints');
    write('hero.config.ts', git('Of here.'));
    expect(await results('actors', 'git.clone')).toBe('git.clone\nOf here.\n');
  });

  it('reads the file once where the home is the working directory', async () => {
    write('hero.config.mjs', 'globalThis.heroReads = (globalThis.heroReads ?? 0) + 1;\nexport default [];');
    const { code } = await hero(['actors'], { env: { HERO_HOME: world.folder } });
    expect({ code, reads: Reflect.get(globalThis, 'heroReads') }).toEqual({ code: 0, reads: 1 });
  });

  it('says what is wrong with the file', async () => {
    write('hero.config.mjs', "\nthrow new Error('no paint')");
    expect(await hero(['actors', 'git'])).toEqual({
      code: 2,
      out: '',
      err: 'error[PLAY_ACTORS_FILE]: hero.config.mjs:2 cannot be loaded: no paint\n  hint: repair the file\n',
    });
  });
});

describe('the command as it is built', () => {
  const command = join(root, 'dist/hero.js');

  beforeAll(() => {
    if (!existsSync(command)) execFileSync('npm', ['run', 'build'], { cwd: root, stdio: 'ignore' });
  });

  it('gives `heroplay` to a file that has none beside it', () => {
    const text =
      "import { defineActor, p } from 'heroplay';\nexport default defineActor('shop', { open: { summary: 'Opens.', params: { at: p.time() }, run() {} } });";
    write('hero.config.ts', text);
    const run = (folder: string) =>
      execFileSync(process.execPath, [command, 'actors', 'shop'], { cwd: folder, encoding: 'utf8' });
    expect(run(world.folder)).toBe('shop.open  Opens.\n');
    write('esm/hero.config.mjs', text);
    expect(run(join(world.folder, 'esm'))).toBe('shop.open  Opens.\n');
  });
});

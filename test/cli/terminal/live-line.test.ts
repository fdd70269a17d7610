import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { columns } from '../../../src/cli/terminal/text-width.ts';
import { hero, useWorld, write } from '../../support/cli.ts';
import { buildCommand, commandEnvironment } from '../../support/command.ts';
import { haveTmux, Terminal } from '../../support/terminal.ts';

useWorld();

const slow = "!!exec.run shell:sh cmd:'sleep 0.7; echo said; sleep 0.8'\n";
const about = 'exec.run  sleep 0.7; echo said; sleep 0.8';
/** Long enough for a line. */
const quick = "!!exec.run shell:sh cmd:'echo said; sleep 0.4'\n";
const wheel = /[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏]/;

describe.skipIf(!haveTmux())('the line of the action that runs', () => {
  const bin = buildCommand();
  let terminal: Terminal;
  afterEach(() => terminal.close());

  /** Starts a script in a terminal; all that is written there goes to the file `bytes`, too. */
  async function play(script: string, { before = '', options = '', width = 80 } = {}): Promise<void> {
    terminal = new Terminal({ env: commandEnvironment(bin), columns: width });
    write('a.hero', script);
    await terminal.see(/[#$]$/);
    terminal.record('bytes');
    terminal.type(`clear; ${before} hero run a.hero ${options}; echo "exit $?"`, 'Enter');
  }

  async function screenAtEnd(): Promise<string[]> {
    const screen = await terminal.see(/^exit \d+$/m);
    return screen.split('\n').slice(0, -1);
  }

  it.each(['', 'NO_COLOR=1'])('tells which one and for how long, and is gone at the end %s', async before => {
    await play(slow, { before });
    await terminal.see(new RegExp(`^. ${about.replaceAll('.', '\\.')}  0 s$`));
    await terminal.see(new RegExp(`^said\n. ${about.replaceAll('.', '\\.')}  1 s$`));
    expect(await screenAtEnd()).toEqual(['said', `✓ ${about}`, 'one action played', 'exit 0']);
    const bytes = readFileSync('bytes', 'utf8');
    expect(bytes).toMatch(wheel);
    expect(/\u001b\[36m/.test(bytes)).toBe(before === '');
  });

  it('stands below a line that a program left open', async () => {
    await play("!!exec.run shell:sh cmd:'printf half; sleep 0.5'\n!!exec.run cmd:sleep args:0.8\n");
    await terminal.see(/\n. exec\.run {2}sleep 0\.8 {2}0 s$/);
    expect(await screenAtEnd()).toEqual([
      'half',
      '✓ exec.run  printf half; sleep 0.5',
      '✓ exec.run  sleep 0.8',
      '2 actions played',
      'exit 0',
    ]);
  });

  it('fits a narrow terminal, with the time', async () => {
    await play("!!exec.run shell:sh cmd:'sleep 1.2; echo 一二三四五六七八九十' args:一二三四五六七八九十\n", {
      width: 40,
    });
    const [line = '', ...more] = (await terminal.see(/ 1 s$/)).split('\n');
    expect(more).toEqual([]);
    expect(line).toMatch(/^. exec\.run {2}sleep 1\.2; echo 一.*… {2}1 s$/);
    expect(columns(line)).toBeLessThan(40);
    await screenAtEnd();
  });

  it.each([
    ['errors go elsewhere', { options: '2> err; cat err' }],
    ['the terminal is dumb', { before: 'TERM=dumb' }],
    ['CI is set', { before: 'CI=1' }],
    ['only results are wanted', { options: '--quiet' }],
    ['events are wanted', { options: '--json' }],
  ])('is not there when %s', async (_, setting) => {
    await play(quick, setting);
    const lines = await screenAtEnd();
    expect(lines.join('\n')).toContain('said');
    expect(readFileSync('bytes', 'utf8')).not.toMatch(wheel);
  });
});

describe('where nothing can be drawn', () => {
  it('there is nothing of it', async () => {
    expect(await hero(['run', '-t', quick])).toEqual({
      code: 0,
      out: 'said\n',
      err: '✓ exec.run  echo said; sleep 0.4\none action played\n',
    });
  });

  it('what a program left open stays as it is', async () => {
    expect(await hero(['run', '-t', '!!exec.run cmd:printf args:half'])).toEqual({
      code: 0,
      out: 'half',
      err: '✓ exec.run  printf half\none action played\n',
    });
  });
});

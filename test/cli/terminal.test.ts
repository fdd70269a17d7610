import { existsSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { useWorld, write } from '../support/cli.ts';
import { buildCommand, commandEnvironment } from '../support/command.ts';
import { haveTmux, Terminal } from '../support/terminal.ts';

useWorld();

describe.skipIf(!haveTmux())('in a terminal', () => {
  const bin = buildCommand();
  let terminal: Terminal;

  beforeEach(() => {
    terminal = new Terminal({ env: commandEnvironment(bin) });
  });
  afterEach(() => terminal.close());

  /** Starts a script in the terminal; its exit code is printed behind it. */
  async function play(script: string, before = '', options = ''): Promise<void> {
    write('a.hero', script);
    await terminal.see(/[#$]$/);
    terminal.type(`clear; ${before} hero run a.hero ${options}; echo "exit $?"`, 'Enter');
  }

  /** Everything from the first line that the command printed. */
  async function screenAtEnd(): Promise<string[]> {
    const screen = await terminal.see(/^exit \d+$/m);
    return screen.split('\n').slice(0, -1);
  }

  it('asks for a text', async () => {
    await play("!!play.ask name:city question:'Where to?'\n!!play.echo content:'to {city}'\n");
    await terminal.see('Where to?');
    terminal.type('Ghent', 'Enter');
    expect(await screenAtEnd()).toEqual([
      '◇  Where to?',
      'Ghent',
      '✓ play.ask  city',
      'to Ghent',
      '2 actions played',
      'exit 0',
    ]);
  });

  it('takes the default for an empty answer', async () => {
    await play("!!play.ask name:city question:'Where to?' default:Bruges\n!!play.echo content:'to {city}'\n");
    await terminal.see('Where to?');
    terminal.type('', 'Enter');
    expect(await screenAtEnd()).toContain('to Bruges');
  });

  it('says what is wrong with an answer, and goes on asking', async () => {
    await play("!!play.ask name:pin question:'PIN?' minlen:4 secret:1\n!!play.echo content:'pin {pin}'\n");
    await terminal.see('PIN?');
    terminal.type('12', 'Enter');
    const screen = await terminal.see('at least 4 characters');
    expect(screen).not.toContain('12');
    terminal.type('34', 'Enter');
    const lines = await screenAtEnd();
    expect(lines).toContain('pin [secret]');
    expect(lines.filter(line => line.includes('34'))).toEqual([]);
  });

  it('offers choices', async () => {
    await play(
      [
        "!!play.ask name:sure question:'Sure?' type:yesno default:no",
        "!!play.ask name:one question:'Which one?' type:choice choices:'red, green, blue' default:green",
        "!!play.ask name:some question:'Which ones?' type:choices choices:'a, b, c' default:'a, c'",
        "!!play.echo content:'{sure} {one} {some}'",
      ].join('\n'),
    );
    await terminal.see('Sure?');
    terminal.type('', 'Enter');
    await terminal.see('Which one?');
    terminal.type('', 'Down', 'Enter');
    await terminal.see('Which ones?');
    terminal.type('', 'Space', 'Down', 'Space', 'Enter');
    expect(await screenAtEnd()).toContain('false blue b,c');
  });

  it.each(['C-c', 'Escape'])('%s gives up: 130, and nothing more is played', async key => {
    await play("!!play.ask name:city question:'Where to?'\n!!file.mkdir path:after\n");
    await terminal.see('Where to?');
    terminal.type('', key);
    expect((await screenAtEnd()).slice(-3)).toEqual([
      'error[PLAY_INTERRUPTED]: the question was not answered',
      'continue with `hero resume`',
      'exit 130',
    ]);
    expect(existsSync('after')).toBe(false);
  });

  it('Ctrl-C ends a program that runs', async () => {
    await play("!!exec.run shell:sh cmd:'echo $((6 * 7)); sleep 1000'\n");
    await terminal.see('42');
    terminal.type('', 'C-c');
    expect(await screenAtEnd()).toEqual([
      '42',
      'error[PLAY_INTERRUPTED]: the run was interrupted: interrupted by Ctrl-C',
      'continue with `hero resume`',
      'exit 130',
    ]);
  });

  it('asks nothing with --script or with CI set', async () => {
    const script = "!!play.ask name:city question:'Where to?'\n";
    await play(script, 'CI=1');
    expect((await screenAtEnd()).at(-1)).toBe('exit 3');
    terminal.type('clear; hero run a.hero -s; echo "exit $?"', 'Enter');
    expect((await screenAtEnd()).at(-1)).toBe('exit 3');
  });

  it('spells out what a question may hide', async () => {
    await play("!!play.ask name:city question:'Where {x}?'\n", '', "--set x=$'to\\e[2J'");
    await terminal.see('Where to\\u{1B}[2J?');
    terminal.type('', 'C-c');
    await screenAtEnd();
  });

  describe('colours', () => {
    const script = '!!file.mkdir path:a\n!!exec.run cmd:false\n';

    it('mark what went well and what did not', async () => {
      await play(script);
      await screenAtEnd();
      const screen = terminal.screen({ color: true });
      expect(screen).toContain('\u001b[32m✓');
      expect(screen).toContain('\u001b[31m✗');
      expect(screen).toContain('\u001b[31merror[SYS_COMMAND_FAILED]');
    });

    it.each(['NO_COLOR=1', 'TERM=dumb'])('are left out with %s', async setting => {
      await play(script, setting);
      await screenAtEnd();
      expect(terminal.screen({ color: true })).not.toMatch(/\u001b\[3\dm/);
    });
  });

  describe('hero secret', () => {
    async function run(words: string): Promise<void> {
      await terminal.see(/[#$]$/);
      terminal.type(`clear; hero secret ${words}; echo "exit $?"`, 'Enter');
    }

    async function answer(question: string, text: string): Promise<void> {
      await terminal.see(new RegExp(`◆.*${question}`));
      terminal.type(text, 'Enter');
    }

    it('asks for values and passphrases, and shows neither', async () => {
      await run('set token');
      await answer('The secret', 'tok-1');
      await answer('New passphrase for the secrets', 'short');
      await terminal.see('at least 8 characters');
      terminal.type('', 'C-u');
      await answer('New passphrase for the secrets', 'correct horse');
      await answer('The same again', 'correct horse');
      const screen = (await screenAtEnd()).join('\n');
      expect(screen).toContain('exit 0');
      expect(screen).not.toMatch(/tok-1|horse/);

      await run('get token');
      await answer('Passphrase of the secrets', 'correct horse');
      expect(await screenAtEnd()).toContain('tok-1');

      await run('rekey');
      await answer('Passphrase of the secrets', 'correct horse');
      await answer('New passphrase for the secrets', 'battery one');
      await answer('The same again', 'battery two');
      expect(await screenAtEnd()).toContain('error[PLAY_BAD_ANSWER]: the two passphrases differ');

      await run('get token');
      await answer('Passphrase of the secrets', 'battery one');
      expect(await screenAtEnd()).toContain('error[STORE_WRONG_KEY]: the passphrase is wrong');
    });

    it('Ctrl-C keeps nothing', async () => {
      await run('set token');
      await terminal.see('◆  The secret');
      terminal.type('tok', 'C-c');
      expect((await screenAtEnd()).at(-1)).toBe('exit 130');
      await run('list');
      expect(await screenAtEnd()).toEqual(['exit 0']);
    });
  });

  describe('that is dumb', () => {
    it('asks line by line', async () => {
      await play(
        [
          "!!play.ask name:city question:'Where to?' default:Ghent",
          "!!play.ask name:sure question:'Sure?' type:yesno",
          "!!play.ask name:one question:'Which one?' type:choice choices:'red, blue'",
          "!!play.echo content:'{city} {sure} {one}'",
        ].join('\n'),
        'TERM=dumb',
      );
      await terminal.see('Where to? [Ghent]:');
      terminal.type('', 'Enter');
      await terminal.see('Sure?:');
      terminal.type('perhaps', 'Enter');
      await terminal.see('answer yes or no\nSure?:');
      terminal.type('y', 'Enter');
      await terminal.see('Which one?:');
      terminal.type('2', 'Enter');
      expect(await screenAtEnd()).toEqual([
        'Where to? [Ghent]:',
        '✓ play.ask  city',
        'Sure?: perhaps',
        'answer yes or no',
        'Sure?: y',
        '✓ play.ask  sure',
        '1: blue',
        '2: red',
        'Which one?: 2',
        '✓ play.ask  one',
        'Ghent true red',
        '4 actions played',
        'exit 0',
      ]);
    });

    it('shows nothing of a secret', async () => {
      await play(
        "!!play.ask name:pin question:'PIN?' secret:1\n!!play.echo content:'pin {pin}'\n",
        'TERM=dumb',
      );
      await terminal.see('PIN?:');
      terminal.type('12x', 'BSpace', 'Enter');
      expect(await screenAtEnd()).toEqual([
        'PIN?:',
        '✓ play.ask  pin',
        'pin [secret]',
        '2 actions played',
        'exit 0',
      ]);
    });

    it.each([
      ['C-c', 'PLAY_INTERRUPTED', 130],
      ['C-d', 'PLAY_NO_ANSWER', 3],
    ])('%s instead of a secret ends with %s', async (key, code, exit) => {
      await play("!!play.ask name:pin question:'PIN?' secret:1\n", 'TERM=dumb');
      await terminal.see('PIN?:');
      terminal.type('', key);
      const lines = await screenAtEnd();
      expect(lines.join('\n')).toContain(`error[${code}]`);
      expect(lines.at(-1)).toBe(`exit ${exit}`);
      // The shell shows again what is typed.
      terminal.type('echo visible', 'Enter');
      await terminal.see('echo visible');
    });

    it('Ctrl-C gives up', async () => {
      await play("!!play.ask name:city question:'Where to?'\n", 'TERM=dumb');
      await terminal.see('Where to?:');
      terminal.type('', 'C-c');
      const lines = await screenAtEnd();
      expect(lines.slice(0, 3)).toEqual([
        'Where to?: ^C',
        'error[PLAY_INTERRUPTED]: the run was interrupted: interrupted by Ctrl-C',
        'continue with `hero resume`',
      ]);
      expect(lines.at(-1)).toBe('exit 130');
    });

    it('the end of the input answers with defaults, and nothing else', async () => {
      const [first, second] = ["name:city question:'Where to?' default:Ghent", "name:who question:'Who?'"];
      await play(`!!play.ask ${first}\n!!play.ask ${second}\n`, 'TERM=dumb');
      await terminal.see('Where to? [Ghent]:');
      terminal.type('', 'C-d');
      const lines = await screenAtEnd();
      expect(lines.slice(0, 4)).toEqual(['Where to? [Ghent]:', '✓ play.ask  city', 'Who?:', '✗ play.ask']);
      expect(lines[4]).toMatch(/^error\[PLAY_NO_ANSWER\]: .*`who`/);
      expect(lines.at(-1)).toBe('exit 3');
    });
  });
});

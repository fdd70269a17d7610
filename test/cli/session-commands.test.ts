import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { hero, results, useWorld, write } from '../support/cli.ts';

useWorld();

const script = "!!core.params_session_set team:ops\n// said at last\n!!play.echo content:'for {team}'\n";
const noContext = (name: string, hint: string) => ({
  code: 1,
  out: '',
  err: `error[PLAY_NO_CONTEXT]: there is no context \`${name}\`\n  hint: ${hint}\n`,
});

describe.each([[['show']], [['session', 'show']]])('hero %j', words => {
  it('prints the latest session as a script that plays the same', async () => {
    await results('run', '--session', 'first', '-t', "!!play.echo content:'first'");
    await results('run', '--session', 'second', '-t', script);
    const shown = await results(...words, 'second');
    expect(shown.replace(/'\d{4}-\d\d-\d\d \d\d:\d\d:\d\d'/g, "'TIME'")).toBe(
      [
        '!!core.session_define',
        '    name:second',
        "    start:'TIME'",
        "    end:'TIME'",
        '!!core.params_session_set team:ops',
        "!!play.echo content:'for {team}'",
        '',
      ].join('\n'),
    );
    expect(await results(...words, 'first')).toContain('!!play.echo content:first\n');
    expect(await results('run', '--session', 'third', '-t', shown)).toBe('for ops\n');
  });

  it('takes the latest when none is named, in the context that is named', async () => {
    await results('run', '-t', "!!play.echo content:'mine'");
    await results('run', '-c', 'ops', '-t', "!!play.echo content:'theirs'");
    expect(await results(...words)).toContain('content:mine\n');
    expect(await results(...words, '-c', 'ops')).toContain('content:theirs\n');
  });

  it('a session that is not there', async () => {
    await results('run', '--session', 'one', '-t', script);
    expect(await hero([...words, 'two'])).toEqual({
      code: 1,
      out: '',
      err: 'error[PLAY_NO_SESSION]: the context `default` has no session `two`\n  hint: see `hero session list`\n',
    });
  });

  it('a context without sessions, and one that is not there', async () => {
    await results('config', 'set', 'a', '1');
    expect(await hero(words)).toEqual({
      code: 1,
      out: '',
      err: 'error[PLAY_NO_SESSION]: the context `default` has no session yet\n  hint: run a script to make one\n',
    });
    expect(await hero([...words, '-c', 'ops'])).toEqual(noContext('ops', 'there are `default`'));
  });
});

describe('hero session list', () => {
  it('lists the sessions of a context, the latest last, and whether they ended', async () => {
    await results('run', '--session', 'b-first', '-t', script);
    await hero(['run', '--session', 'failed', '-t', '!!exec.run cmd:false']);
    const lines = (await results('session', 'list')).trimEnd().split('\n');
    const time = String.raw`\d{4}-\d\d-\d\d \d\d:\d\d:\d\d`;
    expect(lines.sort()).toEqual([
      expect.stringMatching(new RegExp(`^b-first {2}${time} {2}ended ${time}$`)),
      expect.stringMatching(new RegExp(`^failed {2}${time} {2}not ended$`)),
    ]);
  });

  it('lists nothing for a context that has none', async () => {
    await results('config', 'set', 'a', '1');
    expect(await results('session', 'list')).toBe('');
  });

  it('a context that is not there; looking makes none', async () => {
    expect(await hero(['session', 'list', '-c', 'ops'])).toEqual(
      noContext('ops', 'run a script to make one'),
    );
    expect(existsSync('hero-home')).toBe(false);
  });
});

describe('hero context list', () => {
  it('lists the contexts, sorted; none on a new machine', async () => {
    expect(await hero(['context', 'list'])).toEqual({ code: 0, out: '', err: '' });
    await results('config', 'set', 'a', '1', '-c', 'ops');
    await results('config', 'set', 'a', '1');
    expect(await results('context', 'list')).toBe('default\nops\n');
  });
});

describe('a state file that cannot be read', () => {
  it('is refused, not overwritten', async () => {
    write('hero-home/contexts/default/context.json', '{"version":99}');
    expect(await hero(['run', '-t', script])).toMatchObject({
      code: 4,
      out: '',
      err: expect.stringMatching(/^error\[PLAY_BAD_STATE\]: .*context\.json should hold version 1/),
    });
  });
});

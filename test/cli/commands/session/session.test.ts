import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { newSession } from '../../../../src/index.ts';
import { Lock } from '../../../../src/sys/lock.ts';
import { hero, results, useWorld, write } from '../../../support/cli.ts';

useWorld();

const script = "!!core.params_session_set team:ops\n// said at last\n!!play.echo content:'for {team}'\n";
const noContext = (name: string, hint: string) => ({
  code: 1,
  out: '',
  err: `error[PLAY_NO_CONTEXT]: there is no context \`${name}\`\n  hint: ${hint}\n`,
});

describe('hero show', () => {
  const words = ['show'];

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
  const time = String.raw`\d{4}-\d\d-\d\d \d\d:\d\d:\d\d`;
  const line = (text: string) => expect.stringMatching(new RegExp(`^${text.replaceAll('TIME', time)}$`));
  const lines = async () => (await results('session', 'list')).trimEnd().split('\n').sort();
  const folder = (name: string) => path.join('hero-home/contexts/default/sessions', name);

  it('lists the sessions of a context and how they stand', async () => {
    await results('run', '--session', 'b-first', '-t', script);
    await hero(['run', '--session', 'failed', '-t', '!!exec.run cmd:false']);
    await newSession({ sessionName: 'prepared', playbookText: script }).then(session => session.save());
    expect(await lines()).toEqual([
      line('b-first  TIME  done  ended TIME'),
      line('failed  TIME  failed'),
      line('prepared  TIME  not played'),
    ]);
  });

  it('the latest is the last', async () => {
    for (const [name, start] of [
      ['bb', 2000],
      ['cc', 1000],
      ['aa', 3000],
    ] as const)
      await newSession({ sessionName: name, playbookText: script, clock: () => start, run: true });
    const names = (await results('session', 'list')).split('\n').map(text => text.split(' ')[0]);
    expect(names).toEqual(['cc', 'bb', 'aa', '']);
    expect(await results('session', 'show')).toMatch(/^aa /);
  });

  it('a run that was interrupted, one that was cut off and one that goes on', async () => {
    const stop = new AbortController();
    const cmd = "!!exec.run shell:sh cmd:'echo go; exec sleep 30'";
    const onOut = () => stop.abort(new Error('enough'));
    await hero(['run', '--session', 'interrupted', '-t', cmd], { signal: stop.signal, onOut });
    await results('run', '--session', 'cut', '-t', script);
    const journal = path.join(folder('cut'), 'journal.jsonl');
    writeFileSync(journal, readFileSync(journal, 'utf8').split('\n').slice(0, -2).join('\n'));
    await results('run', '--session', 'played', '-t', script);
    const lock = await Lock.acquire(folder('played'), { name: 'run.lock' });
    expect(await lines()).toEqual([
      line('cut  TIME  interrupted'),
      line('interrupted  TIME  interrupted'),
      line('played  TIME  running'),
    ]);
    await lock.release();
    expect((await lines()).at(-1)).toContain('  done');
  });

  it('one that is damaged does not hide the others', async () => {
    for (const name of ['aa', 'bb', 'cc', 'dd']) await results('run', '--session', name, '-t', script);
    writeFileSync(path.join(folder('aa'), 'session.json'), 'nonsense');
    writeFileSync(path.join(folder('bb'), 'journal.jsonl'), 'nonsense\n');
    rmSync(path.join(folder('cc'), 'session.json'));
    expect(await lines()).toEqual([
      'aa  -  damaged',
      line('bb  TIME  damaged'),
      'cc  -  done',
      line('dd  TIME  done  ended TIME'),
    ]);
  });

  it('finds how a run stands before many notes', async () => {
    await results('run', '--session', 'noted', '-t', script);
    const session = await newSession({ sessionName: 'noted' });
    for (let count = 0; count < 3; count++) await session.log('x'.repeat(20_000));
    expect(await lines()).toEqual([line('noted  TIME  done  ended TIME')]);
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
    const path = 'hero-home/contexts/default/context.json';
    for (const [text, code] of [
      ['{"version":99}', 'PLAY_NEWER_FORMAT'],
      ['{"version":1,"params":7}', 'PLAY_BAD_STATE'],
    ] as const) {
      write(path, text);
      const { code: exit, out, err } = await hero(['run', '-t', script]);
      expect([exit, out, err.includes(`error[${code}]`), err.includes('context.json')]).toEqual([
        4,
        '',
        true,
        true,
      ]);
      expect(readFileSync(path, 'utf8')).toBe(text);
    }
  });
});

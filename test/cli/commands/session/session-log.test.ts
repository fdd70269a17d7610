import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { defineActor, newSession } from '../../../../src/index.ts';
import type { RunOptions } from '../../../../src/play/index.ts';
import { Lock } from '../../../../src/sys/lock.ts';
import { hero, results, useWorld } from '../../../support/cli.ts';
import { play, playFailing, playResumed } from '../../../support/played.ts';

useWorld();

const folder = 'hero-home/contexts/default/sessions/deploy';
const journal = `${folder}/journal.jsonl`;

/** The events without their times. */
function events(text: string): string[] {
  return text
    .trimEnd()
    .split('\n')
    .map(line => line.replace(/^\d\d:\d\d:\d\d {2}/, '').replace(/(0 s|\d+ ms|\d+\.\d s)\b/g, 'N'));
}

/** A session that waits in its action until the test lets it go on, or fail; `ended` never rejects. */
async function waiting(options: RunOptions = {}) {
  let go = (_?: Error) => {};
  const gate = new Promise<Error | undefined>(resolve => (go = resolve));
  let begin = () => {};
  const begun = new Promise<void>(resolve => (begin = resolve));
  const run = async () => {
    begin();
    const error = await gate;
    if (error) throw error;
  };
  const session = await newSession({
    sessionName: 'deploy',
    playbookText: '!!gate.pass',
    actors: [defineActor('gate', { pass: { summary: 'Waits.', params: {}, run } })],
    interactive: false,
  });
  const ended = session.run(options).catch(() => undefined);
  await begun;
  return { go, ended };
}

const takeUp: RunOptions = { resume: true, resolve: { 1: 'retry' }, takeOver: true };

/** Follows a session; `saw` resolves when a line of that kind was printed. */
function followed(argv: readonly string[] = [], signal?: AbortSignal) {
  let text = '';
  let wake = () => {};
  const ended = hero(['session', 'log', 'deploy', '--follow', ...argv], {
    width: 100,
    onOut: more => {
      text += more;
      wake();
    },
    ...(signal && { signal }),
  });
  const saw = async (part: string) => {
    while (!text.includes(part)) {
      const more = new Promise<void>(resolve => (wake = resolve));
      await Promise.race([more, ended.then(({ err }) => Promise.reject(new Error(`ended: ${err}`)))]);
    }
  };
  return { ended, saw };
}

describe('hero session log', () => {
  it('prints one line an event', async () => {
    await playFailing();
    const lines = events(await results('session', 'log'));
    expect(lines.slice(0, 9)).toEqual([
      'run 1 of deploy (context default) begins',
      'started 1 core.snippet snippetname, tags',
      'done 1 core.snippet, N',
      'planned 8 actions',
      'started 2 play.ask city',
      'answered city: Ghent (answers)',
      'done 2 play.ask, N',
      'started 3 play.ask pin',
      'answered pin: [secret] (answers)',
    ]);
    expect(lines).toContain('stdout 7 exec.run: building');
    expect(lines).toContain('started 8 server.greet web, attempt 2');
    expect(lines.at(-2)).toBe('failed 9 server.copy, N: PLAY_FAILED: ready is not there');
    expect(lines.at(-1)).toMatch(/^ended failed: 7 played, 2 failed, N: PLAY_FAILED: `server/);
    expect((await results('session', 'log')).split('\n')[0]).toMatch(/^\d\d:\d\d:\d\d {2}run 1/);
  });

  it('prints the lines as they are kept', async () => {
    await playFailing();
    expect(await results('session', 'log', 'deploy', '--json')).toBe(readFileSync(journal, 'utf8'));
  });

  it('a line that is half there is left out, a changed one refused', async () => {
    await playFailing();
    const whole = readFileSync(journal, 'utf8');
    writeFileSync(journal, `${whole}{"seq":99`);
    expect(await results('session', 'log', '--json')).toBe(whole);
    writeFileSync(journal, whole.replace('Ghent', 'Paris'));
    const { code, err } = await hero(['session', 'log']);
    expect(code).toBe(4);
    expect(err).toMatch(/^error\[PLAY_JOURNAL_CORRUPT\]/);
  });

  it('lets nothing steer the terminal, and keeps an event on its line', async () => {
    await play('steers', '!!printer.print', { output: '\u001b[2Jone\ntwo\u0007\n' });
    expect(events(await results('session', 'log'))).toContain(
      'stdout 1 printer.print: \\u{1B}[2Jone ↵ two\\u{7}',
    );
  });

  it.each([[[]], [['--follow']]])('a session that was never played, with %j', async argv => {
    await newSession({ sessionName: 'prepared', playbookText: '!!play.echo hi' }).then(each => each.save());
    const { code, err } = await hero(['session', 'log', ...argv]);
    expect(code).toBe(1);
    expect(err).toMatch(/^error\[PLAY_NO_SESSION\]: the session `prepared` has no journal/);
  });
});

describe('hero session log --follow', () => {
  it('ends at once when nobody plays the session, with all that is there', async () => {
    await playResumed();
    const { code, out } = await followed(['--json']).ended;
    expect([code, out]).toEqual([0, readFileSync(journal, 'utf8')]);
  });

  it('waits for what comes, to the end of the run', async () => {
    const run = await waiting();
    const log = followed();
    await log.saw('started 1 gate.pass');
    run.go();
    await run.ended;
    const { code, out } = await log.ended;
    expect(code).toBe(0);
    expect(events(out).at(-1)).toBe('ended done: 1 played, N');
  });

  it('goes on with a run that is taken up again', async () => {
    const first = await waiting();
    first.go(new Error('not today'));
    await first.ended;
    // Whoever takes a run up has its lock a moment before a line of it is there.
    await Lock.acquire(folder, { name: 'run.lock' });
    const log = followed();
    await log.saw('ended failed');
    const second = await waiting(takeUp);
    await log.saw('continues');
    second.go();
    await second.ended;
    const lines = events((await log.ended).out);
    expect(lines.filter(line => /^ended|^run/.test(line))).toEqual([
      'run 1 of deploy (context default) begins',
      expect.stringMatching(/^ended failed: .*not today$/),
      'run 1 of deploy (context default) continues',
      'ended done: 1 played, N',
    ]);
  });

  it('goes on in a file that was made anew, and prints nothing twice', async () => {
    const first = await waiting();
    const log = followed(['--json']);
    await log.saw('"started"');
    const before = statSync(journal).ino;
    const second = await waiting(takeUp);
    expect(statSync(journal).ino).not.toBe(before);
    first.go();
    await first.ended;
    second.go();
    await second.ended;
    expect((await log.ended).out).toBe(readFileSync(journal, 'utf8'));
  });

  it('Ctrl-C ends it well', async () => {
    const run = await waiting();
    const stop = new AbortController();
    const log = followed([], stop.signal);
    await log.saw('started 1 gate.pass');
    stop.abort(new Error('interrupted by Ctrl-C'));
    expect(await log.ended).toMatchObject({ code: 0, err: '' });
    run.go();
    await run.ended;
  });
});

import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { columns } from '../../../../src/cli/terminal/text-width.ts';
import { newSession } from '../../../../src/index.ts';
import { Lock } from '../../../../src/sys/lock.ts';
import { hero, results, useWorld } from '../../../support/cli.ts';
import { hostile, play, playFailing, playResumed } from '../../../support/played.ts';

useWorld();

const journal = 'hero-home/contexts/default/sessions/deploy/journal.jsonl';

/** Times and durations differ from run to run. */
function timeless(text: string): string {
  return text
    .replace(/\d{4}-\d\d-\d\d /g, 'DAY ')
    .replace(/\d\d:\d\d:\d\d/g, 'TIME')
    .replace(/ +(0 s|\d+ ms|\d+\.\d s)(?= {2}TIME$)/gm, ' N')
    .replace(/UTC, .*?,/, 'UTC, N,');
}

describe('hero session show', () => {
  it('shows what failed with its output, and what was asked, tried again and passed over', async () => {
    await playFailing();
    expect(timeless(await results('session', 'show', 'deploy'))).toBe(`deploy (context default): failed
DAY TIME UTC, N, 7 played, 2 failed

✓ 1 core.snippet snippetname, tags N  TIME
✓ 2 play.ask city N  TIME
    > city: Ghent (from the file of answers)
✓ 3 play.ask pin N  TIME
    > pin: [secret] (from the file of answers)
✓ 4 play.echo content N  TIME
    Deploying the handbook to Ghent
✓ 5 play.echo content N  TIME
    All is well
✓ 6 config.set city N  TIME
✓ 7 exec.run echo building; sleep 0.3; echo a warning >&2 N  TIME
✗ 8 server.greet web (ignored) N  TIME
    │ knocking
    │ knocking
    │ knocking
    ↻ the server web does not answer; again after 0 s
    ↻ the server web does not answer; again after 0 s
    error[PLAY_FAILED]: the server web does not answer
      hint: is it on?
✗ 9 server.copy file N  TIME
    │ … 5 more lines before: see \`-v\`
    │ page 6
    │ page 7
    │ page 8
    │ page 9
    │ page 10
    │ page 11
    │ page 12
    │ page 13
    │ page 14
    │ no space
    error[PLAY_FAILED]: ready is not there
      hint: make it
`);
  });

  it('a resumed run goes on below, and counts each action once', async () => {
    await playResumed();
    const shown = timeless(await results('session', 'show'));
    expect(shown).toMatch(/^deploy \(context default\): done\n.*8 played, 1 failed\n/);
    expect(shown.slice(shown.indexOf('resumed'))).toBe(`resumed DAY TIME UTC
> pin: [secret] (from the file of answers)
✓ 1 core.snippet snippetname, tags N  TIME
✓ 9 server.copy file N  TIME
note: resume: action 9 (server.copy): marked for retry
`);
  });

  it('with -v also what was printed, results, and all runs', async () => {
    await play('twice', '!!printer.print', { output: 'first\n' });
    await play('twice', '!!printer.print', { output: 'second\n' });
    const plain = await results('session', 'show');
    expect(plain).not.toContain('second');
    expect(plain).toMatch(/^run 2: done, 1 played$/m);
    expect(plain).toMatch(/^1 earlier run: see `-v`$/m);
    const verbose = await results('session', 'show', '-v');
    expect(verbose).toMatch(
      /^run 1: .*\n✓ 1 printer.print .*\n {4}│ first\nrun 2: .*\n✓ 1 .*\n {4}│ second\n$/m,
    );
    await results('run', '--session', 'facts', '-t', "!!exec.run shell:sh cmd:'echo hi'");
    expect(await results('session', 'show', '-v', 'facts')).toContain('    stdout = hi\n');
  });

  it.each([40, 80, 200])('fits %d columns', async width => {
    await playFailing();
    await play('deploy2', `!!printer.print\n!!play.echo '${'漢字'.repeat(80)}'`, { output: 'x'.repeat(500) });
    for (const name of ['deploy', 'deploy2']) {
      const { out } = await hero(['session', 'show', '-v', name], { width });
      expect(Math.max(...out.split('\n').map(columns))).toBeLessThanOrEqual(width);
    }
  });

  it('has colours on a terminal only, and lets nothing steer it', async () => {
    await play('hostile', '!!printer.print', { output: `${hostile.join('\n')}\n` });
    const argv = ['session', 'show', '-v'];
    const shown = await hero(argv, { color: true, isTerminal: true });
    expect(shown.out).toContain('\u001b[32m✓\u001b[0m 1 printer.print');
    const plain = (await hero(argv, { color: true, isTerminal: false })).out;
    expect(plain).not.toMatch(
      /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/,
    );
    expect(plain).toContain('    │ red \\u{1B}[2J\\u{1B}]0;owned\\u{7}\n');
    expect(plain).toContain('    │ abc\\u{202E}def\\u{2066}\\u{200B}\n');
  });

  it('gives all of it as JSON', async () => {
    await playResumed();
    const timeline = JSON.parse(await results('session', 'show', '--json'));
    expect(timeline).toMatchObject({ session: 'deploy', context: 'default', state: 'done', notes: [] });
    const [first, second] = timeline.runs[0].openings;
    expect(first).toMatchObject({ resumed: false, state: 'failed', error: { code: 'PLAY_FAILED' } });
    expect(first.entries.map((entry: { status: string }) => entry.status)).toEqual([
      ...Array(7).fill('done'),
      'ignored',
      'failed',
    ]);
    expect(first.entries[7]).toMatchObject({
      attempts: 3,
      retries: [{ attempt: 1, wait: 0 }, { attempt: 2 }],
    });
    expect(first.entries[2]).toMatchObject({
      withheld: ['pin'],
      questions: [{ id: 'pin', answer: '[secret]' }],
    });
    expect(first.entries[8].output.map((piece: { stream: string }) => piece.stream)).toEqual([
      'stdout',
      'stderr',
    ]);
    expect(second).toMatchObject({ resumed: true, state: 'done' });
    expect(second.entries[1]).toMatchObject({
      status: 'done',
      result: { copied: '14' },
      progress: { done: 14, total: 14, unit: 'pages' },
    });
  });

  it('what was cut off is in doubt, or runs while somebody plays it', async () => {
    await playFailing();
    const lines = readFileSync(journal, 'utf8').split('\n');
    const start = lines.findIndex(line => line.includes('"started"') && line.includes('exec.run'));
    writeFileSync(journal, `${lines.slice(0, start + 1).join('\n')}\n{"seq":9`);
    const shown = await results('session', 'show');
    expect(shown).toMatch(/^deploy \(context default\): interrupted$/m);
    expect(shown).toMatch(/^\? 7 exec.run .* \(in doubt\) /m);
    expect(shown).toMatch(/^cut off: the process ended in the middle$/m);
    expect(shown).toMatch(/^note: the last line of the journal was cut off; it was never confirmed$/m);
    const lock = await Lock.acquire('hero-home/contexts/default/sessions/deploy', { name: 'run.lock' });
    const running = await results('session', 'show');
    await lock.release();
    expect(running).toMatch(/^deploy \(context default\): running$/m);
    expect(running).toMatch(/^… 7 exec.run .* \(running\) /m);
    expect(running).not.toContain('cut off');
    expect(running).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC, 6 played$/m);
  });

  it('what was interrupted says why; what was skipped, too', async () => {
    const stop = new AbortController();
    const text = "!!exec.run shell:sh cmd:'echo go; exec sleep 30'";
    const onOut = () => stop.abort(new Error('enough'));
    writeFileSync('long.hero', text);
    await hero(['run', '--session', 'long', 'long.hero'], { signal: stop.signal, onOut });
    const shown = await results('session', 'show');
    expect(shown).toMatch(/^interrupted: .*enough$/m);
    await results('resume', 'long', '--resolve', '1=done');
    expect(await results('session', 'show')).toMatch(/^– 1 exec.run .*\(skipped\).*\n {4}marked as done$/m);
  });

  it('questions that a person answers', async () => {
    const session = await newSession({
      sessionName: 'asked',
      playbookText: "!!play.ask name:city question:'Where to?'",
      ask: async () => 'Ghent',
    });
    await session.run();
    expect(await results('session', 'show')).toContain('    ? Where to? (city)\n    > Ghent\n');
  });

  it('actions of a module, and notes inside and outside of a run', async () => {
    const module = {
      name: 'site',
      filter: 'site.*',
      play: async (session: Awaited<ReturnType<typeof newSession>>) => {
        for await (const _ of session.play('site.*')) await session.log('built', { category: 'site' });
      },
    };
    const playbookText = '!!site.define\n!!site.page';
    const session = await newSession({ sessionName: 'site', playbookText, actors: [module] });
    await session.run();
    await session.log('after');
    expect(timeless(await results('session', 'show'))).toBe(`site (context default): done
DAY TIME UTC, N, 2 played

✓ 1 site.define N  TIME
    note: site: built
✓ 2 site.page N  TIME
    note: site: built
note: after
`);
  });

  it('refuses a session without a journal, and one that was changed', async () => {
    await newSession({ sessionName: 'prepared', playbookText: '!!play.echo hi' }).then(each => each.save());
    expect(await hero(['session', 'show'])).toEqual({
      code: 1,
      out: '',
      err: 'error[PLAY_NO_SESSION]: the session `prepared` has no journal: it was never played\n  hint: see its script with `hero show prepared`\n',
    });
    await playFailing();
    writeFileSync(journal, readFileSync(journal, 'utf8').replace('Ghent', 'Paris'));
    const { code, out, err } = await hero(['session', 'show', 'deploy']);
    expect([code, out]).toEqual([4, '']);
    expect(err).toMatch(/^error\[PLAY_JOURNAL_CORRUPT\]/);
  });

  it.each(['two', '../deploy', ''])('there is no session %j', async name => {
    await playFailing();
    const { code, err } = await hero(['session', 'show', name]);
    expect(code).toBe(1);
    expect(err).toMatch(/^error\[PLAY_NO_SESSION\]: the context `default` has no session `/);
  });
});

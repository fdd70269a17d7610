import { readFileSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { newSession } from '../../../../src/index.ts';
import { hero, results, useWorld } from '../../../support/cli.ts';
import { hostile, play, playFailing, playResumed } from '../../../support/played.ts';

useWorld();

const page = (name: string) => results('session', 'report', name, '--html', '-');

describe('hero session report', () => {
  it('writes a page to a file or to standard output', async () => {
    await playFailing();
    expect(await hero(['session', 'report', '--html', 'out.html'])).toEqual({ code: 0, out: '', err: '' });
    expect(readFileSync('out.html', 'utf8')).toBe(await page('deploy'));
    expect(statSync('out.html').isFile()).toBe(true);
    await results('session', 'report', '--html', '/dev/null');
    expect(statSync('/dev/null').isFile()).toBe(false);
  });

  it('has a title, landmarks, a policy, and needs nothing else', async () => {
    await playFailing();
    const text = await page('deploy');
    expect(text).toMatch(/^<!doctype html>\n<html lang="en">/);
    expect(text).toContain('<title>deploy: failed</title>');
    expect(text).toContain(`content="default-src 'none'; style-src 'unsafe-inline'; `);
    for (const mark of ['<header>', '<main>', '<footer>', '<h1>deploy</h1>', '<h2 '])
      expect(text).toContain(mark);
    expect(text).not.toMatch(/\b(src|href)=|url\(|<script|@import|https?:/);
  });

  it('tells of actions, what they said and printed, of questions, retries and errors', async () => {
    await playFailing();
    const text = await page('deploy');
    expect(text).toContain(
      '<pre class="script"><code>!!play.echo content:&#39;All is well&#39;</code></pre>',
    );
    expect(text).toContain('<div class="said"><p>Deploying the handbook to Ghent</p></div>');
    expect(text).toContain(
      '<summary>Output, 3 lines</summary>\n<pre class="stdout">knocking\nknocking\nknocking</pre>',
    );
    expect(text).toContain('<details open><summary>Output, 15 lines</summary>');
    expect(text).toContain('<pre class="stderr">no space</pre>');
    expect(text).toContain('<code>pin</code> [secret] <span class="note">from the file of answers</span>');
    expect(text).toContain(
      '<p class="note">↻ Attempt 1 failed: the server web does not answer; again after 0 s</p>',
    );
    expect(text).toContain(
      '<code>PLAY_FAILED</code> ready is not there</p>\n<p class="hint">Hint: make it</p>',
    );
    expect(text).not.toContain('open-sesame');
  });

  it('draws how long each action took', async () => {
    await playFailing();
    const bars = [...(await page('deploy')).matchAll(/--from:([\d.]+)%;--part:([\d.]+)%/g)];
    const parts = bars.map(([, from, part]) => [Number(from), Number(part)] as const);
    expect(parts).toHaveLength(9);
    const longest = Math.max(...parts.map(([, part]) => part));
    expect(parts[6]?.[1]).toBe(longest);
    const starts = parts.map(([from]) => from);
    expect(starts).toEqual([...starts].sort((a, b) => a - b));
    expect(Math.max(...parts.flat())).toBeLessThanOrEqual(100);
  });

  it('shows where a run was resumed, and earlier runs folded', async () => {
    await playResumed();
    expect(await page('deploy')).toMatch(/<p class="opening">Resumed <time /);
    await play('twice', '!!play.echo first');
    await play('twice', '!!play.echo second');
    const text = await page('twice');
    expect(text).toMatch(
      /<details class="run"><summary>Run 1: done, 1 played<\/summary>.*first.*<\/details>/s,
    );
    expect(text.slice(text.indexOf('<h2 id="run-2">'))).toContain('second');
  });

  it('is only text where somebody wrote markup, or what steers a terminal', async () => {
    await play('hostile', '!!printer.print', { output: `${hostile.join('\n')}\n` });
    const text = await page('hostile');
    const shown = /<pre class="stdout">(.*?)<\/pre>/s.exec(text)?.[1];
    expect(shown?.split('\n')).toEqual([
      '&lt;/script&gt;&lt;script&gt;document.title=&quot;owned&quot;&lt;/script&gt;',
      '&lt;img src=x onerror=&quot;document.title=&#39;owned&#39;&quot;&gt;',
      '&lt;svg/onload=alert(1)&gt;',
      '&quot;&#39;&gt;&lt;b id=owned&gt;',
      'red \\u{1B}[2J\\u{1B}]0;owned\\u{7}',
      'abc\\u{202E}def\\u{2066}\\u{200B}',
      '&amp;lt;i&amp;gt; &amp;amp;',
    ]);
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/);
  });

  it('leaves out the beginning of a large output, and says so', async () => {
    await play('large', '!!printer.print', { output: `${'first\n'}${'y'.repeat(1_000_000)}\nlast\n` });
    const text = await page('large');
    expect(text.length).toBeLessThan(100_000);
    expect(text).toContain('<p class="left">… 936,012 earlier characters are left out</p>');
    expect(text).toContain('yyy\nlast</pre>');
    expect(text).not.toContain('first');
  });

  it('folds a long result', async () => {
    await play('result', `!!exec.run cmd:node args:'-p','"z".repeat(300)'`);
    const text = await page('result');
    expect(text).toContain(
      `<details><summary><code>stdout</code>, 300 characters</summary><pre>${'z'.repeat(300)}</pre>`,
    );
  });

  it.each([
    [['session', 'report'], 2, /^error\[CLI_USAGE\]: required option `--html <file>` not specified/],
    [['session', 'report', 'two', '--html', '-'], 1, /^error\[PLAY_NO_SESSION\]/],
    [
      ['session', 'report', '--html', 'no/where/out.html'],
      1,
      /^error\[STORE_FAILED\]: cannot write `no\/where/,
    ],
  ])('%j is refused', async (argv, code, message) => {
    await playFailing();
    const ran = await hero(argv);
    expect(ran).toMatchObject({ code, out: '' });
    expect(ran.err).toMatch(message);
  });

  it('a session that was never played has none', async () => {
    await newSession({ sessionName: 'prepared', playbookText: '!!play.echo hi' }).then(each => each.save());
    expect(await hero(['session', 'report', '--html', '-'])).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^error\[PLAY_NO_SESSION\]/),
    });
  });
});

import { readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readJournal } from '../../src/play/journal/journal-reader.ts';
import { currentOwner } from '../../src/sys/owner.ts';
import { buildCommand } from '../support/command.ts';
import { Scene } from './scene.ts';

const bin = buildCommand();

describe('S02: a journal that is not what was written', () => {
  // Its last action succeeds when there is a file `ok`.
  const script = [
    '!!play.echo content:hello\n',
    ...Array.from({ length: 6 }, (_, index) => `!!config.set key:k${index} value:v\n`),
    "!!exec.run shell:sh cmd:'echo ran >> runs; test -e ok'\n",
  ].join('');

  /** A session that failed, with 20 records. */
  async function failedSession(): Promise<Scene> {
    const scene = new Scene(bin);
    scene.write('a.hero', script);
    expect(await scene.hero('run a.hero --session nightly')).toMatchObject({ code: 1 });
    expect(await scene.records()).toHaveLength(20);
    scene.write('ok');
    return scene;
  }

  function linesOf(scene: Scene): string[] {
    return readFileSync(scene.journal, 'utf8').split('\n').slice(0, -1);
  }

  test('cut in its last record: it is dropped with a notice, and the run goes on', async () => {
    const scene = await failedSession();
    const bytes = readFileSync(scene.journal);
    writeFileSync(scene.journal, bytes.subarray(0, bytes.length - 40));
    const ran = await scene.hero('resume nightly --resolve 8=retry');
    expect(ran).toMatchObject({
      code: 0,
      err: expect.stringContaining('note: the last line of the journal'),
    });
    expect(scene.read('runs')).toBe('ran\nran\n');
    expect((await scene.records()).at(-1)).toMatchObject({ type: 'ended', status: 'done' });
  });

  test('one bit of record 3 of 20 is another: none of them goes unnoticed', async () => {
    const scene = await failedSession();
    const before = linesOf(scene);
    const start = Buffer.byteLength(`${before[0]}\n${before[1]}\n`);
    const end = start + Buffer.byteLength(`${before[2]}\n`);
    const bytes = readFileSync(scene.journal);
    for (let bit = start * 8; bit < end * 8; bit += 5) {
      const flipped = Buffer.from(bytes);
      flipped[bit >> 3]! ^= 1 << (bit & 7);
      writeFileSync(scene.path('flipped'), flipped);
      await expect(readJournal(scene.path('flipped'))).rejects.toMatchObject({
        code: 'PLAY_JOURNAL_CORRUPT',
        message: expect.stringContaining(`line 3 (byte ${start})`),
      });
    }
  });

  test.each([
    'resume nightly --resolve 8=retry',
    'resume nightly --take-over',
    'run a.hero --session nightly --restart',
  ])('a flipped bit and swapped records: `hero %s` plays nothing and changes nothing', async words => {
    const scene = await failedSession();
    const lines = linesOf(scene);
    const flipped = lines.with(2, lines[2]!.replace('"attempt":1', '"attempt":0'));
    const swapped = lines.with(9, lines[10]!).with(10, lines[9]!);
    for (const [number, bad] of [
      [3, flipped],
      [10, swapped],
    ] as const) {
      const offset = Buffer.byteLength(lines.slice(0, number - 1).join('\n')) + 1;
      const text = `${bad.join('\n')}\n`;
      expect(text).not.toBe(`${lines.join('\n')}\n`);
      writeFileSync(scene.journal, text);
      const { code, err } = await scene.hero(words);
      expect([code, err]).toEqual([4, expect.stringContaining('PLAY_JOURNAL_CORRUPT')]);
      expect(err.replaceAll(/\s+/g, ' ')).toContain(`line ${number} (byte ${offset})`);
      expect(readFileSync(scene.journal, 'utf8')).toBe(text);
      expect(scene.read('runs')).toBe('ran\n');
    }
  });
});

describe('S04: a session that somebody plays', () => {
  // The first action waits for a file `go`.
  const script = [
    "!!exec.run shell:sh cmd:'echo $$ > pid; while [ ! -e go ]; do sleep 0.05; done; echo one >> did'\n",
    "!!exec.run shell:sh cmd:'echo two >> did'\n",
  ].join('');

  async function busySession() {
    const scene = new Scene(bin);
    scene.write('a.hero', script);
    const first = scene.start('run a.hero --session nightly');
    await scene.wait('pid', first);
    return { scene, first };
  }

  test('twice at once: the second says who has it, and so does one while the first is stopped', async () => {
    const { scene, first } = await busySession();
    const refused = async () => {
      const { code, err } = await scene.hero('run a.hero --session nightly');
      expect(code).toBe(4);
      expect(err).toContain('SYS_LOCKED');
      const owner = `(process ${first.child.pid} on \`${hostname()}\`) since 20`;
      expect(err.replaceAll(/\s+/g, ' ')).toContain(owner);
      expect(err).toMatch(/`hero(\.js)?` \(process/);
    };
    await refused();
    first.child.kill('SIGSTOP');
    await refused();
    first.child.kill('SIGCONT');
    scene.write('go');
    expect(await first.ended).toMatchObject({ code: 0 });
    expect(scene.read('did')).toBe('one\ntwo\n');
  });

  test('after kill -9 it is free at once, also when its pid belongs to another process now', async () => {
    const { scene, first } = await busySession();
    first.child.kill('SIGKILL');
    await first.ended;
    scene.killGroup();
    expect(await scene.hero('run a.hero --session nightly')).toMatchObject({
      code: 4,
      err: expect.stringContaining('PLAY_UNFINISHED'),
    });
    expect(await scene.hero('resume nightly')).toMatchObject({
      code: 3,
      err: expect.stringContaining('--resolve 1=done'),
    });
    const [lock = ''] = scene.locks();
    const generation = Number(lock.split('.').at(-1));
    const owner = { ...currentOwner('hero'), startTime: '1', id: 'forged' };
    writeFileSync(join(scene.session, `run.lock.${generation + 1}`), JSON.stringify(owner));
    expect(await scene.hero('resume nightly --resolve 1=done')).toMatchObject({ code: 0 });
    expect(scene.locks()).toEqual([`run.lock.${generation + 2}`]);
    expect(scene.read('did')).toBe('two\n');
  });

  test('--take-over: the stopped one fails before it starts another action', async () => {
    const { scene, first } = await busySession();
    first.child.kill('SIGSTOP');
    expect(await scene.hero('resume nightly --take-over --resolve 1=done')).toMatchObject({ code: 0 });
    expect(scene.read('did')).toBe('two\n');
    const journal = readFileSync(scene.journal, 'utf8');
    scene.write('go');
    first.child.kill('SIGCONT');
    expect(await first.ended).toMatchObject({ code: 4, err: expect.stringContaining('SYS_FENCED') });
    expect(scene.read('did')).toBe('two\none\n');
    expect(readFileSync(scene.journal, 'utf8')).toBe(journal);
  });
});

import { once } from 'node:events';
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { build } from 'esbuild';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { breakLock, Lock, type LockOptions, readLock } from '../../src/sys/lock.ts';
import { LockFiles } from '../../src/sys/lock-files.ts';
import { currentOwner, type Owner } from '../../src/sys/owner.ts';
import { type LineProgram, startProgram } from '../support/line-program.ts';

let programs: string;
let folder: string;
let directory: string;

beforeAll(async () => {
  programs = await mkdtemp(join(tmpdir(), 'hero-lock-programs-'));
  await build({
    entryPoints: [resolve('src/sys/lock.ts')],
    outfile: join(programs, 'lock.mjs'),
    ...{ bundle: true, platform: 'node', format: 'esm', logLevel: 'silent' },
  });
  writeFileSync(join(programs, 'holder.mjs'), holder);
  writeFileSync(join(programs, 'counter.mjs'), counter);
});

afterAll(() => rm(programs, { recursive: true, force: true }));

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hero-lock-'));
  directory = join(folder, 'nightly');
  mkdirSync(directory);
});

afterEach(() => rm(folder, { recursive: true, force: true }));

/** Takes the lock of a directory, says its generation, and for every line it is given what became of it. */
const holder = `
  import { createInterface } from 'node:readline';
  import { Lock } from './lock.mjs';
  const lock = await Lock.acquire(process.argv[2], { command: 'holder' });
  console.log(lock.generation);
  for await (const line of createInterface({ input: process.stdin })) {
    if (line === 'release') await lock.release();
    let error;
    try {
      lock.assertHeld();
    } catch (caught) {
      error = caught;
    }
    console.log(JSON.stringify([lock.isHeld(), error?.code ?? '', error?.message ?? '']));
  }`;

/** Adds one to a number in a file, so often, and says the generation each time; is killed in the round it is told. */
const counter = `
  import { readFileSync, writeFileSync } from 'node:fs';
  import { setTimeout as sleep } from 'node:timers/promises';
  import { Lock } from './lock.mjs';
  const [directory, file, rounds, killedIn] = process.argv.slice(2);
  for (let round = 1; round <= Number(rounds); round++) {
    const lock = await Lock.acquire(directory, { waitMs: 30_000 });
    const before = Number(readFileSync(file, 'utf8'));
    await sleep(1);
    if (round === Number(killedIn)) process.kill(process.pid, 'SIGKILL');
    lock.assertHeld();
    writeFileSync(file, String(before + 1));
    writeFileSync(1, before + ' ' + lock.generation + '\\n');
    await lock.release();
  }`;

interface Program extends LineProgram {
  ask(line: string): Promise<unknown>;
}

function start(program: 'holder' | 'counter', ...args: string[]): Program {
  const started = startProgram(join(programs, `${program}.mjs`), args);
  const ask = async (line: string) => {
    started.child.stdin.write(`${line}\n`);
    return JSON.parse(await started.next()) as unknown;
  };
  return { ...started, ask };
}

async function startHolder(): Promise<Program> {
  const program = start('holder', directory);
  await program.next();
  return program;
}

async function kill({ child }: Program): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

const acquire = (options: LockOptions = {}) => Lock.acquire(directory, { command: 'test', ...options });
const files = () => readdirSync(directory).sort();

/** Writes the file of a generation as somebody else would have. */
function forge(generation: number, owner: Partial<Owner>, more: object = {}): void {
  const text = JSON.stringify({ ...currentOwner('forged'), ...owner, ...more });
  writeFileSync(join(directory, `lock.${generation}`), text);
}

describe('acquire and release', () => {
  test('the file says who has it, and stays', async () => {
    const lock = await acquire();
    expect(lock.generation).toBe(1);
    expect(files()).toEqual(['lock.1']);
    const path = join(directory, 'lock.1');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ ...lock.owner });
    await lock.release();
    expect(files()).toEqual(['lock.1']);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ ...lock.owner, released: true });
    expect((await acquire()).generation).toBe(2);
    expect(files()).toEqual(['lock.2']);
  });

  test('the owner is called as the caller says, and never by its arguments', async () => {
    expect((await acquire({ command: 'hero' })).owner.command).toBe('hero');
    const other = await Lock.acquire(directory, { name: 'other' });
    expect(other.owner.command).toBe(basename(process.argv[1]!));
  });

  test('is refused while somebody has it, also in this process', async () => {
    const lock = await acquire();
    const { pid, host, since } = lock.owner;
    await expect(acquire()).rejects.toMatchObject({
      code: 'SYS_LOCKED',
      message: `\`nightly\` is in use by \`test\` (process ${pid} on \`${host}\`) since ${since}`,
      hint: expect.stringContaining('stopped'),
    });
    expect(lock.isHeld()).toBe(true);
    expect(files()).toEqual(['lock.1']);
  });

  test('a lock with another name is another lock', async () => {
    const names = ['lock', 'other', 'lock.2', 'lock.2.3'];
    const locks = await Promise.all(names.map(name => acquire({ name })));
    expect(files()).toEqual(['lock.1', 'lock.2.1', 'lock.2.3.1', 'other.1']);
    for (const lock of locks) lock.assertHeld();
  });

  test('given back twice is given back once', async () => {
    const lock = await acquire();
    await Promise.all([lock.release(), lock.release()]);
    await lock.release();
    expect(lock.isHeld()).toBe(false);
    expect(() => lock.assertHeld()).toThrow(
      expect.objectContaining({
        code: 'SYS_FENCED',
        message: 'the lock of `nightly` was given back',
      }),
    );
    const next = await acquire();
    await lock.release();
    expect(next.isHeld()).toBe(true);
    expect(files()).toEqual(['lock.2']);
  });

  test('waits for a living owner', async () => {
    const lock = await acquire();
    const waiting = acquire({ waitMs: 30_000 });
    await sleep(60);
    expect(files()).toEqual(['lock.1']);
    await lock.release();
    expect((await waiting).generation).toBe(2);
  });

  test('waits only so long', async () => {
    await acquire();
    await expect(acquire({ waitMs: 120 })).rejects.toMatchObject({ code: 'SYS_LOCKED' });
  });

  test('a signal ends the waiting', async () => {
    await acquire();
    const reason = new Error('changed my mind');
    const stop = new AbortController();
    const waiting = acquire({ waitMs: Number.POSITIVE_INFINITY, signal: stop.signal });
    await sleep(20);
    stop.abort(reason);
    await expect(waiting).rejects.toBe(reason);
  });

  test('an aborted signal takes nothing', async () => {
    const reason = new Error('never mind');
    await expect(acquire({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(files()).toEqual([]);
  });

  test('a directory that is missing is an error', async () => {
    await expect(Lock.acquire(join(directory, 'none'))).rejects.toMatchObject({ code: 'STORE_FAILED' });
  });
});

describe('taking over', () => {
  test('a living owner is fenced, and told by whom', async () => {
    const old = await acquire();
    old.assertHeld();
    const lock = await acquire({ command: 'thief', takeOver: true });
    expect(lock.generation).toBe(2);
    expect(old.isHeld()).toBe(false);
    const { pid, host, since } = lock.owner;
    const expected = {
      code: 'SYS_FENCED',
      message: `\`nightly\` was taken over by \`thief\` (process ${pid} on \`${host}\`) since ${since}`,
    };
    expect(() => old.assertHeld()).toThrow(expect.objectContaining(expected));
    await old.release();
    expect(lock.isHeld()).toBe(true);
    expect(files()).toEqual(['lock.2']);
  });

  test('many at once: the last one has it, alone', async () => {
    await acquire();
    const locks = await Promise.all(Array.from({ length: 8 }, () => acquire({ takeOver: true })));
    expect(new Set(locks.map(({ generation }) => generation)).size).toBe(8);
    const last = locks.reduce((a, b) => (a.generation > b.generation ? a : b));
    for (const lock of locks) expect(lock.isHeld()).toBe(lock === last);
    expect(files()).toEqual([`lock.${last.generation}`]);
  });

  test('while the old owner gives it back', async () => {
    let lock = await acquire();
    for (let round = 0; round < 200; round++) {
      const taking = acquire({ takeOver: true });
      for (let step = 0; step < round % 20; step++) await nextTurn();
      await lock.release();
      const next = await taking;
      expect(files()).toEqual([`lock.${next.generation}`]);
      expect(next.isHeld()).toBe(true);
      lock = next;
    }
  });

  test('an owner whose file a person removed does not hold', async () => {
    const lock = await acquire();
    unlinkSync(join(directory, 'lock.1'));
    expect(() => lock.assertHeld()).toThrow(expect.objectContaining({ code: 'SYS_FENCED' }));
    await lock.release();
    expect(files()).toEqual([]);
  });
});

describe('a dead owner', () => {
  test.runIf(process.platform === 'linux').each<[string, Partial<Owner>]>([
    ['whose pid belongs to a later process', { startTime: '1' }],
    ['from before the machine started', { bootId: '9ff3a6c2-0000-4000-8000-000000000000' }],
  ])('%s is taken over', async (_, owner) => {
    forge(7, owner);
    expect((await acquire()).generation).toBe(8);
    expect(files()).toEqual(['lock.8']);
  });

  test.runIf(process.platform === 'linux')('an owner on another machine is none', async () => {
    forge(7, { bootId: '9ff3a6c2-0000-4000-8000-000000000000', host: 'elsewhere' });
    await expect(acquire()).rejects.toMatchObject({
      code: 'SYS_LOCKED',
      message: expect.stringContaining('`elsewhere`'),
    });
  });

  test('what killed processes left is swept, and nothing else', async () => {
    forge(3, { startTime: '1' });
    forge(2, {});
    const kept = [
      '.tmp-lock.5-later',
      '.tmp-1-x',
      '.tmp-other.1-x',
      '.tmp-lock.2.1-x',
      'lock',
      'lock.',
      'lock.1.x',
      'lock.01',
      'value',
    ];
    for (const name of [...kept, '.tmp-lock.3-x', '.tmp-lock.4-x']) writeFileSync(join(directory, name), '');
    await acquire();
    expect(files()).toEqual([...kept, 'lock.4'].sort());
  });
});

describe('a damaged file', () => {
  const damaged: [string, () => void][] = [
    ['torn', () => writeFileSync(join(directory, 'lock.4'), '{"pid":12')],
    ['no owner', () => writeFileSync(join(directory, 'lock.4'), '{"released":true}')],
    ['too large', () => writeFileSync(join(directory, 'lock.4'), ' '.repeat(200_000))],
    ['a directory', () => mkdirSync(join(directory, 'lock.4'))],
    ['a link to nowhere', () => symlinkSync('nowhere', join(directory, 'lock.4'))],
  ];

  test.each(damaged)('%s: somebody may have the lock', async (_, damage) => {
    damage();
    const path = join(directory, 'lock.4');
    await expect(acquire()).rejects.toMatchObject({
      code: 'SYS_LOCKED',
      message: expect.stringContaining(path),
      hint: expect.any(String),
    });
    expect(await readLock(directory)).toEqual({
      ...{ generation: 4, owner: undefined, released: false, alive: true },
    });
  });

  test.each([
    ['empty', ''],
    ['all zeros', '\0'.repeat(170)],
  ])('%s: a power cut left it, nobody has the lock', async (_, text) => {
    writeFileSync(join(directory, 'lock.4'), text);
    expect(await readLock(directory)).toMatchObject({ generation: 4, owner: undefined, released: true });
    expect((await acquire()).generation).toBe(5);
    expect(files()).toEqual(['lock.5']);
  });

  test('that a person emptied: its owner writes nothing more', async () => {
    const lock = await acquire();
    writeFileSync(join(directory, `lock.${lock.generation}`), '');
    expect(() => lock.assertHeld()).toThrow(expect.objectContaining({ code: 'SYS_FENCED' }));
  });

  test('can be taken over', async () => {
    writeFileSync(join(directory, 'lock.4'), '{"pid":12');
    expect((await acquire({ takeOver: true })).generation).toBe(5);
    expect(files()).toEqual(['lock.5']);
  });

  test('that was passed is nobody’s', async () => {
    const lock = await acquire({ takeOver: true });
    writeFileSync(join(directory, 'lock.3'), '{"pid":12');
    expect(() => lock.assertHeld()).not.toThrow();
    expect(await breakLock(directory)).toBeUndefined();
    expect(files()).toEqual(['lock.4']);
  });
});

describe('a slow contender', () => {
  test('that makes a number again that was passed gives up', async () => {
    forge(8, { startTime: '1' });
    const lock = await acquire();
    const contender = new LockFiles(directory, 'lock');
    expect(await contender.claim(5, 'late')).toBe(false);
    expect(await contender.claim(9, 'late')).toBe(false);
    expect(files()).toEqual(['lock.9']);
    expect(lock.isHeld()).toBe(true);
    expect(await contender.claim(10, 'in time')).toBe(true);
    expect(lock.isHeld()).toBe(false);
  });

  test('that died before it gave up changes nothing', async () => {
    forge(8, { startTime: '1' });
    const lock = await acquire();
    forge(5, { startTime: '1' });
    forge(6, {}, { released: true });
    await expect(acquire()).rejects.toMatchObject({ code: 'SYS_LOCKED' });
    expect(lock.isHeld()).toBe(true);
    await lock.release();
    expect((await acquire()).generation).toBe(10);
    expect(files()).toEqual(['lock.10']);
  });

  test('that makes the number of a fenced owner again does not bring its lock back', async () => {
    const old = await acquire();
    await acquire({ takeOver: true });
    forge(1, { ...old.owner });
    expect(old.isHeld()).toBe(false);
    expect(() => old.assertHeld()).toThrow('taken over');
    await old.release();
    expect(JSON.parse(readFileSync(join(directory, 'lock.1'), 'utf8'))).not.toHaveProperty('released');
  });
});

describe('readLock and breakLock', () => {
  test('a lock that nobody ever took', async () => {
    expect(await readLock(directory)).toBeUndefined();
    expect(await readLock(join(directory, 'none'))).toBeUndefined();
    expect(await breakLock(directory)).toBeUndefined();
    expect(files()).toEqual([]);
  });

  test('a lock that is held, given back, and left by the dead', async () => {
    const { owner, ...lock } = await acquire({ name: 'runner' });
    expect(lock).toMatchObject({ generation: 1 });
    expect(await readLock(directory, 'runner')).toEqual({
      generation: 1,
      owner,
      released: false,
      alive: true,
    });
    expect(await breakLock(directory, 'runner')).toEqual(owner);
    const broken = await readLock(directory, 'runner');
    expect(broken).toMatchObject({ generation: 2, released: true, alive: true });
    expect(await breakLock(directory, 'runner')).toBeUndefined();
    forge(9, { pid: 2 ** 31 - 1 });
    expect(await readLock(directory)).toMatchObject({ generation: 9, released: false, alive: false });
    expect(await breakLock(directory)).toMatchObject({ pid: 2 ** 31 - 1, command: 'forged' });
    expect(files()).toEqual(['lock.10', 'runner.2']);
  });

  test('the owner of a broken lock is fenced', async () => {
    const lock = await acquire();
    await breakLock(directory);
    expect(() => lock.assertHeld()).toThrow(expect.objectContaining({ code: 'SYS_FENCED' }));
    expect((await acquire()).generation).toBe(3);
  });
});

describe('processes', () => {
  test('a lock is free at once when its owner is killed', async () => {
    const program = await startHolder();
    await expect(acquire()).rejects.toMatchObject({
      code: 'SYS_LOCKED',
      message: expect.stringContaining(`\`holder\` (process ${program.child.pid} on \`${hostname()}\`)`),
    });
    await kill(program);
    expect(await readLock(directory)).toMatchObject({ generation: 1, released: false, alive: false });
    expect((await acquire()).generation).toBe(2);
    expect(files()).toEqual(['lock.2']);
  });

  test('who waits gets it when its owner is killed', async () => {
    const program = await startHolder();
    const waiting = acquire({ waitMs: 30_000 });
    await kill(program);
    expect((await waiting).generation).toBe(2);
  });

  test('a stopped owner holds on, until somebody takes over', async () => {
    const program = await startHolder();
    program.child.kill('SIGSTOP');
    await expect(acquire()).rejects.toMatchObject({ code: 'SYS_LOCKED' });
    await expect(acquire({ waitMs: 100 })).rejects.toMatchObject({ code: 'SYS_LOCKED' });
    const waiting = acquire({ waitMs: 30_000, command: 'waiting' });
    const lock = await acquire({ takeOver: true });
    program.child.kill('SIGCONT');
    expect(await program.ask('held?')).toEqual([
      false,
      'SYS_FENCED',
      expect.stringContaining(`was taken over by \`test\` (process ${process.pid}`),
    ]);
    await program.ask('release');
    expect(lock.isHeld()).toBe(true);
    await lock.release();
    expect((await waiting).generation).toBe(3);
  });

  test('a stopped owner that goes on still has it', async () => {
    const program = await startHolder();
    program.child.kill('SIGSTOP');
    const waiting = acquire({ waitMs: 30_000 });
    await sleep(100);
    program.child.kill('SIGCONT');
    expect(await program.ask('held?')).toEqual([true, '', '']);
    await program.ask('release');
    expect((await waiting).generation).toBe(2);
  });

  test('eight that count lose nothing, though one is stopped and one is killed', async () => {
    const file = join(folder, 'count');
    writeFileSync(file, '0');
    const startCounter = (killedIn: number) => start('counter', directory, file, '50', String(killedIn));
    const all = [25, 0, 0, 0, 0, 0, 0, 0].map(startCounter);
    const ended = Promise.all(all.map(({ child }) => once(child, 'close')));
    const stopped = all[1]!;
    for (let i = 0; i < 10; i++) await stopped.next();
    stopped.child.kill('SIGSTOP');
    await sleep(1000);
    stopped.child.kill('SIGCONT');

    expect((await ended).map(([code, signal]) => signal ?? code)).toEqual(['SIGKILL', 0, 0, 0, 0, 0, 0, 0]);
    expect(all.map(({ lines }) => lines.length)).toEqual([24, 50, 50, 50, 50, 50, 50, 50]);
    const rounds = all.flatMap(({ lines }) => lines.map(line => line.split(' ').map(Number)));
    const turns = rounds.sort(([a = 0], [b = 0]) => a - b);
    expect(turns.map(([before]) => before)).toEqual(Array.from({ length: 374 }, (_, index) => index));
    expect(readFileSync(file, 'utf8')).toBe('374');
    const generations = turns.map(([, generation]) => generation!);
    expect(generations).toEqual([...new Set(generations)].sort((a, b) => a - b));
    // One that was killed may have taken it without having counted.
    expect(files()).toHaveLength(1);
    expect(Number(files()[0]?.replace('lock.', ''))).toBeGreaterThanOrEqual(generations.at(-1) ?? 0);
  });
});

test('any number of contenders in one process exclude each other', async () => {
  const pauses = fc.array(fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 4 }), {
    minLength: 2,
    maxLength: 8,
  });
  await fc.assert(
    fc.asyncProperty(pauses, async contenders => {
      const place = await mkdtemp(join(folder, 'place-'));
      let inside = 0;
      const generations: number[] = [];
      const contend = async (turns: number[]) => {
        for (const ms of turns) {
          const lock = await Lock.acquire(place, { waitMs: 30_000 });
          expect(++inside).toBe(1);
          generations.push(lock.generation);
          if (ms > 0) await sleep(ms);
          lock.assertHeld();
          expect(inside--).toBe(1);
          await lock.release();
        }
      };
      await Promise.all(contenders.map(contend));
      expect(generations).toHaveLength(contenders.flat().length);
      expect(generations).toEqual([...new Set(generations)].sort((a, b) => a - b));
      expect(readdirSync(place)).toHaveLength(Math.min(1, generations.length));
    }),
    { numRuns: 25 },
  );
});

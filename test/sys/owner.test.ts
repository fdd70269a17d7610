import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { basename } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { currentOwner, isAlive, type Owner, ownerText, readOwner, seenProcess } from '../../src/sys/owner.ts';

const onLinux = test.runIf(process.platform === 'linux');

/** A process of its own, that waits; killed when the test is over. */
function start(command: string, ...args: string[]): ChildProcess & { pid: number } {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child as ChildProcess & { pid: number };
}

const sleeper = () => start('sleep', '60');

function ownerOf(pid: number): Owner {
  return { ...currentOwner('sleep'), pid, startTime: seenProcess(pid)?.startTime ?? '' };
}

const isInState = (pid: number, state: string) => vi.waitUntil(() => seenProcess(pid)?.state === state);

describe('currentOwner', () => {
  test('is this process, and alive', () => {
    const owner = currentOwner();
    expect(owner).toMatchObject({ pid: process.pid, host: hostname(), command: basename(process.argv[1]!) });
    expect(new Date(owner.since).toISOString()).toBe(owner.since);
    expect(isAlive(owner)).toBe(true);
  });

  onLinux('knows the start of the process and of the machine', () => {
    const { startTime, bootId } = currentOwner();
    expect(startTime).toMatch(/^[1-9][0-9]*$/);
    expect(`${bootId}\n`).toBe(readFileSync('/proc/sys/kernel/random/boot_id', 'utf8'));
  });

  test('tells itself in a line that is safe to print', () => {
    const owner = { ...currentOwner('a\u202eb'), host: 'desk', since: '2026-01-31T08:30:00.000Z' };
    expect(ownerText(owner)).toBe(
      `\`a\\u{202E}b\` (process ${process.pid} on \`desk\`) since 2026-01-31T08:30:00.000Z`,
    );
  });
});

describe('isAlive', () => {
  test('a process that runs, until it is killed', async () => {
    const child = sleeper();
    const owner = ownerOf(child.pid);
    expect(isAlive(owner)).toBe(true);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(isAlive(owner)).toBe(false);
  });

  test('a stopped process is', async () => {
    const { pid } = sleeper();
    const owner = ownerOf(pid);
    process.kill(pid, 'SIGSTOP');
    await isInState(pid, 'T');
    expect(isAlive(owner)).toBe(true);
  });

  onLinux('one that ended and waits for its parent is not', async () => {
    // The shell becomes a program that never asks for the child it was given.
    const parent = start('sh', '-c', 'sleep 60 & echo $!; exec sleep 60');
    const pid = Number(String((await once(parent.stdout!, 'data'))[0]));
    const owner = ownerOf(pid);
    await vi.waitUntil(() => readFileSync(`/proc/${parent.pid}/comm`, 'utf8') === 'sleep\n');
    expect(isAlive(owner)).toBe(true);
    process.kill(pid, 'SIGKILL');
    await isInState(pid, 'Z');
    expect(process.kill(pid, 0)).toBe(true);
    expect(isAlive(owner)).toBe(false);
  });

  onLinux('a later process with the same pid is not', () => {
    const owner = currentOwner();
    expect(isAlive({ ...owner, startTime: String(Number(owner.startTime) - 1) })).toBe(false);
  });

  onLinux('an owner from before the machine started is not', () => {
    expect(isAlive({ ...currentOwner(), bootId: '9ff3a6c2-0000-4000-8000-000000000000' })).toBe(false);
  });

  onLinux('an owner on another machine is, because nobody can look', () => {
    const elsewhere = {
      ...currentOwner(),
      bootId: '9ff3a6c2-0000-4000-8000-000000000000',
      host: 'elsewhere',
    };
    expect(isAlive(elsewhere)).toBe(true);
  });

  onLinux('a machine that was renamed is still this one', () => {
    const owner = currentOwner();
    expect(isAlive({ ...owner, host: 'old-name' })).toBe(true);
    expect(isAlive({ ...owner, host: 'old-name', startTime: '1' })).toBe(false);
  });

  onLinux('a name with blanks and parentheses confuses nobody', async () => {
    const child = start(
      process.execPath,
      '-e',
      "process.title = 'a) Z 1 (b'; console.log(); setInterval(() => {}, 1e6)",
    );
    await once(child.stdout!, 'data');
    expect(readFileSync(`/proc/${child.pid}/stat`, 'utf8')).toContain('(a) Z 1 (b)');
    expect(['S', 'R', 'D']).toContain(seenProcess(child.pid)?.state);
    expect(Number(seenProcess(child.pid)?.startTime)).toBeGreaterThanOrEqual(
      Number(currentOwner().startTime),
    );
  });
});

describe('seenProcess without /proc', () => {
  const see = (pid: number) => seenProcess(pid, 'darwin');

  test('tells state and start, the same to everybody', async () => {
    const { pid } = sleeper();
    const seen = see(pid);
    vi.stubEnv('TZ', 'Asia/Tokyo');
    onTestFinished(() => void vi.unstubAllEnvs());
    expect(see(pid)).toEqual(seen);
    expect(Date.parse(`${seen?.startTime} UTC`)).toBeGreaterThan(0);
    process.kill(pid, 'SIGSTOP');
    await vi.waitUntil(() => see(pid)?.state === 'T');
  });

  test('knows nothing of a process that is not there', async () => {
    const child = sleeper();
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(see(child.pid)).toBeUndefined();
    expect(seenProcess(child.pid)).toBeUndefined();
  });
});

describe('readOwner', () => {
  test('reads what was written', () => {
    const owner = currentOwner();
    expect(readOwner(JSON.parse(JSON.stringify({ ...owner, more: 1 })))).toEqual(owner);
  });

  test.each([
    ...[null, 7, 'x', [], {}],
    // Signals to these reach whole groups of processes.
    ...[0, -1, 1.5, 2 ** 31, '1', undefined].map(pid => ({ ...currentOwner(), pid })),
    { ...currentOwner(), startTime: 5 },
    { ...currentOwner(), host: undefined },
  ])('refuses %j', value => {
    expect(readOwner(value)).toBeUndefined();
  });
});

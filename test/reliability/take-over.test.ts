import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { isFull, Trial, useProgram } from './trial.ts';
import { testimonies } from './witness.ts';

const program = useProgram();

/** Waits until a process is stopped. */
async function stopped(pid: number): Promise<void> {
  while (existsSync(`/proc/${pid}`) && !/\) T /.test(readFileSync(`/proc/${pid}/stat`, 'utf8')))
    await sleep(10);
}

// The fourth action may happen once.
const places = ['before-write', 'half-written', 'written', 'synced'].flatMap(point => [
  `start:a04:${point}`,
  `end:a04:${point}`,
]);

test.runIf(process.platform === 'linux').each(places)(
  'who is stopped at %s and fenced meanwhile starts nothing and writes nothing',
  async place => {
    const trial = new Trial(program.path, { count: 6 });
    const first = await trial.start({ place, signal: 'SIGSTOP' });
    await stopped(first.child.pid as number);
    await trial.finish(await trial.run({ takeOver: true }), () => trial.run({ takeOver: true }));
    const journal = readFileSync(trial.journal, 'utf8');
    const seen = testimonies(trial.witness);
    first.child.kill('SIGCONT');
    expect(await trial.ended(first)).toMatchObject({ signal: null, code: 'SYS_FENCED' });
    expect(readFileSync(trial.journal, 'utf8')).toBe(journal);
    expect(testimonies(trial.witness)).toEqual(seen);
    await trial.prove();
  },
  isFull ? 120_000 : 30_000,
);

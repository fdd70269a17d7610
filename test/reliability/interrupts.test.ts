import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { buildCommand } from '../support/command.ts';
import { Scene } from './scene.ts';

const bin = buildCommand();
const next = "!!exec.run shell:sh cmd:'echo two >> did'\n";
const stubborn = `!!exec.run shell:sh cmd:'trap "" TERM; echo $$ > pid; sleep 300'\n${next}`;

async function begin(script: string): Promise<{ scene: Scene; first: ReturnType<Scene['start']> }> {
  const scene = new Scene(bin);
  scene.write('a.hero', script);
  const first = scene.start('run a.hero --session nightly');
  return { scene, first };
}

/** The numbers of the processes that a process started. */
function childrenOf(pid: number): number[] {
  const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8');
  return text.trim().split(' ').filter(Boolean).map(Number);
}

test.runIf(process.platform === 'linux').each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  '%s ends the run and what it started; it goes on after a decision',
  async signal => {
    const { scene, first } = await begin(`!!exec.run cmd:sleep args:30\n${next}`);
    const pid = first.child.pid as number;
    while (!childrenOf(pid).some(child => readFileSync(`/proc/${child}/cmdline`, 'utf8').startsWith('sleep')))
      await sleep(20);
    const [group] = childrenOf(pid);
    scene.write('pid', String(group));
    expect(scene.isGroupAlive()).toBe(true);
    first.child.kill(signal);
    const ran = await first.ended;
    expect(ran).toMatchObject({ code: 130, err: expect.stringContaining('PLAY_INTERRUPTED') });
    expect(ran.err).toContain('continue with `hero resume nightly`');
    await scene.groupEnd();
    expect((await scene.records()).at(-1)).toMatchObject({
      type: 'interrupted',
      action: { number: 1, name: 'exec.run' },
    });
    expect(await scene.hero('resume nightly')).toMatchObject({ code: 3 });
    expect(await scene.hero('resume nightly --resolve 1=done')).toMatchObject({ code: 0 });
    expect(scene.read('did')).toBe('two\n');
  },
);

test('an action that does not listen is killed', async () => {
  const { scene, first } = await begin(stubborn);
  await scene.wait('pid', first);
  first.child.kill('SIGINT');
  expect(await first.ended).toMatchObject({ code: 130 });
  await scene.groupEnd();
  expect((await scene.records()).at(-1)).toMatchObject({ type: 'interrupted' });
});

test.each([
  ['SIGINT', 'SIGINT'],
  ['SIGINT', 'SIGTERM'],
  ['SIGTERM', 'SIGINT'],
  ['SIGTERM', 'SIGHUP'],
  ['SIGHUP', 'SIGTERM'],
] as const)('after a %s a %s ends at once and leaves nothing behind', async (signal, second) => {
  const { scene, first } = await begin(stubborn);
  await scene.wait('pid', first);
  first.child.kill(signal);
  await sleep(300);
  expect(first.child.exitCode).toBe(null);
  first.child.kill(second);
  expect(await first.ended).toMatchObject({ code: 130 });
  await scene.groupEnd();
  // There was no time to say so.
  expect((await scene.records()).at(-1)).toMatchObject({ type: 'started' });
  expect(await scene.hero('resume nightly --resolve 1=done')).toMatchObject({ code: 0 });
  expect(scene.read('did')).toBe('two\n');
});

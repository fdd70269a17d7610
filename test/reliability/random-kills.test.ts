import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { type Exit, Figures, isFull, type Running, Trial, useProgram } from './trial.ts';

const program = useProgram();
const timeout = isFull ? 3_600_000 : 120_000;

/** The same numbers from 0 to 1 for the same seed. */
function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function report(what: string, figures: Figures, seed: number): void {
  if (isFull) console.log(what, JSON.stringify({ ...figures.counts, seed }));
}

test(
  'a session that is killed at any moment of its runs, again and again, ends as if nothing had been',
  async () => {
    const wanted = isFull ? 200 : 20;
    const seed = isFull ? Date.now() % 2 ** 32 : 7;
    const random = numbersFrom(seed);
    const figures = new Figures();
    while (figures.counts.kills < wanted) {
      const trial = new Trial(program.path, { count: 50, ms: 3 });
      const left = wanted - figures.counts.kills;
      const disturb = async (): Promise<Exit> => {
        const running = await trial.start();
        if (trial.counts.kills < Math.min(10, left)) await killLater(running, random);
        return trial.ended(running);
      };
      await trial.finish(await disturb(), disturb);
      figures.add(await trial.prove());
    }
    report('random kills', figures, seed);
    expect(figures.counts).toMatchObject({ kills: wanted, repeats: 0, losses: 0 });
  },
  timeout,
);

/** Some while it starts, most while it plays. */
async function killLater({ child, opened }: Running, random: () => number): Promise<void> {
  const isEarly = random() < 0.2;
  if (!isEarly) await opened;
  await sleep(random() * (isEarly ? 200 : 60));
  child.kill('SIGKILL');
}

test(
  'a session that is stopped at any moment goes on when it is let',
  async () => {
    const wanted = 20;
    const seed = isFull ? Date.now() % 2 ** 32 : 11;
    const random = numbersFrom(seed);
    const figures = new Figures();
    while (figures.counts.stops < wanted) {
      const trial = new Trial(program.path, { count: 50, ms: 3 });
      const running = await trial.start();
      await running.opened;
      for (let stop = 0; stop < 5; stop++) {
        await sleep(random() * 50);
        if (running.child.exitCode !== null) break;
        running.child.kill('SIGSTOP');
        await sleep(random() * 50);
        running.child.kill('SIGCONT');
        trial.counts.stops++;
      }
      expect(await trial.ended(running)).toMatchObject({ status: 'done' });
      figures.add(await trial.prove());
    }
    report('random stops', figures, seed);
    expect(figures.counts).toMatchObject({ kills: 0, repeats: 0, losses: 0 });
  },
  timeout,
);

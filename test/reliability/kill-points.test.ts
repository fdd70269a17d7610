import { expect, test } from 'vitest';
import { Figures, isFull, Trial, twoAtATime, useProgram } from './trial.ts';
import { keysOf } from './witness.ts';

const count = 50;
const writes = ['before-write', 'half-written', 'written', 'synced', 'told'];
const steps = { start: writes, effect: ['before', 'in', 'after'], end: writes };

const places = keysOf(count).flatMap(key =>
  Object.entries(steps).flatMap(([step, points]) => points.map(point => `${step}:${key}:${point}`)),
);
const program = useProgram();

test(
  'a run that is killed at any step of any action goes on and ends as if nothing had been',
  async () => {
    const figures = new Figures();
    // 7 and the 13 steps of an action have no common factor, so the sample meets all of them.
    const chosen = places.filter((_place, index) => isFull || index % 7 === 0);
    await twoAtATime(chosen, async place => {
      const trial = new Trial(program.path, { count });
      const exit = await trial.run({ place });
      expect([place, exit.signal]).toEqual([place, 'SIGKILL']);
      await trial.finish(exit);
      figures.add(await trial.prove());
    });
    expect(figures.counts).toMatchObject({
      sessions: chosen.length,
      kills: chosen.length,
      repeats: 0,
      losses: 0,
    });
    if (isFull) console.log('kill points', JSON.stringify(figures.counts));
  },
  isFull ? 3_600_000 : 120_000,
);

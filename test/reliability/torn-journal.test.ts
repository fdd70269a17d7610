import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { newSession } from '../../src/index.ts';
import { isFull, Trial, useProgram } from './trial.ts';
import { keysOf, sessionName, testimonies, witnessActor } from './witness.ts';

const program = useProgram();
const count = 4;

/** Resumes a copy of a killed session whose journal has only so many bytes; gives what was noticed. */
async function resumeCut(trial: Trial, length: number): Promise<{ notices: string[]; ends: string[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'hero-torn-'));
  cpSync(trial.folder, folder, { recursive: true });
  const inCopy = (path: string) => join(folder, path.slice(trial.folder.length));
  writeFileSync(inCopy(trial.journal), readFileSync(trial.journal).subarray(0, length));
  const witness = inCopy(trial.witness);
  const session = await newSession({
    ...{ home: inCopy(trial.home), sessionName, interactive: false, resume: true },
    actors: [witnessActor(witness)],
  });
  const notices: string[] = [];
  session.on(event => event.type === 'noticed' && notices.push(event.text));
  await session.run({ resume: true });
  const ends = testimonies(witness).filter(({ what }) => what === 'end');
  rmSync(folder, { recursive: true, force: true });
  return { notices, ends: ends.map(({ key }) => key) };
}

// What stood behind the last line had no effect yet, or one that an earlier line tells of.
test.each(['start:a03:synced', 'end:a03:synced', 'start:a02:synced', 'end:a02:told'])(
  'a journal that ends at %s, cut at any byte of its last line, goes on',
  async place => {
    const trial = new Trial(program.path, { count });
    expect(await trial.run({ place })).toEqual({ signal: 'SIGKILL' });
    const bytes = readFileSync(trial.journal);
    const start = bytes.lastIndexOf(10, bytes.length - 2) + 1;
    for (let length = start; length <= bytes.length; length += isFull ? 1 : 13) {
      const { notices, ends } = await resumeCut(trial, length);
      const isTorn = length > start && length < bytes.length;
      expect(notices).toEqual(isTorn ? [expect.stringContaining('was cut off')] : []);
      // What was cut was not confirmed: without its end the second action is played again, and nothing else is.
      const isAgain = place === 'end:a02:told' && length < bytes.length;
      expect(ends).toEqual(isAgain ? ['a01', 'a02', ...keysOf(count).slice(1)] : keysOf(count));
    }
    rmSync(trial.folder, { recursive: true, force: true });
  },
  isFull ? 3_600_000 : 60_000,
);

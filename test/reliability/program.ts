import { writeSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { isHeroError, newSession, type PlayEvent } from '../../src/index.ts';
import { sessionName, witnessActor } from './witness.ts';

/** What the program is told, as JSON in its one argument. */
export interface ProgramSettings {
  readonly home: string;
  readonly witness: string;
  /** A script to play; without it the session is resumed. */
  readonly script?: string;
  readonly resolve?: Readonly<Record<number, 'done' | 'retry'>>;
  readonly takeOver?: boolean;
  /** The place where it sends itself a signal: `start:a07:written`. */
  readonly place?: string;
  readonly signal?: NodeJS.Signals;
  readonly ms?: number;
}

const settings = JSON.parse(process.argv[2] ?? '{}') as ProgramSettings;
const { home, witness, script, resolve, takeOver, place, signal = 'SIGKILL', ms = 0 } = settings;

function at(reached: string): void {
  if (reached === place) process.kill(process.pid, signal);
}

/** Which starts and ends of actions a text for the journal holds: `start:a07`. */
function stepsOf(text: string): string[] {
  const events = text
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line) as PlayEvent);
  return events.map(stepOf).filter(step => step !== undefined);
}

function stepOf(event: PlayEvent): string | undefined {
  if (event.type !== 'started' && event.type !== 'done') return undefined;
  const key = /key:(\w+)/.exec(event.action.text)?.[1];
  return `${event.type === 'started' ? 'start' : 'end'}:${key}`;
}

/** Makes every step of a write to the journal a place: only what appends and syncs data is the journal. */
async function watchJournal(): Promise<void> {
  const handle = await open('/dev/null');
  const proto = Object.getPrototypeOf(handle) as FileHandle;
  await handle.close();
  const { appendFile, datasync } = proto;
  let steps: string[] = [];
  const reach = (point: string) => {
    for (const step of steps) at(`${step}:${point}`);
  };
  proto.appendFile = async function (this: FileHandle, bytes) {
    steps = stepsOf(String(bytes));
    reach('before-write');
    if (steps.some(step => place === `${step}:half-written`))
      await this.write((bytes as Buffer).subarray(0, bytes.length / 2));
    reach('half-written');
    await appendFile.call(this, bytes);
    reach('written');
  };
  proto.datasync = async function (this: FileHandle) {
    await datasync.call(this);
    reach('synced');
  };
}

function print(value: unknown): void {
  writeSync(1, `${JSON.stringify(value)}\n`);
}

await watchJournal();
try {
  const session = await newSession({
    home,
    sessionName,
    interactive: false,
    actors: [witnessActor(witness, { at, ms })],
    ...(script === undefined ? { resume: true } : { playbookPath: script }),
  });
  session.on(event => {
    if (event.type === 'opened') print({ opened: true });
    const step = stepOf(event);
    if (step) at(`${step}:told`);
  });
  await session.run({
    ...(script === undefined && { resume: true }),
    ...(resolve && { resolve }),
    ...(takeOver && { takeOver }),
  });
  print({ status: 'done' });
} catch (error) {
  if (!isHeroError(error)) throw error;
  print({ code: error.code, doubts: error.diagnostics.map(({ hint = '' }) => hint) });
  process.exitCode = 1;
}

import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ActionContext, defineActor, p } from '../../src/index.ts';

export const sessionName = 'nightly';

/** The kinds of action in the script, one after the other. */
const effects = ['once', 'idempotent', 'probe', 'once', 'pure'] as const;
type Effect = (typeof effects)[number];

/** The keys of a script of so many actions, in their order. */
export function keysOf(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `a${String(index + 1).padStart(2, '0')}`);
}

export function effectOf(key: string): Effect {
  return effects[(Number(key.slice(1)) - 1) % effects.length] as Effect;
}

/** A script of actions whose only effect is what they write into the witness file. */
export function witnessScript(count: number): string {
  return keysOf(count)
    .map(key => `!!witness.${effectOf(key)} key:${key}\n`)
    .join('');
}

/** One line of the witness file. */
export interface Testimony {
  readonly what: 'begin' | 'end';
  readonly key: string;
  readonly idempotencyKey: string;
}

export function testimonies(path: string): Testimony[] {
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1);
  return lines.map(line => {
    const [what, key, idempotencyKey] = line.split(' ');
    return { what, key, idempotencyKey } as Testimony;
  });
}

export function hasEnded(path: string, key: string): boolean {
  return testimonies(path).some(each => each.what === 'end' && each.key === key);
}

function testify(path: string, { what, key, idempotencyKey }: Testimony): void {
  const file = openSync(path, 'a');
  writeSync(file, `${what} ${key} ${idempotencyKey}\n`);
  fsyncSync(file);
  closeSync(file);
}

export interface WitnessOptions {
  /** Is told where an action is. */
  at?: (place: string) => void;
  /** How long an effect takes, in milliseconds. */
  ms?: number;
}

/** An actor whose actions write when they begin and when they end. */
export function witnessActor(path: string, { at = () => undefined, ms = 0 }: WitnessOptions = {}) {
  const run = async ({ key }: { key: string }, { idempotencyKey }: ActionContext) => {
    at(`effect:${key}:before`);
    testify(path, { what: 'begin', key, idempotencyKey });
    at(`effect:${key}:in`);
    if (ms > 0) await sleep(ms);
    testify(path, { what: 'end', key, idempotencyKey });
    at(`effect:${key}:after`);
  };
  const definition = { summary: 'Writes into the witness file.', params: { key: p.text() }, run };
  return defineActor('witness', {
    pure: { ...definition, effect: 'pure' },
    idempotent: { ...definition, effect: 'idempotent' },
    once: { ...definition, effect: 'once' },
    probe: { ...definition, effect: 'probe', check: ({ key }: { key: string }) => hasEnded(path, key) },
  });
}

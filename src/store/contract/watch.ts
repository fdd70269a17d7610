import type { Change } from './db.ts';

/** How long to wait for a signal of a change before the keys are compared anyway, in milliseconds. */
const maxWaitMs = 500;

export interface Watched {
  keys(): Promise<string[]>;
  /** A text that changes when the value changes. */
  fingerprint(key: string): Promise<string | undefined>;
  /** Resolves when a key may have changed, at the latest after `ms`. */
  waitForChange(signal: AbortSignal, ms: number): Promise<void>;
}

/** The changes from now on, found by comparing two snapshots of all keys whenever a key may have changed. */
export function watchKeys(watched: Watched, signal?: AbortSignal): AsyncIterable<Change> {
  const first = snapshot(watched);
  // A caller that never iterates must not get an unhandled rejection.
  first.catch(() => undefined);
  return follow(watched, first, signal);
}

async function* follow(
  watched: Watched,
  first: Promise<Map<string, string>>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Change, void, void> {
  const over = new AbortController();
  const ending = signal ? AbortSignal.any([signal, over.signal]) : over.signal;
  try {
    let before = await first;
    while (!ending.aborted) {
      const changed = watched.waitForChange(ending, maxWaitMs);
      const now = await snapshot(watched);
      const changes = compare(before, now);
      yield* changes;
      before = now;
      if (changes.length === 0) await changed;
    }
  } finally {
    over.abort();
  }
}

async function snapshot({ keys, fingerprint }: Watched): Promise<Map<string, string>> {
  const seen = new Map<string, string>();
  for (const key of await keys()) {
    const mark = await fingerprint(key);
    if (mark !== undefined) seen.set(key, mark);
  }
  return seen;
}

function compare(before: ReadonlyMap<string, string>, now: ReadonlyMap<string, string>): Change[] {
  const set = [...now].filter(([key, mark]) => before.get(key) !== mark);
  const gone = [...before.keys()].filter(key => !now.has(key));
  return [
    ...set.map(([key]): Change => ({ kind: 'set', key })),
    ...gone.map((key): Change => ({ kind: 'delete', key })),
  ];
}

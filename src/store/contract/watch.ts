import type { Change } from './db.ts';

/** How long a change may go unseen when nothing tells of it, in milliseconds. */
const patience = 500;

export interface Watched {
  keys(): Promise<string[]>;
  /** What tells one value of a key from another. */
  fingerprint(key: string): Promise<string | undefined>;
  /** Resolves when something may have happened, at the latest after `ms`. */
  waitForChange(signal: AbortSignal, ms: number): Promise<void>;
}

/** What happens from now on: what is there is compared with what was there, whenever something may have happened. */
export function watchKeys(watched: Watched, signal?: AbortSignal): AsyncIterable<Change> {
  const first = snapshot(watched);
  // Whoever never looks at the changes does not hear either that there are none.
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
      const changed = watched.waitForChange(ending, patience);
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

import { existsSync, watch } from 'node:fs';

/** Resolves when the system reports a change of a directory, at the latest after `ms` or when `signal` is aborted. */
export function waitForChangeIn(directory: string, signal: AbortSignal, ms: number): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise(resolve => {
    const done = () => {
      clearTimeout(timer);
      watcher?.close();
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    const watcher = open(directory);
    watcher?.on('change', done).on('error', () => undefined);
    signal.addEventListener('abort', done, { once: true });
  });
}

/** Undefined where the file system does not report changes: the time limit applies. */
function open(directory: string) {
  try {
    return existsSync(directory) ? watch(directory) : undefined;
  } catch {
    return undefined;
  }
}

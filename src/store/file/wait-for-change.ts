import { existsSync, watch } from 'node:fs';

/** Resolves when a directory changes, as far as the system tells, at the latest after `ms` or when `signal` ends. */
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

/** Not every file system tells of changes; then time does. */
function open(directory: string) {
  try {
    return existsSync(directory) ? watch(directory) : undefined;
  } catch {
    return undefined;
  }
}

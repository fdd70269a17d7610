import { setTimeout as sleep } from 'node:timers/promises';

/** The time that a program has after SIGTERM before it is killed, in milliseconds. */
const graceMs = 3_000;
const fatalSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
type FatalSignal = (typeof fatalSignals)[number];

const running = new Set<number>();
/** Groups that were asked to end, so that a second call does not ask again. */
const asked = new Set<number>();

/**
 * Watches a child that leads its own process group: when `stop` aborts, or this process ends, the whole
 * group ends. Call the returned function when the child has ended; it resolves when nothing is left to stop.
 */
export function watchGroup(pid: number, stop: AbortSignal): () => Promise<void> {
  let stopping: Promise<void> | undefined;
  const onStop = () => {
    stopping = stopGroup(pid);
  };
  stop.addEventListener('abort', onStop, { once: true });
  remember(pid);
  return async () => {
    await stopping;
    stop.removeEventListener('abort', onStop);
    forget(pid);
  };
}

/** Asks a process group to end, and kills the rest of it after three seconds. */
export async function stopGroup(pid: number): Promise<void> {
  asked.add(pid);
  signalGroup(pid, 'SIGTERM');
  for (let waited = 0; waited < graceMs && signalGroup(pid, 0); waited += 20) await sleep(20);
  signalGroup(pid, 'SIGKILL');
  asked.delete(pid);
}

/** Sends a signal to a group (0 only checks); false when the group does not exist any more. */
function signalGroup(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(process.platform === 'win32' ? pid : -pid, signal);
  } catch {
    return false;
  }
}

// Ctrl-C of the terminal does not reach another process group, so without this a child would outlive us.
function remember(pid: number): void {
  running.add(pid);
  if (running.size > 1) return;
  process.on('exit', onExit);
  for (const signal of fatalSignals) process.on(signal, onFatalSignal);
}

function forget(pid: number): void {
  running.delete(pid);
  if (running.size > 0) return;
  process.off('exit', onExit);
  for (const signal of fatalSignals) process.off(signal, onFatalSignal);
}

function onExit(): void {
  for (const pid of running) signalGroup(pid, asked.has(pid) ? 'SIGKILL' : 'SIGTERM');
}

function onFatalSignal(signal: FatalSignal): void {
  // Another listener decides the meaning of the signal, and aborts the work that should end.
  if (process.listenerCount(signal) > 1) return;
  void Promise.all([...running].map(stopGroup)).then(() => {
    process.off(signal, onFatalSignal);
    process.kill(process.pid, signal);
  });
}

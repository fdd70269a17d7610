/** Returns the time in seconds since the epoch, with fractions. */
export type Clock = () => number;

/** Seconds since some moment, from a clock that never goes backwards: for durations. */
export function stopwatch(): number {
  return Number(process.hrtime.bigint()) / 1e9;
}

/** The machine's clock. */
export const systemClock: Clock = () => Date.now() / 1000;

/** Tells the time in seconds since the epoch, with fractions. */
export type Clock = () => number;

/** The machine's clock. */
export const systemClock: Clock = () => Date.now() / 1000;

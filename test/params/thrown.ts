import { HeroError } from '../../src/base/index.ts';

/** The error that a call throws; a call that returns, or throws something else, fails the test. */
export function thrown(run: () => unknown): HeroError {
  try {
    run();
  } catch (error) {
    if (error instanceof HeroError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

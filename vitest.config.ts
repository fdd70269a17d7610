import { configDefaults, defineConfig } from 'vitest/config';

/**
 * Proofs and matrices: every kill point, every system call that fails, every damaged file, the contract on every driver,
 * every place where a secret could appear. They take longer than all other tests together, so they are a suite of their
 * own: `npm run test:proofs`.
 */
export const proofs = [
  'test/canary/**/*.test.ts',
  'test/fuzz/**/*.test.ts',
  'test/meta/damaged-home.test.ts',
  'test/reliability/**/*.test.ts',
  'test/script/linear-time.test.ts',
  'test/store-faults/**/*.test.ts',
  'test/store/damaged-json.test.ts',
  'test/store/drivers/**/*.test.ts',
  'test/store/processes*.test.ts',
];

/** What both suites share. */
export const common = {
  testTimeout: 30_000,
  hookTimeout: 60_000,
  env: { NO_COLOR: '1', CI: '1' },
};

export default defineConfig({
  test: {
    ...common,
    include: ['test/**/*.test.ts'],
    exclude: [...configDefaults.exclude, ...proofs],
    // The files of a worker share its modules: loading `src/` again for each file takes a fifth of the time.
    isolate: false,
    maxWorkers: '100%',
  },
});

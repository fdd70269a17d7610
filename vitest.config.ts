import { configDefaults, defineConfig } from 'vitest/config';

/**
 * Proofs and matrices: every kill point, every system call that fails, every place where a secret could appear. They take
 * as long as all other tests together, so they are a suite of their own: `npm run test:proofs`.
 */
export const proofs = [
  'test/canary/**/*.test.ts',
  'test/fuzz/**/*.test.ts',
  'test/reliability/**/*.test.ts',
  'test/script/linear-time.test.ts',
  'test/store-faults/**/*.test.ts',
  'test/store/processes*.test.ts',
];

/** What both suites share. */
export const common = {
  testTimeout: 30_000,
  hookTimeout: 60_000,
  env: { NO_COLOR: '1', CI: '1' },
};

export default defineConfig({
  test: { ...common, include: ['test/**/*.test.ts'], exclude: [...configDefaults.exclude, ...proofs] },
});

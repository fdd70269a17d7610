// npm run store:proof: counts, kills and stops writers as often as it takes to believe it, and says the figures.
import { spawnSync } from 'node:child_process';

const env = { ...process.env, HERO_LONG: '1' };
const { status } = spawnSync(
  'npx',
  ['vitest', 'run', '--config', 'vitest.proofs.config.ts', 'test/store/processes'],
  { stdio: 'inherit', env },
);
process.exitCode = status ?? 1;

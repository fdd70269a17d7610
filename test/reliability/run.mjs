// npm run reliability: tries every kill point, kills at 200 random moments, and says how often and what came of it.
import { spawnSync } from 'node:child_process';

const env = { ...process.env, RELIABILITY: 'full' };
const { status } = spawnSync(
  'npx',
  ['vitest', 'run', '--config', 'vitest.proofs.config.ts', 'test/reliability'],
  { stdio: 'inherit', env },
);
process.exitCode = status ?? 1;

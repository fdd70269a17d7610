// npm run fuzz [-- SECONDS]: fuzzes for that long (default 60) and says how many texts it read and from which seeds.
import { spawnSync } from 'node:child_process';

const env = { ...process.env, FUZZ_SECONDS: process.argv[2] ?? '60' };
const { status } = spawnSync('npx', ['vitest', 'run', '--config', 'vitest.proofs.config.ts', 'test/fuzz'], {
  stdio: 'inherit',
  env,
});
process.exitCode = status ?? 1;

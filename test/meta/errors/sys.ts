import { called, type Examples, played } from './example.ts';

export const sys: Examples = {
  SYS_COMMAND_NOT_FOUND: played(
    '!!exec.run cmd:hammertime',
    'Install the program, or add its folder to PATH.',
  ),
  SYS_COMMAND_FAILED: played(
    "!!exec.run shell:sh cmd:'echo no such host >&2; exit 3'",
    'Read what the program said, and repair that.',
  ),
  SYS_COMMAND_STOPPED: called(
    `const hurry = defineActor('site', {
  build: {
    summary: 'Builds the site.',
    params: {},
    run: () => runProcess('sleep', ['60'], { timeoutMs: 100 }),
  },
});
await newSession({ playbookText: '!!site.build', actors: [hurry], run: true });`,
    'Let the program end, or give it more time.',
  ),
  SYS_LOCKED: called(
    `await mkdir('nightly');
await Lock.acquire('nightly', { command: 'hero' });
await Lock.acquire('nightly', { command: 'hero' });`,
    'Wait for the process that is named, or end it.',
  ),
  SYS_FENCED: called(
    `await mkdir('nightly');
const lock = await Lock.acquire('nightly', { command: 'hero' });
await Lock.acquire('nightly', { command: 'hero', takeOver: true });
await lock.assertHeld();`,
    'Leave the work to the one who took over, or start over when it is done.',
  ),
};

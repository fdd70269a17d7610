import { expect, test } from 'vitest';
import { buildCommand } from '../support/command.ts';
import { Scene } from './scene.ts';

const bin = buildCommand();

/** Plays an action that hears nothing and never ends. */
function begun(script: string): { scene: Scene; command: ReturnType<Scene['start']> } {
  const scene = new Scene(bin);
  scene.write('a.hero', script);
  scene.write(
    'hero.config.mjs',
    `import { appendFileSync } from 'node:fs';
const run = async () => {
  appendFileSync('${scene.path('tries')}', 'try\\n');
  await new Promise(() => setInterval(() => {}, 1000));
};
const next = () => appendFileSync('${scene.path('next')}', 'next\\n');
export default ({ defineActor }) => [
  defineActor('deaf', { go: { summary: 'Never ends.', params: {}, run } }),
  defineActor('next', { go: { summary: 'Plays.', params: {}, run: next } }),
];
`,
  );
  return { scene, command: scene.start('run a.hero --session nightly') };
}

/** An action has ten seconds to end, so all of these wait for theirs at the same time. */
test('an action that does not end when it is told to is left to itself, and the command ends', async () => {
  const timed = begun("!!deaf.go play.timeout:'0.1s' play.retries:3 play.wait:'0s'\n!!next.go\n");
  const ignored = begun("!!deaf.go play.timeout:'0.1s' play.on_error:continue\n!!next.go\n");
  const stopped = begun('!!deaf.go\n');
  await stopped.scene.wait('tries', stopped.command);
  stopped.command.child.kill('SIGTERM');

  const ran = await timed.command.ended;
  expect(ran).toMatchObject({ code: 1, err: expect.stringContaining('PLAY_TIMEOUT') });
  expect(ran.err).toContain('did not end');
  expect(timed.scene.read('tries')).toBe('try\n');
  expect(timed.scene.read('next')).toBe('');
  expect((await timed.scene.records()).at(-1)).toMatchObject({ type: 'ended', status: 'failed', failed: 1 });

  expect(await ignored.command.ended).toMatchObject({ code: 0 });
  expect(ignored.scene.read('next')).toBe('next\n');

  expect(await stopped.command.ended).toMatchObject({ code: 130 });
  expect((await stopped.scene.records()).at(-1)).toMatchObject({ type: 'interrupted' });
});

import { readFileSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import { useWorld } from '../support/cli.ts';
import { canaries } from './canaries.ts';
import { runs } from './commands.ts';
import { Listener, settings } from './listen.ts';

const world = useWorld();

test.each(runs.map(options => [options.join(' '), options] as const))(
  'hero run (%s) shows no secret',
  async (_, options) => {
    const listener = new Listener(world);
    const ran = await listener.hear(['run', 'done.hero', ...settings, ...options]);
    expect(ran.code, ran.err).toBe(0);
    await listener.hearAfterwards();
    expect(listener.found()).toEqual([]);
  },
);

test('a kept plan holds no secret, and neither does playing it', async () => {
  const listener = new Listener(world);
  const kept = await listener.hear(['plan', `${world.folder}/done.hero`, '--out', 'plan.json', ...settings]);
  expect(kept.code, kept.err).toBe(0);
  expect((await listener.hear(['apply', 'plan.json'])).code).toBe(4);
  const ran = await listener.hear(['apply', 'plan.json', ...settings]);
  expect(ran.code, ran.err).toBe(0);
  expect((await listener.hear(['apply', 'plan.json', ...settings, '--json'])).code).toBe(4);
  expect(listener.found()).toEqual([]);
});

test('a run of a text and of standard input shows no secret', async () => {
  const listener = new Listener(world);
  const text = readFileSync('thrown.hero', 'utf8');
  const ran = await listener.hear(['run', '-t', text, ...settings, '-v']);
  expect(ran.code, ran.err).toBe(1);
  expect((await listener.hear(['resume', ...settings])).code).not.toBe(0);
  await listener.hearAfterwards();
  expect((await listener.hear(['run', '-', ...settings, '--json'], { input: text })).code).toBe(1);
  expect((await listener.hear(['check', '-'], { input: text })).code).toBe(0);
  expect(listener.found()).toEqual([]);
});

test('an interrupted run shows no secret', async () => {
  const listener = new Listener(world);
  const interrupt = new AbortController();
  const onOut = (text: string) => {
    if (text.includes('"started"') && text.includes('as:slow'))
      interrupt.abort(new Error('ended by SIGTERM'));
  };
  const setting = { signal: interrupt.signal, onOut };
  expect((await listener.hear(['run', 'waiting.hero', ...settings, '--json'], setting)).code).toBe(130);
  await listener.hearAfterwards();
  expect(listener.found()).toEqual([]);
});

test('open questions show no secret, whatever answers them', async () => {
  const listener = new Listener(world);
  expect((await listener.hear(['run', 'done.hero'])).code).toBe(3);
  expect((await listener.hear(['run', 'done.hero', '--json'])).code).toBe(3);
  expect((await listener.hear(['run', 'done.hero', '--answers', 'answers.json'])).code).toBe(0);
  vi.stubEnv('HERO_ANSWER_PIN', canaries.variable);
  expect((await listener.hear(['run', 'done.hero', '-v'])).code).toBe(0);
  await listener.hearAfterwards();
  expect(listener.found()).toEqual([]);
});

test('commands about repositories show no secret of a URL', async () => {
  const listener = new Listener(world);
  const url = `https://ada:${encodeURIComponent(canaries.userInfo)}@127.0.0.1:1/a/b`;
  for (const words of [
    ['git', 'clone'],
    ['git', 'path'],
    ['run', '-u'],
    ['plan', '-u'],
  ])
    expect((await listener.hear([...words, url])).code).not.toBe(0);
  expect(listener.found()).toEqual([]);
});

test('only the formatted script holds what the script holds', async () => {
  const listener = new Listener(world);
  await listener.hear(['fmt', '--check', 'done.hero']);
  await listener.hear(['fmt', 'done.hero']);
  expect(listener.found()).toEqual([]);
});

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { newSession, openContext } from '../../../src/index.ts';
import { failure, folderWith, isolate } from '../world.ts';

isolate();

test('a home gets its number when something is kept in it, and not by looking', async () => {
  const home = folderWith({});
  await openContext('default', { home });
  expect(existsSync(join(home, 'home.json'))).toBe(false);
  await newSession({ home, playbookText: '!!play.echo hi' });
  expect(readFileSync(join(home, 'home.json'), 'utf8')).toBe('{"format":1}\n');
});

test('a home without a number is read, and keeps its contexts', async () => {
  const home = folderWith({
    'contexts/ops/context.json': '{"version":1,"name":"ops","params":{"params":[],"args":[],"comments":[]}}',
  });
  const context = await openContext('ops', { home });
  expect(await context.exists()).toBe(true);
  await context.save();
  expect(existsSync(join(home, 'home.json'))).toBe(true);
});

test('a home of a newer version is refused, and nothing is written to it', async () => {
  const home = folderWith({ 'home.json': '{"format":2}' });
  const error = await failure(() => newSession({ home, playbookText: '!!play.echo hi' }));
  expect(error.code).toBe('PLAY_NEWER_FORMAT');
  expect(existsSync(join(home, 'contexts'))).toBe(false);
});

import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readState, writeState } from '../../../src/play/context/state-file.ts';
import { failure, folderWith } from '../world.ts';

test('a state comes back as it was written, in files of its owner only', async () => {
  const path = join(folderWith({}), 'contexts/ops/context.json');
  await writeState(path, { name: 'ops', params: [1] });
  expect(await readState(path)).toEqual({ version: 1, name: 'ops', params: [1] });
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(statSync(join(path, '..')).mode & 0o777).toBe(0o700);
});

test('a missing state is undefined', async () => {
  expect(await readState(join(folderWith({}), 'none.json'))).toBeUndefined();
});

test.each([
  ['{"version":2}', 'version `2`'],
  ['{}', 'version `undefined`'],
  ['[1]', 'no JSON object'],
  ['null', 'no JSON object'],
  ['{"version":1', 'no JSON object'],
])('the state %s is refused', async (text, found) => {
  const error = await failure(() => readState(join(folderWith({ 'a.json': text }), 'a.json')));
  expect(error.code).toBe('PLAY_BAD_STATE');
  expect(error.message).toContain(`should hold version 1, but holds ${found}`);
});

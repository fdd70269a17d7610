import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { json } from '../../../src/base/index.ts';
import { readState, writeState } from '../../../src/play/context/state-file.ts';
import { failure, folderWith } from '../world.ts';

const shape = json.object({ name: json.optional(json.text), params: json.optional(json.list(json.number)) });

test('a state comes back as it was written, in files of its owner only', async () => {
  const path = join(folderWith({}), 'contexts/ops/context.json');
  await writeState(path, { name: 'ops', params: [1] });
  expect(await readState(path, shape)).toEqual({ name: 'ops', params: [1] });
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(statSync(join(path, '..')).mode & 0o777).toBe(0o700);
});

test('a missing state is undefined', async () => {
  expect(await readState(join(folderWith({}), 'none.json'), shape)).toBeUndefined();
});

test.each([
  ['{"version":2}', 'PLAY_NEWER_FORMAT'],
  ['{"version":0}', 'PLAY_BAD_STATE'],
  ['{"version":1,"name":null}', 'PLAY_BAD_STATE'],
  ['{"version":1,"params":["x"]}', 'PLAY_BAD_STATE'],
  ['{}', 'PLAY_BAD_STATE'],
  ['[1]', 'PLAY_BAD_STATE'],
  ['null', 'PLAY_BAD_STATE'],
  ['{"version":1', 'PLAY_BAD_STATE'],
])('the state %s is refused, and the error names the file', async (text, code) => {
  const path = join(folderWith({ 'a.json': text }), 'a.json');
  const error = await failure(() => readState(path, shape));
  expect(error.code).toBe(code);
  expect(error.message).toContain('a.json');
});

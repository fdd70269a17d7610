import { expect, test } from 'vitest';
import { folderMark } from '../../../src/action/index.ts';
import { sha256 } from '../../../src/base/hash.ts';
import { PlannedState } from '../../../src/play/plan/planned-state.ts';

/** A state over a disk; what was read is counted. */
function stateOver(disk: Readonly<Record<string, string>>) {
  const reads: string[] = [];
  const state = new PlannedState();
  const look = (what: string) =>
    state.observe(what, async () => {
      reads.push(what);
      return disk[what];
    });
  return { state, look, reads };
}

test('a thing is read once, and the plan remembers its hash', async () => {
  const { state, look, reads } = stateOver({ '/a': 'text' });
  expect([await look('/a'), await look('/a'), await look('/b')]).toEqual(['text', 'text', undefined]);
  expect(reads).toEqual(['/a', '/b']);
  expect(state.hashes()).toEqual([
    ['/a', sha256('text')],
    ['/b', null],
  ]);
});

test('a later action sees the changes of an earlier one, and the folders above a new file', async () => {
  const { state, look } = stateOver({ '/a': 'old' });
  state.change([{ kind: 'change', what: '/a', before: 'old', after: 'new' }]);
  state.change([{ kind: 'create', what: '/d/e/f', after: 'x' }]);
  state.change([{ kind: 'run', what: 'rm -rf /a' }]);
  expect([
    await look('/a'),
    await look('/d/e/f'),
    await look('/d/e'),
    await look('/d'),
    await look('/'),
  ]).toEqual(['new', 'x', folderMark, folderMark, folderMark]);
});

test('a removed folder goes with all that is in it, also what the plan itself would put there', async () => {
  const { state, look } = stateOver({ '/d/known': 'x', '/dd/other': 'y' });
  state.change([{ kind: 'create', what: '/d/e/f', after: 'x' }]);
  state.change([{ kind: 'remove', what: '/d' }]);
  expect([await look('/d'), await look('/d/e'), await look('/d/e/f'), await look('/d/known')]).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
  expect(await look('/dd/other')).toBe('y');
});

test('a name that is not a path lies in no folder', async () => {
  const { state, look } = stateOver({});
  state.change([{ kind: 'create', what: 'the key city of the configuration', after: 'Ghent' }]);
  expect(await look('the key city of the configuration')).toBe('Ghent');
  expect(await look('the key')).toBeUndefined();
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { OurTime, Params } from '../../../src/params/index.ts';
import { SessionState } from '../../../src/play/model/session-state.ts';

const made = () => new SessionState(OurTime.fromEpoch(7), () => Params.from({ place: 'here', team: 'all' }));

describe('recorded params', () => {
  test('report the keys that changed since a moment, with their new values', () => {
    const state = made();
    const { params } = state;
    params.set('a', '1').set('b', '2');
    state.markUnchanged();
    expect([...state.changed()]).toEqual([]);
    params.set('a', '9').set('c', '3');
    params.delete('b');
    expect([...state.changed()]).toEqual([
      ['a', '9'],
      ['c', '3'],
    ]);
  });

  test('report nothing for a value that was set back', () => {
    const state = made();
    const { params } = state;
    params.set('a', '1');
    state.markUnchanged();
    params.set('a', '2').set('a', '1');
    expect([...state.changed()]).toEqual([]);
  });

  test('know keys in no case, as all params do', () => {
    const state = made();
    const { params } = state;
    params.set('Key', '1');
    state.markUnchanged();
    params.set('KEY', '2');
    expect([...state.changed()]).toEqual([['key', '2']]);
  });

  test('report values that a template or a merge changed', () => {
    const state = made();
    const { params } = state;
    params.set('a', '{x}').set('b', 'same');
    state.markUnchanged();
    params.fill(name => (name === 'x' ? 'filled' : undefined));
    params.merge(Params.from({ c: 'merged' }));
    expect([...state.changed()]).toEqual([
      ['a', 'filled'],
      ['c', 'merged'],
    ]);
  });

  test('agree with a comparison of two maps, whatever was done', () => {
    const key = fc.constantFrom('a', 'b', 'c');
    const step = fc.oneof(
      fc.record({ kind: fc.constant('set' as const), key, value: fc.constantFrom('1', '2', '3') }),
      fc.record({ kind: fc.constant('delete' as const), key, value: fc.constant('') }),
    );
    fc.assert(
      fc.property(fc.array(step), fc.array(step), (before, after) => {
        const state = made();
        const { params } = state;
        const play = (steps: typeof before) => {
          for (const { kind, key: name, value } of steps)
            if (kind === 'set') params.set(name, value);
            else params.delete(name);
        };
        play(before);
        state.markUnchanged();
        const then = params.toMap();
        play(after);
        const different = [...params.toMap()].filter(([name, value]) => then.get(name) !== value);
        expect([...state.changed()]).toEqual(different);
      }),
    );
  });
});

describe('the state of a session', () => {
  test('finds a name in the env, then in its params, then in those of the context', () => {
    const state = made();
    expect(state.names.valueOf('team')).toBe('all');
    state.params.set('team', 'ops');
    expect(state.names.valueOf('team')).toBe('ops');
    state.names.envSet('TEAM', 'night');
    expect(state.names.valueOf('team')).toBe('night');
    expect(state.names.valueOf('nothing')).toBeUndefined();
  });

  test('copies to a rehearsal what is known, and no change of the copy comes back', () => {
    const state = made();
    state.params.set('a', '1');
    state.names.envSet('E', 'x');
    const copy = made();
    copy.copyFrom(state);
    expect([copy.params.get('a'), copy.names.envGet('E')]).toEqual(['1', 'x']);
    expect([...copy.changed()]).toEqual([]);
    copy.params.set('a', '2');
    copy.names.envSet('E', 'y');
    expect([state.params.get('a'), state.names.envGet('E')]).toEqual(['1', 'x']);
  });

  test('has no end while a run goes on', () => {
    const state = made();
    state.end = OurTime.fromEpoch(9);
    state.beginRun(2, 'id');
    expect([state.runNumber, state.runId, state.end]).toEqual([2, 'id', undefined]);
  });
});

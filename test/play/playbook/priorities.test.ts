import { describe, expect, test } from 'vitest';
import { Priorities, sessionPriorities } from '../../../src/play/index.ts';
import { thrown } from '../../params/thrown.ts';

const number = (priorities: Priorities, actor: string, name = 'x') => priorities.numberOf({ actor, name });

describe('priorities', () => {
  test('of a session are built in', () => {
    const priorities = new Priorities(sessionPriorities);
    const numbers = ['core', 'context', 'session', 'play', 'sshagent', 'git', 'gittools', 'other'];
    expect(numbers.map(actor => number(priorities, actor))).toEqual([1, 2, 2, 2, 5, 10, 10, 99]);
  });

  test('give an action the smallest number that matches it, whatever came first', () => {
    const priorities = new Priorities({ 20: 'git.*' });
    priorities.add({ 30: 'git.x', 3: '*.x' });
    expect(number(priorities, 'git')).toBe(3);
    expect(number(priorities, 'git', 'y')).toBe(20);
  });

  test('are merged, and their numbers made anew', () => {
    const priorities = new Priorities({ 5: 'a.*' });
    expect(number(priorities, 'b')).toBe(99);
    priorities.add({ 5: 'b.*, c.*', 0: 'd.*' });
    expect(number(priorities, 'b')).toBe(5);
    expect(priorities.toMap()).toEqual({ 0: 'd.*', 5: 'a.*,b.*, c.*' });
  });

  test('take a filter once, and know what was added to them', () => {
    const priorities = new Priorities({ 5: 'a.*' });
    priorities.add({ 5: 'b.*' });
    priorities.add({ 5: 'b.*' });
    expect(priorities.added()).toEqual({ 5: 'b.*' });
    expect(new Priorities({ 5: 'a.*' }).added()).toEqual({});
  });

  test.each(['99', '-1', '1.5', 'x', '', '1e1', '100'])(
    'refuse the number %j, and keep nothing of the map',
    key => {
      const priorities = new Priorities();
      const error = thrown(() => priorities.add({ 1: 'a.*', [key]: 'b.*' } as Record<number, string>));
      expect(error.code).toBe('PLAY_BAD_PRIORITY');
      expect(priorities.toMap()).toEqual({});
    },
  );

  test('that are refused leave the known numbers right', () => {
    const priorities = new Priorities();
    expect(number(priorities, 'a')).toBe(99);
    thrown(() => priorities.add({ 1: 'a.*', 99: 'b.*' }));
    priorities.add({ 98: 'a.*' });
    expect(number(priorities, 'a')).toBe(98);
  });
});

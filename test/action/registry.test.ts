import { expect, test } from 'vitest';
import { type Actor, makeActor, Registry } from '../../src/action/index.ts';

function actor(name: string, summary: string, ...actions: string[]): Actor<unknown> {
  const definitions = actions.map(action => [action, { summary, params: {}, run: () => undefined }]);
  return makeActor(name, Object.fromEntries(definitions));
}

const registry = new Registry([
  actor('git', 'mine', 'clone'),
  actor('git', 'theirs', 'clone', 'pull'),
  actor('a.b', 'deep', 'x'),
]);

test('of two actors that know an action the first plays it', () => {
  expect(registry.find({ actor: 'git', name: 'clone' })?.summary).toBe('mine');
  expect(registry.find({ actor: 'git', name: 'pull' })?.summary).toBe('theirs');
  expect(registry.find({ actor: 'a.b', name: 'x' })?.summary).toBe('deep');
  expect(registry.names).toEqual(['git.clone', 'git.pull', 'a.b.x']);
});

test('nobody knows another action, also none that every object has', () => {
  for (const [owner, name] of [
    ['git', 'push'],
    ['__proto__', 'constructor'],
    ['constructor', 'name'],
    ['git', 'to_string'],
  ] as const)
    expect(registry.find({ actor: owner, name })).toBeUndefined();
});

test('the actions of an actor', () => {
  expect(registry.actionsOf('git')).toContain('clone');
  expect(registry.actionsOf('nobody')).toEqual([]);
});

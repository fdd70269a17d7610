import { describe, expect, test } from 'vitest';
import { Filter } from '../../../src/play/index.ts';

function matches(filter: string, fullName: string): boolean {
  const dot = fullName.lastIndexOf('.');
  return new Filter(filter).matches({ actor: fullName.slice(0, dot), name: fullName.slice(dot + 1) });
}

describe('a filter', () => {
  test.each([
    ['', 'git.clone'],
    ['  ', 'git.clone'],
    ['git.clone', 'git.clone'],
    ['git:clone', 'git.clone'],
    ['GIT.Clone', 'git.clone'],
    ['git.', 'git.clone'],
    ['.clone', 'git.clone'],
    ['*.*', 'git.clone'],
    ['g?t.cl*', 'git.clone'],
    ['git.[a-c]*', 'git.clone'],
    ['include', 'core.include'],
    ['repo-action', 'core.repo_action'],
    ['git.repo-*', 'git.repo_action'],
    ['a.b, git.clone ,', 'git.clone'],
    ['web3gw.money.send', 'web3gw.money.send'],
    ['web3gw.*', 'web3gw.send'],
  ])('%j matches %s', (filter, name) => {
    expect(matches(filter, name)).toBe(true);
  });

  test.each([
    ['git.pull', 'git.clone'],
    ['git', 'git.clone'],
    ['clone', 'git.clone'],
    ['!!git.clone', 'git.clone'],
    ['git.[d-z]*', 'git.clone'],
    [',', 'core.include'],
    ['web3gw.send', 'web3gw.money.send'],
  ])('%j does not match %s', (filter, name) => {
    expect(matches(filter, name)).toBe(false);
  });

  test('is exact without globs and empty parts', () => {
    expect(new Filter('git.clone, a:b,git.clone').exact).toEqual(['git.clone', 'a.b']);
    expect(new Filter('git.clone,a.').exact).toBeUndefined();
    expect(new Filter('').exact).toBeUndefined();
  });
});

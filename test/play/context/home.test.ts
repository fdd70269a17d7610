import { homedir } from 'node:os';
import { expect, test, vi } from 'vitest';
import { defaultCoderoot, heroHome, typedPath } from '../../../src/play/context/home.ts';

test('the home is what is given, else $HERO_HOME, else ~/hero', () => {
  vi.stubEnv('HERO_HOME', '/srv/hero');
  expect(heroHome('/given')).toBe('/given');
  expect(heroHome('given')).toBe(`${process.cwd()}/given`);
  expect(heroHome()).toBe('/srv/hero');
  vi.stubEnv('HERO_HOME', '');
  expect(heroHome()).toBe(`${homedir()}/hero`);
  vi.unstubAllEnvs();
});

test('the coderoot is $HERO_CODEROOT, else ~/code', () => {
  vi.stubEnv('HERO_CODEROOT', '/srv/code');
  expect(defaultCoderoot()).toBe('/srv/code');
  vi.stubEnv('HERO_CODEROOT', '');
  expect(defaultCoderoot()).toBe(`${homedir()}/code`);
  vi.unstubAllEnvs();
});

test.each([
  ['~', homedir()],
  ['~/code', `${homedir()}/code`],
  ['/srv/a~b', '/srv/a~b'],
  ['~root/x', `${process.cwd()}/~root/x`],
  ['code', `${process.cwd()}/code`],
])('the typed path %j is %s', (typed, path) => {
  expect(typedPath(typed)).toBe(path);
});

import { describe, expect, test } from 'vitest';
import type { Action } from '../../../src/play/index.ts';
import { PlayBook } from '../../../src/play/index.ts';

function only(text: string): Action {
  const playbook = new PlayBook();
  return playbook.add(text, { name: 'a.hero' })[0]!;
}

describe('an action', () => {
  test('knows its name in parts, its kind, its place and its comments', () => {
    const action = only('prose\n// first\n// second\n  !!!Web3gw.Money.send to:ada');
    expect(action.names()).toEqual(['web3gw', 'money', 'send']);
    expect(action.type).toBe('macro');
    expect(action.place).toBe('a.hero:4:3');
    expect(action.comments).toBe('first\nsecond');
  });

  test('without an actor belongs to core', () => {
    expect(only('!!include path:x').fullName).toBe('core.include');
  });

  test('prints comments only when it is asked', () => {
    const action = only('// why\n!site.page title:Home // short');
    expect(action.heroscript()).toBe('!site.page title:Home');
    expect(action.heroscript({ comments: true })).toBe('// why\n!site.page title:Home // short');
  });

  test('fills templates for the play, and prints them as they are written', () => {
    const action = only("!!play.echo content:'to {PLACE} and {OTHER}'");
    action.fill(name => (name === 'PLACE' ? 'Ghent' : undefined));
    expect(action.params.get('content')).toBe('to Ghent and {OTHER}');
    expect(action.written.get('content')).toBe('to {PLACE} and {OTHER}');
    expect(action.heroscript()).toBe("!!play.echo content:'to {PLACE} and {OTHER}'");
  });

  test('fills anew from what is written each time', () => {
    const action = only('!!play.echo content:{A}');
    action.fill(() => '{B}');
    action.fill(() => 'last');
    expect(action.params.get('content')).toBe('last');
  });
});

describe('the hash of an action', () => {
  test('knows neither the order of keys nor comments, spacing and running number', () => {
    const playbook = new PlayBook();
    const [first, second] = playbook.add("!!a.b x:1 y:'2'\n// why\n!!A.B\n    y:2 // two\n    X:1");
    expect(second?.hash()).toBe(first?.hash());
    expect(first?.hash()).toMatch(/^[0-9a-f]{64}$/);
  });

  test.each(['!!a.b x:2 y:2', '!a.b x:1 y:2', '!!a.c x:1 y:2', '!!a.b x:1 y:2 z', '!!a.b x:1'])(
    'of %s is another one',
    text => {
      expect(only(text).hash()).not.toBe(only('!!a.b x:1 y:2').hash());
    },
  );

  test('stays when templates are filled', () => {
    const action = only('!!a.b x:{A}');
    const before = action.hash();
    action.fill(() => 'value');
    expect(action.hash()).toBe(before);
  });
});

import { describe, expect, test } from 'vitest';
import { makeActor, p } from '../../src/action/index.ts';
import { thrown } from '../params/thrown.ts';

describe('an actor', () => {
  test('has its actions by name', () => {
    const actor = makeActor('web3gw.money', {
      send: { summary: 'Sends.', params: { to: p.text() }, run: () => undefined },
      list_all: { summary: 'Lists.', params: {}, run: () => undefined },
    });
    expect([...actor.actions.keys()]).toEqual(['send', 'list_all']);
    expect(actor.actions.get('send')?.summary).toBe('Sends.');
  });

  test.each(['Git', 'git-tools', 'a..b', '', 'é', 'a b', '.a'])('cannot be called %j', name => {
    expect(thrown(() => makeActor(name, {})).code).toBe('ACTION_BAD_DEFINITION');
    const actions = { [name]: { summary: 'x', params: {}, run: () => undefined } };
    expect(thrown(() => makeActor('git', actions)).code).toBe('ACTION_BAD_DEFINITION');
  });
});

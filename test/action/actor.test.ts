import { describe, expect, expectTypeOf, test } from 'vitest';
import { makeActor, p, readShape } from '../../src/action/index.ts';
import { type OurTime, Params } from '../../src/params/index.ts';
import { thrown } from '../params/thrown.ts';

const environment = { places: { base: '/work', home: '/home/ada' }, now: 1_700_000_000 };

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

describe('a shape', () => {
  test('reads each param as its type, with its default or nothing when it is missing', () => {
    const shape = {
      name: p.text(),
      count: p.int().default(3),
      words: p.list().default([]),
      when: p.time().optional(),
      place: p.path(),
    };
    const values = readShape(shape, Params.parse("name:'a b' words:x,y place:'../c'"), environment);
    expect(values).toEqual({ name: 'a b', count: 3, words: ['x', 'y'], when: undefined, place: '/c' });
    expectTypeOf(values).toEqualTypeOf<{
      name: string;
      count: number;
      words: string[];
      when: OurTime | undefined;
      place: string;
    }>();
  });

  test('reads a param that is there, though it is empty', () => {
    expect(thrown(() => readShape({ n: p.int().default(1) }, Params.parse("n:''"), environment)).code).toBe(
      'PARAMS_NOT_A_NUMBER',
    );
    expect(readShape({ n: p.text().default('x') }, Params.parse("n:''"), environment)).toEqual({ n: '' });
  });

  test('misses what is required', () => {
    const error = thrown(() => readShape({ name: p.text() }, Params.parse('nam:x'), environment));
    expect([error.code, error.message]).toEqual(['PARAMS_MISSING', 'expected param `name`, but found `nam`']);
  });

  test('tells the key with what is wrong', () => {
    const error = thrown(() => readShape({ n: p.int() }, Params.parse('n:two'), environment));
    expect(error.message).toMatch(/^`n`: .*`two`/);
  });

  test('cannot be fooled by keys that every object has', () => {
    const shape = { constructor: p.text().optional() };
    const values = readShape(shape, Params.parse('to_string:x'), environment);
    expect(values.constructor).toBeUndefined();
  });
});

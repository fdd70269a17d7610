import { describe, expect, test } from 'vitest';
import { type ExecutionPolicy, readPolicy } from '../../src/action/index.ts';
import { Params } from '../../src/params/index.ts';
import { thrown } from '../params/thrown.ts';

const read = (text: string, definition: ExecutionPolicy = {}) => readPolicy(definition, Params.parse(text));

describe('how an action is played', () => {
  test('is this unless somebody says otherwise', () => {
    expect(read('')).toEqual({ effect: 'once', retries: 0, wait: 1, onError: 'stop' });
  });

  test('is what the definition says', () => {
    const definition = { effect: 'probe', retries: 3, wait: 5, timeout: 60, onError: 'continue' } as const;
    expect(read('', definition)).toEqual(definition);
  });

  test('is what the script says first', () => {
    const definition = { effect: 'once', retries: 3, wait: 5, timeout: 60 } as const;
    expect(
      read('play.effect:pure play.retries:0 play.wait:0 play.timeout:2m play.on_error:continue', definition),
    ).toEqual({ effect: 'pure', retries: 0, wait: 0, timeout: 120, onError: 'continue' });
  });

  test('is read from keys that start with `play.` only', () => {
    expect(read('effect:pure retries:9 timeout:1s')).toEqual(read(''));
  });

  test.each([
    ['play.effect:probe', 'PARAMS_NO_CHOICE'],
    ['play.effect:twice', 'PARAMS_NO_CHOICE'],
    ['play.retries:-1', 'PARAMS_OUT_OF_RANGE'],
    ['play.retries:1001', 'PARAMS_OUT_OF_RANGE'],
    ['play.retries:some', 'PARAMS_NOT_A_NUMBER'],
    ['play.wait:long', 'PARAMS_NOT_A_DURATION'],
    ['play.timeout:5parsecs', 'PARAMS_NOT_A_DURATION'],
    ['play.on_error:panic', 'PARAMS_NO_CHOICE'],
  ])('%s is %s', (text, code) => {
    expect(thrown(() => read(text)).code).toBe(code);
  });
});

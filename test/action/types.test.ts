import * as v from 'valibot';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { z } from 'zod';
import { type ActionDefinition, type ParamShape, type ParamValues, p } from '../../src/action/index.ts';
import { Secret } from '../../src/base/index.ts';
import type { Amount, OurTime, Params } from '../../src/params/index.ts';
import { defineActor } from '../../src/play/index.ts';

/** The type of what `p.x()` reads. */
function readAs<S extends ParamShape>(_shape: S): ParamValues<S> {
  return {} as ParamValues<S>;
}

describe('what run gets', () => {
  test('is what each type reads', () => {
    const shape = {
      text: p.text(),
      note: p.text().optional(),
      depth: p.int().default(1),
      ratio: p.number().min(0).max(1),
      on: p.bool(),
      words: p.list().pattern(/^a/),
      size: p.size(),
      price: p.money(),
      when: p.time(),
      wait: p.duration(),
      path: p.path(),
      url: p.url().optional(),
      email: p.email(),
      color: p.choice('red', 'blue'),
      shade: p.choice('dark', 'light').default('dark'),
      token: p.secret(),
      data: p.json(),
      pairs: p.record(),
      params: p.params().describe('more'),
    };
    const values = readAs(shape);
    expect(values).toEqual({});
    expectTypeOf(values).toEqualTypeOf<{
      text: string;
      note: string | undefined;
      depth: number;
      ratio: number;
      on: boolean;
      words: string[];
      size: number;
      price: Amount;
      when: OurTime;
      wait: number;
      path: string;
      url: string | undefined;
      email: string;
      color: 'red' | 'blue';
      shade: 'dark' | 'light';
      token: Secret;
      data: unknown;
      pairs: Record<string, string>;
      params: Params;
    }>();
  });

  test('of another library is its output', () => {
    const values = readAs({
      count: z.coerce.number(),
      name: z.string().default('x'),
      parts: v.pipe(
        v.string(),
        v.transform(text => text.split('/')),
      ),
      later: z.string().transform(async text => text.length),
    });
    expect(values).toEqual({});
    expectTypeOf(values).toEqualTypeOf<{ count: number; name: string; parts: string[]; later: number }>();
  });

  test('reaches run', () => {
    const actor = defineActor('lamp', {
      switch: {
        summary: 'Switches a lamp.',
        params: { depth: p.int().default(1), room: p.choice('hall', 'attic'), watts: z.coerce.number() },
        run(params) {
          expectTypeOf(params).toEqualTypeOf<
            Readonly<{ depth: number; room: 'hall' | 'attic'; watts: number }>
          >();
        },
      },
      login: {
        summary: 'Logs in.',
        params: { token: p.secret(), name: p.text().optional() },
        run({ token, name }) {
          expectTypeOf(token.reveal()).toEqualTypeOf<string>();
          expectTypeOf(name).toEqualTypeOf<string | undefined>();
        },
      },
    });
    expect([...actor.actions.keys()]).toEqual(['switch', 'login']);
  });
});

test('what is wrong does not compile', () => {
  // @ts-expect-error a default is of the type
  expect(p.int().default('1').fallback).toBe('1');
  // @ts-expect-error a default is one of the choices
  expect(() => p.choice('a', 'b').default('c')).toThrow();
  // @ts-expect-error a secret is no text
  const token: string = new Secret('x');
  expect(typeof token).toBe('object');
  // @ts-expect-error the text of a secret is out of reach
  expect(new Secret('x').text).toBeUndefined();
  // @ts-expect-error a type is not made secret later
  expect(p.text().secret).toBeUndefined();
  // @ts-expect-error a shape holds types, not values
  const shape: ParamShape = { a: 'text' };
  expect(shape.a).toBe('text');
  const definition: ActionDefinition<unknown, { n: ReturnType<typeof p.int> }> = {
    summary: 'x',
    params: { n: p.int() },
    // @ts-expect-error a number is no text
    run: ({ n }) => ({ n }),
  };
  expect(definition.run({ n: 1 }, undefined)).toEqual({ n: 1 });
});

import { expect, test } from 'vitest';
import { z } from 'zod';
import { type ParamType, p, shapeToJsonSchema } from '../../src/action/index.ts';
import { Secret } from '../../src/base/index.ts';
import { Amount, OurTime, Params } from '../../src/params/index.ts';

/** The schema of one param. */
function schemaOf(type: ParamType<unknown>): unknown {
  return (shapeToJsonSchema({ a: type }) as { properties: { a: unknown } }).properties.a;
}

test('a shape is an object with what is required, and nothing else', () => {
  const shape = {
    url: p.url().describe('where from'),
    depth: p.int().default(1),
    note: p.text().optional(),
    color: z.string().describe('a color'),
    shade: z.string().optional(),
  };
  expect(shapeToJsonSchema(shape)).toEqual({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    properties: {
      url: { type: 'string', format: 'uri', description: 'where from' },
      depth: { type: 'integer', minimum: -2147483648, maximum: 2147483647, default: 1 },
      note: { type: 'string' },
      color: { description: 'a color' },
      shade: {},
    },
    required: ['url', 'color'],
    additionalProperties: false,
  });
  expect(shapeToJsonSchema({})).toMatchObject({ type: 'object', properties: {}, required: [] });
});

test.each<[ParamType<unknown>, object]>([
  [p.text(), { type: 'string' }],
  [p.text().min(1).max(9).pattern(/^a/), { type: 'string', minLength: 1, maxLength: 9, pattern: '^a' }],
  [p.text().pattern(/^a/i), { type: 'string' }],
  [p.text().default('x'), { type: 'string', default: 'x' }],
  [p.int(), { type: 'integer', minimum: -2147483648, maximum: 2147483647 }],
  [p.int().min(1).max(9).default(2), { type: 'integer', minimum: 1, maximum: 9, default: 2 }],
  [p.int().max(1e12), { type: 'integer', minimum: -2147483648, maximum: 2147483647 }],
  [p.number().max(0.5), { type: 'number', maximum: 0.5 }],
  [p.bool().default(false), { type: 'boolean', default: false }],
  [p.list(), { type: 'array', items: { type: 'string', minLength: 1 } }],
  [
    p.list().min(1).max(3).pattern(/^a/).default(['ab']),
    {
      type: 'array',
      items: { type: 'string', minLength: 1, pattern: '^a' },
      minItems: 1,
      maxItems: 3,
      default: ['ab'],
    },
  ],
  [p.size().max(1024), { type: 'integer', minimum: 0, maximum: 1024 }],
  [p.money().max(5).default(new Amount(2, 'EUR')), { type: 'string', default: '2 EUR' }],
  [p.time().default(OurTime.fromEpoch(0)), { type: 'string', default: '1970-01-01 00:00:00' }],
  [p.duration().min(1), { type: 'number', minimum: 1, maximum: 1e12 }],
  [p.path().max(9), { type: 'string', minLength: 1, maxLength: 9 }],
  [p.path().min(0), { type: 'string', minLength: 1 }],
  [p.url(), { type: 'string', format: 'uri' }],
  [p.email(), { type: 'string', format: 'email' }],
  [p.choice('red', 'blue').default('red'), { type: 'string', enum: ['red', 'blue'], default: 'red' }],
  [p.choice('int'), { type: 'string', enum: ['int'] }],
  [p.secret().min(8), { type: 'string', writeOnly: true, minLength: 8 }],
  [p.secret().default(new Secret('hunter2')), { type: 'string', writeOnly: true }],
  [p.json().default({ a: [1] }), { default: { a: [1] } }],
  [p.record(), { type: 'object', additionalProperties: { type: 'string' } }],
  [p.params().default(Params.parse('a:1')), { type: 'string', default: 'a:1' }],
  [p.text().describe('a name'), { type: 'string', description: 'a name' }],
])('a param of its kind: %#', (type, schema) => {
  expect(schemaOf(type)).toEqual(schema);
  expect(JSON.parse(JSON.stringify(schemaOf(type)))).toEqual(schema);
});

test('no kind is left out', () => {
  const types = Object.entries(p).filter(([name]) => name !== 'choice');
  const unknownKind = { type: 'string' };
  const texts = types.filter(([, make]) => {
    const schema = schemaOf((make as () => ParamType<unknown>)());
    return JSON.stringify(schema) === JSON.stringify(unknownKind);
  });
  expect(texts.map(([name]) => name)).toEqual(['text', 'money', 'time', 'params']);
});

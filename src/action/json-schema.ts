import { Amount, OurTime, Params } from '../params/index.ts';
import type { ParamShape } from './actor.ts';
import type { ParamType } from './param-type.ts';
import { describeParam, isParamType } from './param-view.ts';
import type { StandardSchemaV1 } from './standard-schema.ts';
import type { ValueLimits } from './value-limits.ts';

type Json = Readonly<Record<string, unknown>>;

/** The JSON type of each kind: numbers, booleans, lists and records as such, everything else as text. */
const kinds: Readonly<Record<string, Json>> = {
  text: { type: 'string' },
  int: { type: 'integer', minimum: -(2 ** 31), maximum: 2 ** 31 - 1 },
  number: { type: 'number' },
  bool: { type: 'boolean' },
  list: { type: 'array', items: { type: 'string', minLength: 1 } },
  size: { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER },
  money: { type: 'string' },
  time: { type: 'string' },
  duration: { type: 'number', minimum: 0, maximum: 1e12 },
  path: { type: 'string', minLength: 1 },
  url: { type: 'string', format: 'uri' },
  email: { type: 'string', format: 'email' },
  secret: { type: 'string', writeOnly: true },
  json: {},
  record: { type: 'object', additionalProperties: { type: 'string' } },
  params: { type: 'string' },
};

/**
 * The JSON Schema (draft 2020-12) of the params of an action. Sizes are bytes, durations are seconds. The limits of
 * money and patterns with flags have no word in it and are left out, and so are defaults of secrets.
 *
 * @example
 * const schema = shapeToJsonSchema({ name: p.text(), port: p.int().default(80) });
 */
export function shapeToJsonSchema(shape: ParamShape): object {
  const entries = Object.entries(shape);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    properties: Object.fromEntries(entries.map(([key, type]) => [key, paramSchema(type)])),
    required: entries.filter(([, type]) => describeParam(type).isRequired).map(([key]) => key),
    additionalProperties: false,
  };
}

function paramSchema(type: StandardSchemaV1): Json {
  const { description } = describeParam(type);
  const about = description === '' ? {} : { description };
  if (!isParamType(type)) return about;
  const fallback = type.isSecret ? undefined : jsonOf(type.fallback);
  return { ...valueSchema(type), ...about, ...(fallback !== undefined && { default: fallback }) };
}

function valueSchema(type: ParamType<unknown>): Json {
  if (type.choices) return { type: 'string', enum: type.choices };
  const base = kinds[type.kind] ?? { type: 'string' };
  const schema = { ...base, ...limitsOf(type.kind, base, type.limits) };
  return type.isSecret ? { ...schema, writeOnly: true } : schema;
}

function limitsOf(kind: string, base: Json, { min, max, pattern }: ValueLimits): Json {
  const [least, most] = limitWords(kind, base);
  const text = pattern && /^[dgu]*$/.test(pattern.flags) ? { pattern: pattern.source } : {};
  const items = kind === 'list' ? { items: { ...(base.items as Json), ...text } } : text;
  return {
    ...(least && min !== undefined && { [least]: tighter(Math.max, base[least], min) }),
    ...(most && max !== undefined && { [most]: tighter(Math.min, base[most], max) }),
    ...items,
  };
}

/** The keywords for `min` and `max` of a kind. */
function limitWords(kind: string, { type }: Json): readonly string[] {
  if (kind === 'money') return [];
  if (type === 'array') return ['minItems', 'maxItems'];
  return type === 'string' ? ['minLength', 'maxLength'] : ['minimum', 'maximum'];
}

/** A limit never widens what the kind allows. */
function tighter(choose: (a: number, b: number) => number, own: unknown, limit: number): number {
  return typeof own === 'number' ? choose(own, limit) : limit;
}

/** A default in JSON. */
function jsonOf(value: unknown): unknown {
  if (value instanceof Amount) return String(value);
  if (value instanceof OurTime) return value.full();
  return value instanceof Params ? value.heroscript() : value;
}

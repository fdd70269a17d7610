import { ParamType, vendor } from './param-type.ts';
import type { StandardResult, StandardSchemaV1 } from './standard-schema.ts';

/** What is told about a param, whatever its type is written in. */
export interface ParamView {
  /** Its name in help and errors: `int`, or the library of a foreign schema such as `zod`. */
  readonly kind: string;
  readonly isRequired: boolean;
  readonly isSecret: boolean;
  readonly description: string;
  /** The value of a missing param. */
  readonly fallback: unknown;
  readonly choices?: readonly string[] | undefined;
}

/** Whether a type is one of ours (also one of another copy of this package), not of another schema library. */
export function isParamType(type: StandardSchemaV1): type is ParamType<unknown> {
  return type instanceof ParamType || (type['~standard'].vendor === vendor && 'readMissing' in type);
}

/**
 * What is told about a type. A foreign schema is asked what it makes of nothing: a value is its default, an issue
 * means that the param is required. One that answers later, or throws, counts as required.
 */
export function describeParam(type: StandardSchemaV1): ParamView {
  if (isParamType(type)) return type;
  const result = validateNow(type, undefined);
  const isRequired = !result || result.issues !== undefined;
  const description = 'description' in type && typeof type.description === 'string' ? type.description : '';
  const fallback = result && !result.issues ? result.value : undefined;
  return { kind: type['~standard'].vendor, isRequired, isSecret: false, description, fallback };
}

/** What a schema says, if it says it at once. */
export function validateNow(type: StandardSchemaV1, value: unknown): StandardResult<unknown> | undefined {
  try {
    const result = type['~standard'].validate(value);
    if (!('then' in result)) return result;
    // Nobody waits for it, so nobody else would hear that it failed.
    result.catch(() => undefined);
  } catch {}
  return undefined;
}

import { ParamType, vendor } from './param-type.ts';
import type { StandardResult, StandardSchemaV1 } from './standard-schema.ts';

/** The description of a param, for types of any library. */
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

/** True when a type is one of heroplay (also of another copy of this package), not of another schema library. */
export function isParamType(type: StandardSchemaV1): type is ParamType<unknown> {
  return type instanceof ParamType || (type['~standard'].vendor === vendor && 'readMissing' in type);
}

/**
 * The description of a type. A foreign schema is called with undefined: a value is its default, an issue
 * means that the param is required. A schema that answers later, or throws, counts as required.
 */
export function describeParam(type: StandardSchemaV1): ParamView {
  if (isParamType(type)) return type;
  const result = validateNow(type, undefined);
  const isRequired = !result || result.issues !== undefined;
  const description = 'description' in type && typeof type.description === 'string' ? type.description : '';
  const fallback = result && !result.issues ? result.value : undefined;
  return { kind: type['~standard'].vendor, isRequired, isSecret: false, description, fallback };
}

/** The result of a schema, if it is synchronous. */
export function validateNow(type: StandardSchemaV1, value: unknown): StandardResult<unknown> | undefined {
  try {
    const result = type['~standard'].validate(value);
    if (!('then' in result)) return result;
    // The promise is dropped, so its rejection must be handled here.
    result.catch(() => undefined);
  } catch {}
  return undefined;
}

/**
 * The interface of https://standardschema.dev, version 1, as far as params need it. It is declared here because
 * this folder imports no package; a test compares it with the types of `@standard-schema/spec`.
 */
export interface StandardSchemaV1<Input = unknown, Output = Input> {
  readonly '~standard': StandardProps<Input, Output>;
}

/** The content of a schema. */
export interface StandardProps<Input = unknown, Output = Input> {
  readonly version: 1;
  /** The library of the schema, e.g. `zod`. */
  readonly vendor: string;
  /** The types of input and output; for the type checker only. */
  readonly types?: { readonly input: Input; readonly output: Output } | undefined;
  readonly validate: (
    value: unknown,
    options?: StandardOptions | undefined,
  ) => StandardResult<Output> | Promise<StandardResult<Output>>;
}

/** Options of `validate`. */
export interface StandardOptions {
  /** Options that a library accepts besides the value. */
  readonly libraryOptions?: Record<string, unknown> | undefined;
}

/** A value, or the issues of a wrong one. */
export type StandardResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly StandardIssue[] };

/** One thing that is wrong with a value. */
export interface StandardIssue {
  readonly message: string;
  /** The place in the value. */
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/** The output type of a schema. */
export type OutputOf<S extends StandardSchemaV1> = NonNullable<S['~standard']['types']>['output'];

/**
 * The interface of https://standardschema.dev, version 1, as far as params need it. It is declared here because
 * this room imports no package; a test holds it against the types of `@standard-schema/spec`.
 */
export interface StandardSchemaV1<Input = unknown, Output = Input> {
  readonly '~standard': StandardProps<Input, Output>;
}

/** The content of a schema. */
export interface StandardProps<Input = unknown, Output = Input> {
  readonly version: 1;
  /** The library that the schema is of, e.g. `zod`. */
  readonly vendor: string;
  /** What goes in and comes out; for the type checker only. */
  readonly types?: { readonly input: Input; readonly output: Output } | undefined;
  readonly validate: (
    value: unknown,
    options?: StandardOptions | undefined,
  ) => StandardResult<Output> | Promise<StandardResult<Output>>;
}

/** Options of `validate`. */
export interface StandardOptions {
  /** Whatever a library may be told besides the value. */
  readonly libraryOptions?: Record<string, unknown> | undefined;
}

/** A value, or what is wrong. */
export type StandardResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly StandardIssue[] };

/** One thing that is wrong with a value. */
export interface StandardIssue {
  readonly message: string;
  /** Where in the value. */
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/** What comes out of a schema. */
export type OutputOf<S extends StandardSchemaV1> = NonNullable<S['~standard']['types']>['output'];

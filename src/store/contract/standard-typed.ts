/** A value, or what is wrong with it. */
export type TypedResult<T> =
  | { readonly value: T; readonly issues?: undefined }
  | { readonly issues: readonly { readonly message: string }[] };

/** As much of Standard Schema v1 as values need: zod, valibot and others have it. */
export interface StandardTyped<Output, Input = unknown> {
  readonly '~standard': {
    readonly types?: { readonly input: Input; readonly output: Output } | undefined;
    readonly validate: (value: unknown) => TypedResult<Output> | Promise<TypedResult<Output>>;
  };
}

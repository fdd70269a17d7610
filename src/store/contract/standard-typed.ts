export type Issues = readonly { readonly message: string }[];

type Result<T> = { readonly value: T; readonly issues?: undefined } | { readonly issues: Issues };

/** As much of Standard Schema v1 as values need: zod, valibot and others have it. */
export interface StandardTyped<Output, Input = unknown> {
  readonly '~standard': {
    readonly types?: { readonly input: Input; readonly output: Output } | undefined;
    readonly validate: (value: unknown) => Result<Output> | Promise<Result<Output>>;
  };
}

/** The most that a text may hold, so that a hostile one cannot take all memory. Raise the limits for texts that you trust. */
export interface Limits {
  /** UTF-16 units of the whole text. Default 64 Mi. */
  readonly maxLength: number;
  /** Default one million. */
  readonly maxActions: number;
  /** UTF-16 units of a param or argument, as it is written. Default 1 Mi. */
  readonly maxValueLength: number;
}

/** The limits of `parse`, unless others are given. */
export const defaultLimits: Limits = { maxLength: 2 ** 26, maxActions: 1_000_000, maxValueLength: 2 ** 20 };

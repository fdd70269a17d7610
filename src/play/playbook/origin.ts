/** The origin of a script, which decides about its access. */
export interface Origin {
  /** The folder that relative paths in it start at. */
  readonly folder: string;
  /** The repository that it was fetched from, and the root of its checkout; undefined for text and local files. */
  readonly remote?: Remote;
  /** The files that included each other down to this one, outermost first, as real paths. */
  readonly chain: readonly string[];
  /** True for the text that a session kept, which is without its secrets. */
  readonly isKept?: true;
}

/** A repository that a script was fetched from. */
export interface Remote {
  readonly url: string;
  /** The root of its checkout. */
  readonly root: string;
}

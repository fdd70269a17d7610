/** What a plan takes for the text of a folder. */
export const folderMark = '(a folder)';

/** One thing that an action would do to the world. */
export interface PlannedChange {
  readonly kind: 'create' | 'change' | 'remove' | 'run';
  /** What it would do that to, in a few words: a path, a key, a program. */
  readonly what: string;
  /** The text that is there now, and the one that would be: for a diff. */
  readonly before?: string;
  readonly after?: string;
}

/** What an action would do. */
export interface ActionPlan {
  /** In order; empty when nothing would change. */
  readonly changes: readonly PlannedChange[];
  /** What cannot be known before it runs, each in a few words. */
  readonly unknown?: readonly string[];
  /** Values of session params that it would set, as far as they are known. */
  readonly sets?: Readonly<Record<string, string>>;
}

/** The world as a plan sees it: as it is, with what the actions before would have changed. */
export interface Observer {
  /**
   * What is there under a name: what an action before would leave, else what `read` finds. A saved plan remembers a
   * hash of what was found, and is refused when it has changed since.
   */
  observe(what: string, read: () => Promise<string | undefined>): Promise<string | undefined>;
}

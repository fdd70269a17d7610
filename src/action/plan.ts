/** The text of a folder in a plan. */
export const folderMark = '(a folder)';

/** One change that an action would make. */
export interface PlannedChange {
  readonly kind: 'create' | 'change' | 'remove' | 'run';
  /** The thing that would change, in a few words: a path, a key, a program. */
  readonly what: string;
  /** The present text and the text after the change: for a diff. */
  readonly before?: string;
  readonly after?: string;
}

/** The changes that an action would make. */
export interface ActionPlan {
  /** In order; empty when nothing would change. */
  readonly changes: readonly PlannedChange[];
  /** Facts that are unknown before it runs, each in a few words. */
  readonly unknown?: readonly string[];
  /** Values of session params that it would set, if they are known. */
  readonly sets?: Readonly<Record<string, string>>;
}

/** The state as a plan sees it: the present one, with the changes of the earlier actions. */
export interface Observer {
  /**
   * The content under a name: the result of an earlier action, or of `read`. A saved plan keeps a
   * hash of it, and is refused once it has changed.
   */
  observe(what: string, read: () => Promise<string | undefined>): Promise<string | undefined>;
}

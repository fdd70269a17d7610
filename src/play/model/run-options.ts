/** The decision about an action that may or may not have been done. */
export type Decision = 'done' | 'retry';

/** How actions are played. */
export interface PlayOptions {
  /** For actions without a handler: refuse the whole run (the default), or leave them open. */
  unknown?: 'error' | 'ignore';
  /** Ends the run: the running action gets the abort, and no further one starts. */
  signal?: AbortSignal;
}

/** How a run that did not end is continued. */
export interface ResumeOptions {
  /** Decisions about uncertain actions, by the number of the action. */
  resolve?: Readonly<Record<number, Decision>>;
  /** True to continue although the played part of the script has changed. */
  acceptChanges?: boolean;
}

/** How `run` plays a session. */
export interface RunOptions extends PlayOptions, ResumeOptions {
  /** Continue the last run of the session, which did not end. */
  resume?: boolean;
  /** Start over a run that did not end. */
  restart?: boolean;
  /** The keys of all actions, from a plan: other actions are not played. */
  expect?: readonly string[];
  /** Take the session from a process that still holds it: that process ends before its next action. */
  takeOver?: boolean;
}

/** What is decided about an action that may or may not have been done. */
export type Decision = 'done' | 'retry';

/** How actions are played. */
export interface PlayOptions {
  /** What to do with actions that have no handler: refuse the whole run (the default), or leave them open. */
  unknown?: 'error' | 'ignore';
  /** Ends the run: the running action is told, and no other one starts. */
  signal?: AbortSignal;
}

/** How a run that did not end is continued. */
export interface ResumeOptions {
  /** Decisions about uncertain actions, by the number of the action. */
  resolve?: Readonly<Record<number, Decision>>;
  /** Whether to continue although the played part of the script reads differently now. */
  acceptChanges?: boolean;
}

/** How `run` plays a session. */
export interface RunOptions extends PlayOptions, ResumeOptions {
  /** Continue the last run of the session, which did not end. */
  resume?: boolean;
  /** Start a run that did not end over, from the beginning. */
  restart?: boolean;
  /** The keys of all actions, as a plan has them: others are not played. */
  expect?: readonly string[];
  /** Take the session from a process that still holds it: that process ends before its next action. */
  takeOver?: boolean;
}

/** Contexts, sessions and playbooks, and how they are played. */
export { Action, type Origin } from './action.ts';
export type { PlaybookSource } from './add-sources.ts';
export {
  Context,
  type ContextSettings,
  requireContext,
  type Secrets,
  type SessionSummary,
} from './context.ts';
export type { ActionRef, Failure, PlayEvent, PlayListener } from './event.ts';
export { Filter } from './filter.ts';
export { heroHome } from './home.ts';
export { type IncludeTarget, include } from './include.ts';
export { Journal, type JournalRecord } from './journal.ts';
export { type AskSecret, keyAccess } from './key-access.ts';
export { decodeText, loadScripts } from './load-scripts.ts';
export { type Migrated, migrateStore } from './migrate-store.ts';
export { openSession, type SessionArgs } from './open-session.ts';
export { placeName } from './place-name.ts';
export type { Plan, PlannedAction, PlannedValue } from './plan.ts';
export { type AddOptions, type FindOptions, PlayBook } from './playbook.ts';
export { Priorities, type PriorityMap, sessionPriorities } from './priorities.ts';
export { journalPath, type RunOptions } from './run.ts';
export { type LogEntry, Session } from './session.ts';
export { defineActor, isActor, isModule, type Module, type Stage } from './stage.ts';

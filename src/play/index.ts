/** Contexts, sessions and playbooks, and how they are played. */

export {
  Context,
  type ContextSettings,
  requireContext,
  type Secrets,
  type SessionSummary,
} from './context/context.ts';
export { heroHome } from './context/home.ts';
export { type AskSecret, keyAccess } from './context/key-access.ts';
export { type Migrated, migrateStore } from './context/migrate-store.ts';
export { placeName } from './context/place-name.ts';
export { type IncludeTarget, include } from './inspect/include.ts';
export type { ActionRef, Failure, PlayEvent, PlayListener } from './journal/event.ts';
export { Journal, type JournalRecord } from './journal/journal.ts';
export { defineActor, isActor, isModule, type Module, type Stage } from './model/action-context.ts';
export { type LogEntry, Session } from './model/session.ts';
export type { Plan, PlannedAction, PlannedValue } from './plan/plan.ts';
export { Action, type Origin } from './playbook/action.ts';
export { Filter } from './playbook/filter.ts';
export { type AddOptions, type FindOptions, PlayBook } from './playbook/playbook.ts';
export { Priorities, type PriorityMap, sessionPriorities } from './playbook/priorities.ts';
export { journalPath, type RunOptions } from './run/run.ts';
export { openSession, type SessionArgs } from './session/opening.ts';
export type { PlaybookSource } from './source/add-sources.ts';
export { decodeText, loadScripts } from './source/load-scripts.ts';

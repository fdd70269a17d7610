/** Contexts, sessions and playbooks. */
export {
  type Context,
  type ContextSettings,
  listContexts,
  openContext,
  requireContext,
  type Secrets,
  type SessionSummary,
} from './context/context.ts';
export { heroHome } from './context/home.ts';
export { type AskSecret, keyAccess } from './context/key-access.ts';
export { type Migrated, migrateStore } from './context/migrate-store.ts';
export { placeName } from './context/place-name.ts';
export { journalPath } from './context/session-file.ts';
export type {
  ActionName,
  ActionRef,
  AddedScript,
  AnswerOrigin,
  AskedQuestion,
  EventBody,
  Failure,
  PlayEvent,
  PlayListener,
} from './journal/event.ts';
export { Journal } from './journal/journal.ts';
export { type JournalRecord, readJournal } from './journal/journal-reader.ts';
export {
  type ActionContext,
  type ActorOrModule,
  defineActor,
  isModule,
  type Module,
} from './model/action-context.ts';
export type { Plan, PlanBasis, PlannedAction, PlannedValue } from './model/plan.ts';
export type { Decision, PlayOptions, ResumeOptions, RunOptions } from './model/run-options.ts';
export type { KnownAnswers, LogEntry, Session } from './model/session.ts';
export { Action, type ActionTextOptions } from './playbook/action.ts';
export { Filter } from './playbook/filter.ts';
export type { Origin, Remote } from './playbook/origin.ts';
export { type AddOptions, type FindOptions, type HeroscriptOptions, PlayBook } from './playbook/playbook.ts';
export type { IncludeTarget, LoadedScript, PlaybookSource, UseTarget } from './playbook/playbook-source.ts';
export { Priorities, type PriorityMap, sessionPriorities } from './playbook/priorities.ts';
export type { SessionArgs } from './session/session-args.ts';
export { openSession } from './session/session-opener.ts';
export { decodeText, loadScripts } from './source/load-scripts.ts';

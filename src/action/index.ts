/** Actors, the params that their actions take, and the checks of scripts against them. */
export {
  type ActionDefinition,
  type ActionDefinitions,
  type Actor,
  makeActor,
  type Outcome,
  type ParamShape,
  type ParamValues,
} from './actor.ts';
export { type CheckScope, check, checkDuplicates, checkParamNames, unknownAction } from './check.ts';
export {
  type Effect,
  type ExecutionPolicy,
  policyPrefix,
  policyShape,
  readPolicy,
} from './execution-policy.ts';
export { shapeToJsonSchema } from './json-schema.ts';
export { type ParamReader, ParamType, type ReadEnvironment, type TypeSettings } from './param-type.ts';
export { p } from './param-types.ts';
export { describeParam, type ParamView } from './param-view.ts';
export { type ActionPlan, folderMark, type Observer, type PlannedChange } from './plan.ts';
export {
  type Ask,
  answerVariable,
  type CheckAnswer,
  checkAnswer,
  noAnswers,
  type OpenQuestion,
  type Question,
} from './question.ts';
export { checkValue, readParam, readShape } from './read-params.ts';
export { Registry } from './registry.ts';
export { isSecretKey, isTelling, maskOf } from './secrets.ts';
export type {
  OutputOf,
  StandardIssue,
  StandardOptions,
  StandardProps,
  StandardResult,
  StandardSchemaV1,
} from './standard-schema.ts';
export type { ValueLimits } from './value-limits.ts';

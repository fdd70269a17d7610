/** What actions exist: actors, the params they take, and what is wrong with those that are given. */
export {
  type ActionDefinition,
  type ActionDefinitions,
  type Actor,
  makeActor,
  type Outcome,
  type ParamShape,
  type ParamValues,
  readShape,
} from './actor.ts';
export { type CheckScope, check, checkDuplicates, checkParamNames, unknownAction } from './check.ts';
export { ParamType, p, type ReadEnvironment } from './param-type.ts';
export { Registry } from './registry.ts';

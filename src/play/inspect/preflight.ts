import {
  type ActionDefinition,
  checkAnswer,
  checkParamNames,
  checkValue,
  describeParam,
  noAnswers,
  type OpenQuestion,
  type ParamShape,
  type Question,
  readParam,
  readPolicy,
  type StandardSchemaV1,
  unknownAction,
} from '../../action/index.ts';
import { type Diagnostic, HeroError, holdsMark, masked, show } from '../../base/index.ts';
import { templateNames } from '../../params/index.ts';
import { keyName } from '../../script/index.ts';
import type { ActionContext } from '../model/action-context.ts';
import type { Action } from '../playbook/action.ts';
import { diagnosticsOf, headOf } from './action-error.ts';
import { environmentOf, type Inspection } from './inspection.ts';

/** A required param that an action does not have. */
interface MissingParam extends OpenQuestion {
  readonly action: Action;
  readonly key: string;
}

/** The findings about all open actions before any of them is played. */
export interface PreflightResult {
  /** The faults of each action that has any. */
  readonly faults: readonly (readonly Diagnostic[])[];
  readonly missing: readonly MissingParam[];
  /** The questions that the actions themselves will ask. */
  readonly questions: readonly OpenQuestion[];
}

/**
 * Checks all open actions before the first is played: each has a handler, its values fit, and missing params
 * are asked for now. Throws one error for all faults, and PLAY_NO_ANSWER for all open questions when the run cannot ask.
 */
export async function preflight(
  inspection: Inspection,
  actions: readonly Action[],
  unknown: 'error' | 'ignore',
): Promise<void> {
  checkHandlers(inspection, actions, unknown);
  const { faults, missing, questions } = await inspect(inspection, actions);
  refuse(faults);
  const { answers } = inspection;
  const open = [...missing, ...questions].filter(({ question }) => answers.find(question) === undefined);
  if (open.length > 0 && !answers.canAsk) throw noAnswers(open, 'this run cannot ask');
  for (const param of missing) param.action.answer(param.key, await answers.get(param));
}

/** Each action must have a handler, and only known params. Throws ACTION_UNKNOWN, PLAY_SCRIPT_ERRORS. */
export function checkHandlers(
  { handlers }: Inspection,
  actions: readonly Action[],
  unknown: 'error' | 'ignore',
): void {
  const faultsOf = (action: Action): Diagnostic[] => {
    const handler = handlers.handlerFor(action);
    if (!handler) return unknown === 'error' ? [unknownAction(action.node, handlers.registry)] : [];
    return handler.kind === 'action' ? checkParamNames(action.node, handler.definition) : [];
  };
  refuse(actions.map(faultsOf).filter(({ length }) => length > 0));
}

/** Throws one error for the faults of all actions, if there are any. */
export function refuse(faults: readonly (readonly Diagnostic[])[]): void {
  if (faults.length === 0) return;
  const diagnostics = faults.flat();
  const codes = new Set(diagnostics.map(({ code }) => code));
  const [first = 'PLAY_SCRIPT_ERRORS'] = codes;
  const code = codes.size === 1 ? first : 'PLAY_SCRIPT_ERRORS';
  const count = faults.length === 1 ? 'an action' : `${faults.length} actions`;
  throw new HeroError(code, `${count} cannot be played, so nothing was`, { diagnostics });
}

/** Reads all params that can be read now. A value that depends on an earlier action is read later. */
export async function inspect(inspection: Inspection, actions: readonly Action[]): Promise<PreflightResult> {
  const faults: Diagnostic[][] = [];
  const missing: MissingParam[] = [];
  const questions: OpenQuestion[] = [];
  const later = new Set<string>();
  const counts = new Map<string, number>();
  const wanted = new Set(actions);
  for (const action of inspection.playbook.find({ includeDone: true })) {
    const definition = inspection.handlers.definitionFor(action);
    if (!definition) continue;
    const found = await inspectAction(inspection, action, definition, later);
    // Finished actions are counted too, so that the question ids of the others are the same at each start.
    const params = found.missing.map(key => missingParam(inspection, action, key, definition, counts));
    if (!wanted.has(action)) continue;
    if (found.faults.length > 0) faults.push(found.faults);
    missing.push(...params);
    questions.push(...found.questions);
    for (const name of found.sets) later.add(keyName(name));
  }
  return { faults, missing, questions };
}

interface ActionFindings {
  readonly faults: Diagnostic[];
  readonly missing: string[];
  readonly questions: OpenQuestion[];
  readonly sets: readonly string[];
}

async function inspectAction(
  inspection: Inspection,
  action: Action,
  definition: ActionDefinition<ActionContext>,
  later: ReadonlySet<string>,
): Promise<ActionFindings> {
  const { params: shape, asks, sets } = definition;
  const { state, answers } = inspection;
  const found: ActionFindings = { faults: [], missing: [], questions: [], sets: [] };
  action.fill(name => (later.has(keyName(name)) ? undefined : state.names.valueOf(name)));
  const values: Record<string, unknown> = {};
  let isWhole = true;
  for (const [key, type] of Object.entries(shape)) {
    const status = statusOf(action, key, type);
    if (status === 'missing') found.missing.push(key);
    const faults = status === 'known' ? found.faults : [];
    if (status === 'missing' || !(await readInto(values, key, type, inspection, action, faults)))
      isWhole = false;
  }
  found.faults.push(...withheldFaults(action), ...policyFaults(action, definition));
  if (!isWhole || !(asks || sets)) return found;
  try {
    const questions = openQuestions(asks?.(values) ?? [], action);
    for (const { question } of questions) answers.hide(question);
    return { ...found, questions, sets: sets?.(values) ?? [] };
  } catch (error) {
    found.faults.push(...diagnosticsOf(error, action));
    return found;
  }
}

function openQuestions(questions: readonly Question[], action: Action): OpenQuestion[] {
  const span = headOf(action);
  return questions.map(question => ({ question, check: answer => checkAnswer(question, answer), span }));
}

/** The status of a param: present, to be set by an earlier action, or to be asked for. */
function statusOf(action: Action, key: string, type: StandardSchemaV1): 'known' | 'later' | 'missing' {
  const value = action.params.toMap().get(key);
  if (value === masked && action.origin.isKept) return 'missing';
  if (value === undefined) return describeParam(type).isRequired ? 'missing' : 'known';
  return templateNames(value).length > 0 ? 'later' : 'known';
}

async function readInto(
  values: Record<string, unknown>,
  key: string,
  type: StandardSchemaV1,
  { host }: Inspection,
  action: Action,
  faults: Diagnostic[],
): Promise<boolean> {
  try {
    values[key] = await readParam(key, type, action.params, environmentOf(host, action));
    return true;
  } catch (error) {
    faults.push(...diagnosticsOf(error, action));
    return false;
  }
}

/** The faults of the params of the execution policy. */
function policyFaults(action: Action, definition: ActionDefinition<ActionContext>): readonly Diagnostic[] {
  try {
    readPolicy(definition, action.written);
    return [];
  } catch (error) {
    return diagnosticsOf(error, action);
  }
}

/** A kept script does not hold its secrets; a secret inside a longer text cannot be asked for. */
function withheldFaults(action: Action): Diagnostic[] {
  if (!action.origin.isKept) return [];
  const keys = [...action.params.toMap()].filter(([, value]) => value !== masked && holdsMark(value));
  return keys.map(([key]) => ({
    code: 'PLAY_SECRET_WITHHELD',
    severity: 'error',
    message: `the value of ${show(key)} held a secret, which is not kept`,
    span: headOf(action),
    hint: 'play the script again from its file',
  }));
}

/** The question for a missing param; its id is made of the action and the key. */
function missingParam(
  { host }: Inspection,
  action: Action,
  key: string,
  { params: shape }: { readonly params: ParamShape },
  counts: Map<string, number>,
): MissingParam {
  const type = shape[key] as StandardSchemaV1;
  const { kind, description, isSecret, choices } = describeParam(type);
  const base = `${action.fullName}.${key}`;
  const count = (counts.get(base) ?? 0) + 1;
  counts.set(base, count);
  const id = count === 1 ? base : `${base}_${count}`;
  const text = `${action.fullName} needs \`${key}\`${description && `: ${description}`}`;
  const form = choices ? { type: 'choice', choices } : { type: kind };
  const question = { id, text, ...form, ...(isSecret && { secret: true }) };
  const check = (answer: string) => {
    checkValue(type, answer, environmentOf(host, action));
    return answer;
  };
  return { question, check, span: headOf(action), action, key };
}

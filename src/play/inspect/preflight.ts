import {
  type ActionDefinition,
  checkAnswer,
  checkValue,
  describeParam,
  noAnswers,
  type OpenQuestion,
  type ParamShape,
  type Question,
  readConduct,
  readParam,
  type StandardSchemaV1,
} from '../../action/index.ts';
import { type Diagnostic, isHeroError, masked, type Span, show } from '../../base/index.ts';
import { templateNames } from '../../params/index.ts';
import { keyName } from '../../script/index.ts';
import type { Stage } from '../model/action-context.ts';
import { type Cast, refuse } from '../model/handler-resolver.ts';
import type { Session } from '../model/session.ts';
import type { Action } from '../playbook/action.ts';

/** A param that an action needs and does not have. */
interface Gap extends OpenQuestion {
  readonly action: Action;
  readonly key: string;
}

/** What a look over all open actions finds before any of them is played. */
export interface Findings {
  readonly faults: readonly (readonly Diagnostic[])[];
  readonly gaps: readonly Gap[];
  /** What actions will ask by themselves. */
  readonly questions: readonly OpenQuestion[];
}

/**
 * Makes sure, before anything runs, that all of it can: each action has a player, its values fit, and what is missing
 * is asked for now. Throws one error for all faults, PLAY_NO_ANSWER for all open questions when nobody can be asked.
 */
export async function preflight(
  session: Session,
  cast: Cast,
  actions: readonly Action[],
  unknown: 'error' | 'ignore',
): Promise<void> {
  cast.check(actions, unknown);
  const { faults, gaps, questions } = await lookOver(session, cast, actions);
  refuse(faults);
  const { answers } = session;
  const open = [...gaps, ...questions].filter(({ question }) => answers.find(question) === undefined);
  if (open.length > 0 && !answers.canAsk) throw noAnswers(open, 'nobody can be asked');
  for (const gap of gaps) gap.action.answer(gap.key, await answers.get(gap));
}

/** Reads what can be read of the actions already. A value that depends on what runs before is left for then. */
export async function lookOver(session: Session, cast: Cast, actions: readonly Action[]): Promise<Findings> {
  const faults: Diagnostic[][] = [];
  const gaps: Gap[] = [];
  const questions: OpenQuestion[] = [];
  const later = new Set<string>();
  const counts = new Map<string, number>();
  const wanted = new Set(actions);
  for (const action of session.playbook.find({ includeDone: true })) {
    const part = cast.partOf(action);
    if (!part || !('definition' in part)) continue;
    const found = await lookAt(session, action, part.definition, later);
    // Those that are done are counted too: the others keep their names from start to start.
    const missing = found.missing.map(key => gapOf(session, action, key, part.definition, counts));
    if (!wanted.has(action)) continue;
    if (found.faults.length > 0) faults.push(found.faults);
    gaps.push(...missing);
    questions.push(...found.questions);
    for (const name of found.sets) later.add(keyName(name));
  }
  return { faults, gaps, questions };
}

interface Look {
  readonly faults: Diagnostic[];
  readonly missing: string[];
  readonly questions: OpenQuestion[];
  readonly sets: readonly string[];
}

async function lookAt(
  session: Session,
  action: Action,
  definition: ActionDefinition<Stage>,
  later: ReadonlySet<string>,
): Promise<Look> {
  const { params: shape, asks, sets } = definition;
  const look: Look & { sets: readonly string[] } = { faults: [], missing: [], questions: [], sets: [] };
  action.fill(name => (later.has(keyName(name)) ? undefined : session.valueOf(name)));
  const values: Record<string, unknown> = {};
  let isWhole = true;
  for (const [key, type] of Object.entries(shape)) {
    const state = stateOf(action, key, type);
    if (state === 'missing') look.missing.push(key);
    const faults = state === 'known' ? look.faults : [];
    if (state === 'missing' || !(await readInto(values, key, type, session, action, faults))) isWhole = false;
  }
  look.faults.push(...withheld(action), ...conductFaults(action, definition));
  if (!isWhole || !(asks || sets)) return look;
  try {
    const questions = openQuestions(asks?.(values) ?? [], action);
    for (const { question } of questions) session.answers.hide(question);
    return { ...look, questions, sets: sets?.(values) ?? [] };
  } catch (error) {
    look.faults.push(...faultsOf(error, action));
    return look;
  }
}

function openQuestions(questions: readonly Question[], action: Action): OpenQuestion[] {
  const span = headOf(action);
  return questions.map(question => ({ question, check: answer => checkAnswer(question, answer), span }));
}

/** Whether a param is there, may come by what runs before, or has to be asked for. */
function stateOf(action: Action, key: string, type: StandardSchemaV1): 'known' | 'later' | 'missing' {
  const value = action.params.toMap().get(key);
  if (value === masked && action.origin.isKept) return 'missing';
  if (value === undefined) return describeParam(type).isRequired ? 'missing' : 'known';
  return templateNames(value).length > 0 ? 'later' : 'known';
}

async function readInto(
  values: Record<string, unknown>,
  key: string,
  type: StandardSchemaV1,
  session: Session,
  action: Action,
  faults: Diagnostic[],
): Promise<boolean> {
  try {
    values[key] = await readParam(key, type, action.params, session.environment(action));
    return true;
  } catch (error) {
    faults.push(...faultsOf(error, action));
    return false;
  }
}

/** What is wrong with what the script says of how it is played. */
function conductFaults(action: Action, definition: ActionDefinition<Stage>): readonly Diagnostic[] {
  try {
    readConduct(definition, action.written);
    return [];
  } catch (error) {
    return faultsOf(error, action);
  }
}

/** What is wrong with an action, at its head unless the error has a place of its own. */
function faultsOf(error: unknown, action: Action): readonly Diagnostic[] {
  if (!isHeroError(error)) throw error;
  const { code, message, hint, diagnostics } = error;
  if (diagnostics.length > 0) return diagnostics;
  return [{ code, severity: 'error', message, span: headOf(action), ...(hint !== undefined && { hint }) }];
}

/** A kept script does not hold its secrets; where one was a part of a text, nobody can be asked for it. */
function withheld(action: Action): Diagnostic[] {
  if (!action.origin.isKept) return [];
  const keys = [...action.params.toMap()].filter(
    ([, value]) => value !== masked && /\[secret\]|:\/\/\*\*\*@/.test(value),
  );
  return keys.map(([key]) => ({
    code: 'PLAY_SECRET_WITHHELD',
    severity: 'error',
    message: `the value of ${show(key)} held a secret, which was not kept`,
    span: headOf(action),
    hint: 'play the script itself again, from its file',
  }));
}

/** The question for a param that is missing, known by the action and the key. */
function gapOf(
  session: Session,
  action: Action,
  key: string,
  { params: shape }: { readonly params: ParamShape },
  counts: Map<string, number>,
): Gap {
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
    checkValue(type, answer, session.environment(action));
    return answer;
  };
  return { question, check, span: headOf(action), action, key };
}

function headOf({ node }: Action): Span {
  return { source: node.source, start: node.start, end: node.nameEnd };
}

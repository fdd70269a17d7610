import {
  type ActionDefinition,
  describeParam,
  type PlannedChange,
  readParam,
  readPolicy,
} from '../../action/index.ts';
import { isHeroError, type Mask, masked } from '../../base/index.ts';
import { version } from '../../base/version.ts';
import { templateNames } from '../../params/index.ts';
import { keyName } from '../../script/index.ts';
import { environmentOf, type Inspection } from '../inspect/inspection.ts';
import { checkHandlers, inspect, type PreflightResult, refuse } from '../inspect/preflight.ts';
import { Preparation } from '../inspect/preparation.ts';
import type { ActionContext } from '../model/action-context.ts';
import type { Plan, PlannedAction, PlannedValue } from '../model/plan.ts';
import type { Action } from '../playbook/action.ts';
import { basisOf } from './plan-basis.ts';
import { PlannedState } from './planned-state.ts';

/** Plans a rehearsal. Throws the errors that a run would throw before its first action. */
export async function makePlan(inspection: Inspection, mask: Mask): Promise<Plan> {
  const { playbook, answers, host } = inspection;
  await new Preparation(inspection).prepare();
  const open = playbook.actions.filter(({ done }) => !done);
  checkHandlers(inspection, open, 'error');
  const found = await inspect(inspection, open);
  refuse(found.faults);
  const planner = new Planner(inspection, giveAnswers(inspection, found.missing));
  const actions: PlannedAction[] = [];
  for (const action of inOrder(inspection)) actions.push(await planner.plan(action));
  const questions = [...found.missing, ...found.questions]
    .filter(({ question }) => answers.find(question) === undefined)
    .map(({ question: { id, text, type = 'text', secret } }) => ({
      id,
      text,
      type,
      ...(secret && { secret }),
    }));
  const plan = { heroplay: version, context: host.context, actions, questions };
  const isChange = actions.some(({ changes, unknown }) => changes.length > 0 || unknown.length > 0);
  return { ...mask.data(plan), isChange, basis: basisOf(inspection, planner.state, mask) };
}

/** Gives actions the known answers for their missing params. Throws the error of an answer that does not fit. */
function giveAnswers(
  { answers }: Inspection,
  missing: PreflightResult['missing'],
): Map<Action, ReadonlySet<string>> {
  const answered = new Map<Action, Set<string>>();
  for (const { action, key, question, check } of missing) {
    const found = answers.find(question);
    if (!found) continue;
    action.answer(key, check(found.answer));
    answered.set(action, (answered.get(action) ?? new Set()).add(key));
  }
  return answered;
}

/** Actions that prepare come first, in the order of the text; the others in the order of play. */
function inOrder({ playbook, handlers }: Inspection): Action[] {
  const prepares = (action: Action) => handlers.prepares(action);
  return [...playbook.actions.filter(prepares), ...playbook.find().filter(action => !prepares(action))];
}

/** Plans one action after another; each sees the names and the state that the ones before it would leave. */
class Planner {
  readonly state = new PlannedState();
  readonly #inspection: Inspection;
  /** Names that an action sets when it is played, and that action. */
  readonly #later = new Map<string, string>();
  /** The actions that set names, by name, also for values that are not known yet. */
  readonly #setBy = new Map<string, string>();
  /** Params that the scripts leave out, and that an answer gives. */
  readonly #answered: ReadonlyMap<Action, ReadonlySet<string>>;

  constructor(inspection: Inspection, answered: ReadonlyMap<Action, ReadonlySet<string>>) {
    this.#inspection = inspection;
    this.#answered = answered;
  }

  async plan(action: Action): Promise<PlannedAction> {
    const { state, secrets, describer } = this.#inspection;
    const lookUp = (name: string) => state.names.valueOf(name);
    action.fill(name => (this.#later.has(keyName(name)) ? undefined : lookUp(name)));
    secrets.registerSecrets([action], lookUp);
    const { number, name, place, key } = describer.describe(action);
    const values = this.#values(action);
    const outlook = await this.#outlook(action, values);
    const { remote } = action.origin;
    return {
      number,
      name,
      place,
      key,
      ...(remote && { remote: remote.url }),
      values,
      args: action.params.args,
      ...outlook,
    };
  }

  #values(action: Action): PlannedValue[] {
    const shape = this.#inspection.handlers.schemaOf(action);
    const given = [...action.params.toMap()].map(([key, value]) => {
      const isSecret = action.isSecret(key, shape);
      return { key, value: isSecret ? masked : value, ...this.#origin(action, key) };
    });
    const missing = Object.entries(shape ?? {}).filter(([key]) => !action.params.exists(key));
    return [...given, ...missing.flatMap(([key, type]) => this.#unset(key, describeParam(type)))];
  }

  #unset(key: string, { isRequired, isSecret, fallback }: ReturnType<typeof describeParam>): PlannedValue[] {
    if (isRequired) return [{ key, value: '', from: 'nowhere', unknown: 'its answer' }];
    if (fallback === undefined) return [];
    return [{ key, value: isSecret ? masked : String(fallback), from: 'default' }];
  }

  /** The origin of a value, and the actions that must come before it. */
  #origin(action: Action, key: string): { from: string; unknown?: string } {
    const stands = action.node.items.some(item => item.kind === 'param' && item.key === key);
    const names = templateNames(action.written.toMap().get(key) ?? '');
    const fills = names.map(name => `{${name}} ${this.#source(name)}`);
    const waits = names.map(name => this.#later.get(keyName(name))).filter(by => by !== undefined);
    const isAnswer = this.#answered.get(action)?.has(key);
    const from = isAnswer ? 'answer' : [stands ? 'script' : 'snippet', ...fills].join(', ');
    return waits.length > 0 ? { from, unknown: [...new Set(waits)].join(', ') } : { from };
  }

  #source(name: string): string {
    const key = keyName(name);
    return this.#setBy.get(key) ?? this.#inspection.state.names.sourceOf(name) ?? 'that nothing sets';
  }

  async #outlook(action: Action, values: readonly PlannedValue[]) {
    const handler = this.#inspection.handlers.handlerFor(action);
    if (!handler) return { changes: [], unknown: ['it has no handler'] };
    if (handler.kind === 'module')
      return { changes: [], unknown: [`the changes of the module ${handler.module.name}`] };
    const { definition } = handler;
    const waiting = values.filter(({ unknown }) => unknown !== undefined);
    const params = await this.#params(action, definition);
    for (const name of (params && definition.sets?.(params)) ?? []) this.#set(name, undefined, action);
    if (!params || (waiting.length > 0 && definition.plan)) {
      const unknown = waiting.map(({ key, unknown: by }) => `\`${key}\` before ${by}`);
      return { changes: [], unknown: isPure(definition, action) ? [] : unknown };
    }
    return this.#ask(action, definition, params);
  }

  async #ask(
    action: Action,
    definition: ActionDefinition<ActionContext>,
    params: never,
  ): Promise<{ changes: readonly PlannedChange[]; unknown: readonly string[] }> {
    if (!definition.plan) return { changes: [], unknown: isPure(definition, action) ? [] : ['its changes'] };
    const observe = this.state.observe.bind(this.state);
    const actionContext = { ...this.#inspection.contextFor(action), observe };
    const { changes, unknown = [], sets = {} } = await definition.plan(params, actionContext);
    this.state.change(changes);
    for (const [name, value] of Object.entries(sets)) {
      this.#inspection.state.params.set(name, value);
      this.#set(name, value, action);
    }
    return { changes, unknown };
  }

  /** The params as `run` would get them; undefined when one of them is unknown, or wrong, so far. */
  async #params(
    action: Action,
    { params: shape }: ActionDefinition<ActionContext>,
  ): Promise<never | undefined> {
    const environment = environmentOf(this.#inspection.host, action);
    const values: Record<string, unknown> = {};
    try {
      for (const [key, type] of Object.entries(shape))
        values[key] = await readParam(key, type, action.params, environment);
      return values as never;
    } catch (error) {
      if (isHeroError(error)) return undefined;
      throw error;
    }
  }

  #set(name: string, value: string | undefined, { fullName, place }: Action): void {
    const by = `${fullName} (${place})`;
    const key = keyName(name);
    this.#setBy.set(key, `set by ${by}`);
    if (value === undefined) this.#later.set(key, by);
    else this.#later.delete(key);
  }
}

function isPure(definition: ActionDefinition<ActionContext>, action: Action): boolean {
  return readPolicy(definition, action.written).effect === 'pure';
}

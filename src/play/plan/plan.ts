import {
  type ActionDefinition,
  describeParam,
  type PlannedChange,
  readConduct,
  readParam,
} from '../../action/index.ts';
import { isHeroError, masked } from '../../base/index.ts';
import { version } from '../../base/version.ts';
import { templateNames } from '../../params/index.ts';
import { keyName } from '../../script/index.ts';
import { type Findings, lookOver } from '../inspect/preflight.ts';
import type { AskedQuestion } from '../journal/event.ts';
import type { Stage } from '../model/action-context.ts';
import type { Cast } from '../model/handler-resolver.ts';
import { refuse } from '../model/handler-resolver.ts';
import type { Session } from '../model/session.ts';
import type { Action } from '../playbook/action.ts';
import { isSecretParam } from '../playbook/action-text.ts';
import type { Company } from '../run/resume.ts';
import { type Basis, basisOf } from './plan-basis.ts';
import { PlanWorld } from './planned-state.ts';

/** A param as an action would get it. Secrets are `[secret]`. */
export interface PlannedValue {
  readonly key: string;
  readonly value: string;
  /** Where the value comes from: `script`, `default`, `snippet`, and the names that fill its templates. */
  readonly from: string;
  /** What has to happen before the value is known. */
  readonly unknown?: string;
}

/** An action as it would be played. */
export interface PlannedAction {
  readonly number: number;
  readonly name: string;
  readonly place: string;
  readonly key: string;
  /** The repository that its script came from. */
  readonly remote?: string;
  readonly values: readonly PlannedValue[];
  readonly args: readonly string[];
  readonly changes: readonly PlannedChange[];
  /** What cannot be known before it is played. */
  readonly unknown: readonly string[];
}

/** What would be played, in order, and what that would change. */
export interface Plan {
  readonly heroplay: string;
  readonly context: string;
  readonly actions: readonly PlannedAction[];
  /** Questions that are open. */
  readonly questions: readonly AskedQuestion[];
  /** Whether anything would change, or may. */
  readonly isChange: boolean;
  /** Hashes of all that the plan was made of. */
  readonly basis: Basis;
}

/** Plans a rehearsal. Throws what stands in the way of playing. */
export async function makePlan(company: Company): Promise<Plan> {
  const { session, player, cast } = company;
  await player.prepare();
  const open = session.playbook.actions.filter(({ done }) => !done);
  cast.check(open, 'error');
  const findings = await lookOver(session, cast, open);
  refuse(findings.faults);
  const planner = new Planner(company, giveAnswers(session, findings.gaps));
  const actions: PlannedAction[] = [];
  for (const action of order(session, cast)) actions.push(await planner.plan(action));
  const questions = [...findings.gaps, ...findings.questions]
    .filter(({ question }) => session.answers.find(question) === undefined)
    .map(({ question: { id, text, type = 'text', secret } }) => ({
      id,
      text,
      type,
      ...(secret && { secret }),
    }));
  const plan = { heroplay: version, context: session.context.name, actions, questions };
  const isChange = actions.some(({ changes, unknown }) => changes.length > 0 || unknown.length > 0);
  return { ...session.maskData(plan), isChange, basis: basisOf(company, planner.world) };
}

/** Gives actions the answers that are known for what they leave out. Throws what is wrong with such an answer. */
function giveAnswers({ answers }: Session, gaps: Findings['gaps']): Map<Action, ReadonlySet<string>> {
  const answered = new Map<Action, Set<string>>();
  for (const { action, key, question, check } of gaps) {
    const found = answers.find(question);
    if (!found) continue;
    action.answer(key, check(found.answer));
    answered.set(action, (answered.get(action) ?? new Set()).add(key));
  }
  return answered;
}

/** What prepares comes first, as it stands; the rest in the order of play. */
function order({ playbook }: Session, cast: Cast): Action[] {
  const prepares = (action: Action) => {
    const part = cast.partOf(action);
    return part !== undefined && 'definition' in part && part.definition.prepares === true;
  };
  return [...playbook.actions.filter(prepares), ...playbook.find().filter(action => !prepares(action))];
}

/** Plans one action after the other: what one sets or changes, the next one sees. */
class Planner {
  readonly world = new PlanWorld();
  readonly #company: Company;
  /** Names that an action sets when it is played, and which. */
  readonly #later = new Map<string, string>();
  /** Names that actions set, whether their values are known by now or not. */
  readonly #setBy = new Map<string, string>();
  /** Params that the scripts leave out, and somebody answered. */
  readonly #answered: ReadonlyMap<Action, ReadonlySet<string>>;

  constructor(company: Company, answered: ReadonlyMap<Action, ReadonlySet<string>>) {
    this.#company = company;
    this.#answered = answered;
  }

  async plan(action: Action): Promise<PlannedAction> {
    const { session, cast } = this.#company;
    action.fill(name => (this.#later.has(keyName(name)) ? undefined : session.valueOf(name)));
    cast.learn([action], name => session.valueOf(name));
    const { number, name, place, key } = cast.refOf(action);
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
    const shape = this.#company.cast.shapeOf(action);
    const given = [...action.params.toMap()].map(([key, value]) => {
      const isSecret = isSecretParam(action, key, shape);
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

  /** Where a value comes from, and what it waits for. */
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
    return this.#setBy.get(key) ?? this.#company.session.sourceOf(name) ?? 'that nobody sets';
  }

  async #outlook(action: Action, values: readonly PlannedValue[]) {
    const { session, cast } = this.#company;
    const part = cast.partOf(action);
    if (!part) return { changes: [], unknown: ['nobody plays it'] };
    if (!('definition' in part))
      return { changes: [], unknown: [`what the module ${part.module.name} does`] };
    const { definition } = part;
    const waiting = values.filter(({ unknown }) => unknown !== undefined);
    const params = await this.#params(action, definition);
    for (const name of (params && definition.sets?.(params)) ?? []) this.#set(name, undefined, action);
    if (!params || (waiting.length > 0 && definition.plan)) {
      const unknown = waiting.map(({ key, unknown: by }) => `\`${key}\` before ${by}`);
      return { changes: [], unknown: isPure(definition, action) ? [] : unknown };
    }
    return this.#ask(action, definition, params, session);
  }

  async #ask(action: Action, definition: ActionDefinition<Stage>, params: never, session: Session) {
    if (!definition.plan)
      return { changes: [], unknown: isPure(definition, action) ? [] : ['what it changes'] };
    const stage = { ...this.#company.player.stage(action), observe: this.world.observe.bind(this.world) };
    const { changes, unknown = [], sets = {} } = await definition.plan(params, stage);
    this.world.change(changes);
    for (const [name, value] of Object.entries(sets)) {
      session.params.set(name, value);
      this.#set(name, value, action);
    }
    return { changes, unknown };
  }

  /** The params as `run` would get them; undefined when one of them is not known, or not right, yet. */
  async #params(action: Action, { params: shape }: ActionDefinition<Stage>): Promise<never | undefined> {
    const environment = this.#company.session.environment(action);
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

function isPure(definition: ActionDefinition<Stage>, action: Action): boolean {
  return readConduct(definition, action.written).effect === 'pure';
}

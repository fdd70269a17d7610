import { type Mask, masked } from '../../base/index.ts';
import type { ActionName, ActionRef, AddedScript } from '../journal/event.ts';
import type { Action } from '../playbook/action.ts';
import { ActionKeys } from '../playbook/action-keys.ts';
import { subjectIn } from '../playbook/action-subject.ts';
import { maskedText } from '../playbook/action-text.ts';
import type { HandlerResolver } from './handler-resolver.ts';

/** Describes actions for events: number, key, place and text, without secrets. */
export class ActionDescriber {
  readonly #handlers: HandlerResolver;
  readonly #mask: Mask;
  readonly #keys = new ActionKeys();
  readonly #numbers = new WeakMap<Action, number>();
  readonly #byNumber = new Map<number, Action>();
  #count = 0;

  constructor(handlers: HandlerResolver, mask: Mask) {
    this.#handlers = handlers;
    this.#mask = mask;
  }

  /** The key that identifies an action from run to run. */
  keyOf(action: Action): string {
    return this.#keys.keyOf(action, this.#handlers.schemaOf(action), this.#mask);
  }

  /** Numbers actions from here on after those of an earlier start. */
  countFrom(started: number): void {
    this.#count = Math.max(this.#count, started);
  }

  /** Gives an action the number that it had in an earlier start. */
  setNumber(action: Action, number: number): void {
    this.#numbers.set(action, number);
    this.#byNumber.set(number, action);
  }

  /** The description of an action for events; the first call numbers the action. */
  describe(action: Action): ActionRef {
    const number = this.#numbers.get(action) ?? ++this.#count;
    this.setNumber(action, number);
    const { fullName: name, place } = action;
    const prepares = this.#handlers.prepares(action);
    const text = this.textOf(action);
    return { number, name, place, key: this.keyOf(action), text, ...(prepares && { prepares }) };
  }

  /** The canonical text of an action without its secrets. */
  textOf(action: Action, comments = false): string {
    return maskedText(action, this.#handlers.schemaOf(action), this.#mask, comments);
  }

  /** An action as a script of its own. */
  scriptOf(action: Action): AddedScript {
    const { folder, remote, chain } = action.origin;
    const file = chain.at(-1);
    const place = { folder, ...(file !== undefined && { file }), ...(remote && { remote }) };
    return { name: action.node.source.name, text: this.textOf(action), prio: action.prio, ...place };
  }

  /** The param that describes a numbered action best, as it is written, without secrets. */
  subjectOf({ number }: ActionName): string {
    const action = this.#byNumber.get(number);
    if (!action) return '';
    const shape = this.#handlers.schemaOf(action);
    const shown = [...action.written.toMap()].map(([key, value]): [string, string] => [
      key,
      action.isSecret(key, shape) ? masked : this.#mask.text(value),
    ]);
    return this.#mask.text(subjectIn(action.fullName, new Map(shown)));
  }
}

import { isSecretKey, isTelling, maskOf } from '../../action/index.ts';
import { isHeroError, type Mask, maskError, masked } from '../../base/index.ts';
import type { Document, ParamNode } from '../../script/index.ts';
import type { Action } from '../playbook/action.ts';
import { secretsIn } from '../playbook/action-text.ts';
import type { HandlerResolver } from './handler-resolver.ts';

/** Registers the secrets of scripts and actions with the mask of a session, and removes them from texts. */
export class SessionSecrets {
  readonly #handlers: HandlerResolver;
  readonly #mask: Mask;

  constructor(handlers: HandlerResolver, mask: Mask) {
    this.#handlers = handlers;
    this.#mask = mask;
  }

  /** Registers the secrets that actions hold, before any event holds them. */
  registerSecrets(actions: readonly Action[], lookUp: (name: string) => string | undefined): void {
    for (const action of actions) {
      for (const secret of secretsIn(action, this.#handlers.schemaOf(action), lookUp)) this.#mask.add(secret);
      for (const value of action.params.toMap().values())
        if (value.includes('://')) this.#mask.addUserInfo(value);
    }
  }

  /** Registers values that are secret by their names. */
  registerValues(secrets: Iterable<string>): void {
    for (const secret of secrets) this.#mask.add(secret);
  }

  /** True when a secret is written in an action. */
  holdsSecret(action: Action): boolean {
    const shape = this.#handlers.schemaOf(action);
    return [...action.written.toMap()].some(
      ([key, value]) => action.isSecret(key, shape) && isTelling(value) && value !== masked,
    );
  }

  /**
   * Adds scripts, and masks the error of a script that cannot be added: its secrets are registered only then, because
   * no action of it registers them.
   */
  guardAdding<T>(documents: readonly Document[], add: () => T): T {
    try {
      return add();
    } catch (error) {
      maskOf(documents, this.#handlers.registry, this.#mask);
      throw isHeroError(error) ? maskError(error, this.#mask) : error;
    }
  }

  /**
   * An error without the secrets of the scripts that it points at; other thrown values are returned as they are. A drawn
   * line shows more than the params of its action: also a value that a later one of the same key replaces.
   */
  maskError(error: unknown, actions: readonly Action[]): unknown {
    if (!isHeroError(error)) return error;
    const sources = new Set(error.diagnostics.map(({ span }) => span?.source));
    const nodes = actions.map(({ node }) => node).filter(({ source }) => sources.has(source));
    maskOf([{ actions: nodes }], this.#handlers.registry, this.#mask);
    return maskError(error, this.#mask);
  }

  /**
   * The text of a script without its secrets, also the short ones that are not hidden inside other text. `actions` are
   * all actions of a playbook; those of other texts are left out.
   */
  withoutSecrets(text: string, actions: readonly Action[]): string {
    let left = text;
    const found = actions.map(({ node }) => node).filter(({ source }) => source.text === text);
    // A text that was added twice has its actions twice, at the same places.
    const nodes = [...new Map(found.map(node => [node.start, node])).values()];
    for (const { fullName, items } of nodes.sort((a, b) => b.start - a.start)) {
      const shape = this.#handlers.registry.get(fullName)?.params;
      const params = items.filter((item): item is ParamNode => item.kind === 'param').reverse();
      const subject = params.find(({ key }) => key === 'key' || key === 'name')?.value;
      for (const { key, value, valueStart, end } of params) {
        const isSecret = isTelling(value) && isSecretKey(key, shape, subject);
        if (isSecret || this.#mask.text(value) === masked)
          left = `${left.slice(0, valueStart)}'${masked}'${left.slice(end)}`;
      }
    }
    return this.#mask.text(left);
  }
}

import { isSecretKey, type ParamShape, policyPrefix } from '../../action/index.ts';
import { sha256 } from '../../base/hash.ts';
import { Mask, masked, place } from '../../base/index.ts';
import { Params } from '../../params/index.ts';
import { type ActionKind, type ActionNode, formatAction, kinds } from '../../script/index.ts';
import type { Origin } from './origin.ts';

/** The symbol that Node's console and `util.inspect` look up; registered, so that nothing of Node is imported. */
const inspect: unique symbol = Symbol.for('nodejs.util.inspect.custom');
/** A mask without secrets, which hides only user info in URLs. */
const userInfoMask = new Mask();

/** How the text of an action is written. */
export interface ActionTextOptions {
  comments?: boolean;
  /** The text to print for a value. */
  value?: (key: string, text: string) => string;
  /** Selects the params to print. */
  isWanted?: (key: string) => boolean;
  /** True to print the params in the order of their keys. */
  isSorted?: boolean;
}

/**
 * One action of a playbook.
 *
 * @example
 * const [action] = new PlayBook().add('!!City.Define name:Ghent');
 * action?.fullName; // 'city.define'
 * action?.params.get('name'); // 'Ghent'
 */
export class Action {
  /** Its number in the playbook, from 1. Never printed. */
  readonly id: number;
  readonly node: ActionNode;
  readonly origin: Origin;
  /** The `prio` of its text, from 0 to 99. */
  readonly prio: number;
  readonly actor: string;
  readonly name: string;
  /** The result of its handler. */
  readonly result = new Params();
  /** True when it was played. */
  done = false;
  #written: Params | undefined;
  #filled: Params | undefined;
  readonly #answers = new Map<string, string>();
  /** Fills the templates when the params are read. */
  #lookUp: ((name: string) => string | undefined) | undefined;

  constructor(fields: { id: number; node: ActionNode; origin: Origin; prio: number }) {
    this.id = fields.id;
    this.node = fields.node;
    this.origin = fields.origin;
    this.prio = fields.prio;
    this.actor = fields.node.actor;
    this.name = fields.node.name;
  }

  get fullName(): string {
    return `${this.actor}.${this.name}`;
  }

  /** Dal, sal, macro or wal: one to four exclamation marks. */
  get type(): ActionKind {
    return this.node.type;
  }

  /** Params and arguments: as written; from its start on with templates filled, and without the execution policy. */
  get params(): Params {
    if (this.#lookUp && !this.#filled) {
      this.#filled = withoutPolicy(this.written.copy()).fill(this.#lookUp);
      for (const [key, value] of this.#answers) this.#filled.set(key, value);
    }
    return this.#filled ?? this.written;
  }

  /** The same action, as it is written, for another playbook. */
  copy(): Action {
    const { id, node, origin, prio } = this;
    const copy = new Action({ id, node, origin, prio });
    copy.done = this.done;
    copy.#written = this.written.copy();
    return copy;
  }

  /** Sets a missing param for this play; the printed and hashed text stays. */
  answer(key: string, value: string): void {
    this.#answers.set(key, value);
    this.#filled = undefined;
  }

  /** Params and arguments as they are written, with templates: the form that is printed and hashed. */
  get written(): Params {
    this.#written ??= Params.fromAction(this.node);
    return this.#written;
  }

  /** Fills the templates, for the play that begins. The printed and hashed text stays. */
  fill(lookUp: (name: string) => string | undefined): void {
    this.#lookUp = lookUp;
    this.#filled = undefined;
  }

  /** The comments before it, joined by newlines. */
  get comments(): string {
    return this.node.comments.map(({ value }) => value).join('\n');
  }

  /** `file:line:column`. */
  get place(): string {
    return place(this.node);
  }

  /** The name in its parts. */
  names(): string[] {
    return this.fullName.split('.');
  }

  /** The action in the canonical format. Throws PARAMS_UNPRINTABLE. */
  heroscript(options: ActionTextOptions = {}): string {
    const {
      comments = false,
      value = (_key, text) => text,
      isWanted = () => true,
      isSorted = false,
    } = options;
    const { params, args, ...tail } = this.written.plain({ comments });
    const shown = params
      .filter(({ key }) => isWanted(key))
      .map(param => ({ ...param, value: value(param.key, param.value) }));
    if (isSorted) shown.sort((a, b) => (a.key < b.key ? -1 : 1));
    const before = comments && this.node.comments.length > 0 ? { comment: this.comments } : {};
    const { actor, name } = this;
    return formatAction({ ...tail, params: shown, args, bangs: this.#bangs, actor, name, ...before });
  }

  /** SHA-256 of the canonical text with its keys sorted, without comments and running number. */
  hash(): string {
    return sha256(this.heroscript({ isSorted: true }));
  }

  /** True when the value of a key is a secret, by the type of its param or by its name. */
  isSecret(key: string, shape?: ParamShape): boolean {
    const known = this.written.toMap();
    return isSecretKey(key, shape, known.get('key') ?? known.get('name'));
  }

  /** Place, line and text without secrets: the source text is left out, so a logger prints nothing of it. */
  toJSON(): { name: string; place: string; line: number; done: boolean; text: string } {
    const { fullName: name, place, done, node } = this;
    const value = (key: string, text: string) => (this.isSecret(key) ? masked : userInfoMask.text(text));
    const params = [...this.written.toMap()].map(
      ([key, text]) => `${key}:${JSON.stringify(value(key, text))}`,
    );
    const args = this.written.args.map(arg => userInfoMask.text(arg));
    const { line } = node.source.position(node.start);
    return { name, place, line, done, text: [`!!${name}`, ...args, ...params].join(' ') };
  }

  [inspect](): string {
    const { text, place } = this.toJSON();
    return `Action { ${text} (${place}) }`;
  }

  get #bangs(): number {
    return kinds.indexOf(this.type) + 1;
  }
}

/** A handler does not get the params of the execution policy. */
function withoutPolicy(params: Params): Params {
  for (const key of params.toMap().keys()) if (key.startsWith(policyPrefix)) params.delete(key);
  return params;
}

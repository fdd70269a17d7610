import { type Diagnostic, HeroError, type Span, show } from '../base/index.ts';
import {
  type ActionNode,
  formatParams,
  keyName,
  type PlainParam,
  type PlainParams,
  parseParams,
} from '../script/index.ts';
import { fillTemplates } from './value/template.ts';

/** A param with its place, if that is known. */
export interface ParamEntry extends PlainParam {
  readonly span?: Span;
}

/** The result of `toJSON` and the argument of `fromJson`. */
export interface ParamsJson {
  readonly params: readonly { readonly key: string; readonly value: string; readonly comment: string }[];
  readonly args: readonly string[];
  readonly comments: readonly string[];
}

/** Params, arguments and their comments: kept, changed, compared and printed. The case of keys does not matter. */
export class ParamStore {
  /** The place of the params, for messages about a missing one. */
  readonly origin: Span | undefined;
  readonly #entries = new Map<string, ParamEntry>();
  readonly #args: string[] = [];
  /** The arguments in lower case, for look-ups. */
  readonly #words = new Set<string>();
  readonly #comments: string[] = [];

  constructor(origin?: Span) {
    this.origin = origin;
  }

  get params(): readonly PlainParam[] {
    return [...this.#entries.values()].map(({ key, value, comment }) =>
      comment === undefined ? { key, value } : { key, value, comment },
    );
  }

  get args(): readonly string[] {
    return this.#args;
  }

  /** Comments of arguments, and comments that no param or argument follows. */
  get comments(): readonly string[] {
    return this.#comments;
  }

  /** Sets a param verbatim. An earlier one of the key is removed, and the new one is last. */
  set(key: string, value: string, comment?: string): this {
    return this.put({ key, value, ...(comment !== undefined && { comment }) });
  }

  protected put(entry: ParamEntry): this {
    const key = keyName(entry.key);
    this.#entries.delete(key);
    this.#entries.set(key, { ...entry, key });
    return this;
  }

  /** Adds an argument, unless an equal one exists in any case. */
  setArg(value: string): this {
    const word = wordOf(value);
    if (!this.#words.has(word)) this.#args.push(value);
    this.#words.add(word);
    return this;
  }

  addComment(comment: string): this {
    this.#comments.push(comment);
    return this;
  }

  /** Removes a param; false when there was none. */
  delete(key: string): boolean {
    return this.#entries.delete(keyName(key));
  }

  /** Removes an argument; false when there was none. */
  deleteArg(value: string): boolean {
    const word = wordOf(value);
    const at = this.#args.findIndex(arg => wordOf(arg) === word);
    if (at >= 0) this.#args.splice(at, 1);
    return this.#words.delete(word);
  }

  exists(key: string): boolean {
    return this.#entries.has(keyName(key));
  }

  existsArg(value: string): boolean {
    return this.#words.has(wordOf(value));
  }

  empty(): boolean {
    return this.#entries.size === 0 && this.#args.length === 0;
  }

  /** Key to value, in the order of the params. */
  toMap(): Map<string, string> {
    return new Map([...this.#entries].map(([key, { value }]) => [key, value]));
  }

  /** Adds all params and arguments of `other`; params with the same key are replaced. */
  merge(other: ParamStore): this {
    for (const param of other.#entries.values()) this.put(param);
    for (const arg of other.#args) this.setArg(arg);
    return this;
  }

  /** Replaces `{NAME}` and `${NAME}` in values. The case of names does not matter; unknown names stay. */
  replace(values: ReadonlyMap<string, string> | Readonly<Record<string, string>>): this {
    const pairs = values instanceof Map ? [...values] : Object.entries(values);
    const known = new Map(pairs.map(([name, value]) => [keyName(name), value]));
    return this.fill(name => known.get(keyName(name)));
  }

  /** Like `replace`, with a function that returns the values. */
  fill(lookUp: (name: string) => string | undefined): this {
    for (const [key, entry] of this.#entries) {
      this.#entries.set(key, { ...entry, value: fillTemplates(entry.value, lookUp) });
    }
    return this;
  }

  /** True for the same params and arguments in any order. Comments do not count. */
  equal(other: ParamStore): boolean {
    return canonical(this) === canonical(other);
  }

  /** The canonical text as it follows the name of an action; with comments on request. Throws PARAMS_UNPRINTABLE. */
  heroscript({ comments = false }: { comments?: boolean } = {}): string {
    return formatParams(this.plain({ comments }));
  }

  /** Plain data for the formatter, with or without comments. */
  plain({ comments = true }: { comments?: boolean } = {}): PlainParams {
    const params = comments ? this.params : this.params.map(({ key, value }) => ({ key, value }));
    return { params, args: this.#args, ...(comments && { comments: this.#comments }) };
  }

  toJSON(): ParamsJson {
    const params = this.params.map(({ key, value, comment = '' }) => ({ key, value, comment }));
    return { params, args: [...this.#args], comments: [...this.#comments] };
  }

  protected fillFromJson(json: unknown): this {
    if (!isParamsJson(json)) {
      throw new HeroError(
        'PARAMS_BAD_JSON',
        'expected `{ params: [{ key, value, comment }], args: […], comments: […] }`',
      );
    }
    for (const { key, value, comment } of json.params ?? []) this.set(key, value, comment || undefined);
    for (const arg of json.args ?? []) this.setArg(arg);
    for (const comment of json.comments ?? []) this.addComment(comment);
    return this;
  }

  protected fillFromText(text: string): this {
    const { items, tailComments, diagnostics } = parseParams(text);
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    if (errors[0]) throw new HeroError(errors[0].code, errors[0].message, { diagnostics: errors });
    return this.fillFromItems(items, tailComments);
  }

  protected fillFromItems(items: ActionNode['items'], tailComments: ActionNode['tailComments']): this {
    for (const item of items) {
      if (item.kind !== 'param' && item.kind !== 'argument') continue;
      const comment = item.comments?.map(({ value }) => value).join('\n');
      if (item.kind === 'param') {
        this.put({ key: item.key, value: item.value, span: item, ...(comment !== undefined && { comment }) });
      } else {
        this.setArg(item.value);
        if (comment !== undefined) this.addComment(comment);
      }
    }
    if (tailComments.length > 0) this.addComment(tailComments.map(({ value }) => value).join('\n'));
    return this;
  }

  /** Reads the value of a key; an error of the reader gets the key and the place. */
  protected read<T>(key: string, reader: (text: string) => T): T {
    const entry = this.#entries.get(keyName(key));
    if (!entry) throw this.#missing(`param \`${keyName(key)}\``);
    return this.#placed(keyName(key), entry.span, () => reader(entry.value));
  }

  protected readArg<T>(index: number, reader: (text: string) => T): T {
    const value = this.#args[index];
    if (value === undefined) throw this.#missing(`argument ${index + 1}`);
    return this.#placed(`argument ${index + 1}`, undefined, () => reader(value));
  }

  #placed<T>(name: string, span: Span | undefined, read: () => T): T {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof HeroError)) throw error;
      throw fault(error.code, `\`${name}\`: ${error.message}`, span ?? this.origin, error.hint);
    }
  }

  #missing(what: string): HeroError {
    const known = [...this.#entries.keys()];
    const found = known.length > 0 ? `found ${known.map(key => show(key)).join(', ')}` : 'found no params';
    return fault('PARAMS_MISSING', `expected ${what}, but ${found}`, this.origin, `add ${what}`);
  }
}

function fault(
  code: Diagnostic['code'],
  message: string,
  span: Span | undefined,
  hint: string | undefined,
): HeroError {
  const diagnostic: Diagnostic = {
    code,
    severity: 'error',
    message,
    ...(span && { span }),
    ...(hint && { hint }),
  };
  return new HeroError(code, message, { ...(hint && { hint }), diagnostics: span ? [diagnostic] : [] });
}

/** The look-up form of an argument, in which case does not matter. */
function wordOf(arg: string): string {
  return arg.trim().toLowerCase();
}

function canonical(store: ParamStore): string {
  const byCode = (a: string, b: string) => (a < b ? -1 : Number(a > b));
  const params = [...store.toMap()].sort(([a], [b]) => byCode(a, b));
  return JSON.stringify([params, [...store.args].sort(byCode)]);
}

function isParamsJson(json: unknown): json is Partial<ParamsJson> {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return false;
  const { params = [], args = [], comments = [] } = json as Record<string, unknown>;
  const isTexts = (list: unknown) => Array.isArray(list) && list.every(item => typeof item === 'string');
  return Array.isArray(params) && params.every(isParamJson) && isTexts(args) && isTexts(comments);
}

function isParamJson(item: unknown): boolean {
  if (typeof item !== 'object' || item === null) return false;
  const { key, value, comment = '' } = item as Record<string, unknown>;
  return typeof key === 'string' && typeof value === 'string' && typeof comment === 'string';
}

import { isHeroError } from '../../src/base/index.ts';
import { nameFix, nameFixNoUnderscore } from '../../src/herolib.ts';
import {
  type Amount,
  encodeRecord,
  matchGlob,
  OurTime,
  Params,
  type PlainRecord,
  templateNames,
} from '../../src/params/index.ts';
import { readAmount } from '../../src/params/value/amount.ts';
import { replaceIn } from '../../src/play/inspect/add-scripts.ts';
import type { Action } from '../../src/play/playbook/action.ts';
import { PlayBook } from '../../src/play/playbook/playbook.ts';
import { dedent } from '../../src/script/index.ts';

export interface LanguageVector {
  id: string;
  area: string;
  input: Json;
  call: string;
  expected: unknown;
  quirk?: string;
}

type Json = string | readonly unknown[] | { readonly [key: string]: unknown };

/** The kinds of error that the vectors know, by our codes. */
const errorKinds: Record<string, string> = {
  PARAMS_MISSING: 'missing',
  PARAMS_NO_CHOICE: 'missing',
  PARAMS_NOT_A_NUMBER: 'invalid',
  PARAMS_OUT_OF_RANGE: 'invalid',
  PARAMS_NOT_A_SIZE: 'invalid',
  PARAMS_NOT_AN_AMOUNT: 'invalid',
  PARAMS_UNKNOWN_CURRENCY: 'invalid',
  PARAMS_TIME_FORMAT: 'invalid',
  PARAMS_TIME_VALUE: 'invalid',
  PARAMS_ARGUMENT_COUNT: 'count',
  PARAMS_PATH_NOT_FOUND: 'not-found',
  PARAMS_NOT_FLAT: 'nested-struct',
  PLAY_NOT_FOUND: 'none',
  PLAY_MORE_THAN_ONE: 'more-than-one',
  PLAY_ACTIONS_LEFT: 'actions-left',
  PLAY_SCRIPT_ERRORS: 'syntax',
};

/** Does what a vector says and gives the outcome in the vectors' own shape. */
export async function callLanguage(vector: LanguageVector): Promise<unknown> {
  try {
    return await outcome(vector);
  } catch (error) {
    if (!isHeroError(error)) throw error;
    const kind = error.code.startsWith('SCRIPT_') ? 'syntax' : errorKinds[error.code];
    if (/percentage/.test(vector.call) && error.code === 'PARAMS_OUT_OF_RANGE') return { error: 'range' };
    return { error: kind ?? error.code };
  }
}

function outcome(vector: LanguageVector): unknown {
  const { area, input, call } = vector;
  const text = input as string;
  const object = input as Record<string, never>;
  switch (area) {
    case 'parse':
      return plainParams(Params.parse(text));
    case 'glob':
      return matchGlob(object.name ?? '', object.pattern ?? '');
    case 'texttools':
      return dedent(text);
    case 'namefix':
      return call.includes('no_underscore') ? nameFixNoUnderscore(text) : nameFix(text);
    case 'currency':
      return currency(vector);
    case 'replace':
      return call.startsWith('find_')
        ? templateNames(text)
        : fromMap(Params.parse(object.text ?? '').replace(object.vars ?? {}));
    case 'params':
      return call.includes('empty()')
        ? Params.parse(text).empty()
        : applied(object.text ?? '', object.ops ?? ([] as never));
    case 'json':
      return JSON.stringify(Params.parse(text));
    case 'getter':
    case 'filter':
      return getter(vector);
    case 'playbook':
      return playbookShape(
        typeof input === 'string' ? book(input) : replaced(object.text ?? '', object.replace ?? {}),
      );
    case 'find':
      return find(vector);
    case 'filtersort':
      return filtersort(vector);
    case 'reflection':
      return reflection(vector);
    case 'export':
      return exported(vector);
    case 'serialise':
      return serialised(vector);
    default:
      throw new Error(`no call for ${vector.id}: ${call}`);
  }
}

function book(text: string): PlayBook {
  const playbook = new PlayBook();
  playbook.add(text);
  return playbook;
}

function replaced(text: string, replace: Readonly<Record<string, string>>): PlayBook {
  const playbook = book(text);
  replaceIn(playbook.actions, replace);
  return playbook;
}

function fromMap(params: Params): Record<string, string> {
  return Object.fromEntries(params.toMap());
}

function plainParams(params: Params) {
  const comments = params.comments.length > 0 ? { comments: params.comments } : {};
  return { params: params.params, args: params.args, ...comments };
}

function paramsOf(vector: LanguageVector): Params {
  if (typeof vector.input === 'string') return Params.parse(vector.input);
  const { params = [], args = [] } = vector.input as {
    params?: { key: string; value: string }[];
    args?: string[];
  };
  const made = Params.from(params.map(({ key, value }) => [key, value] as const));
  for (const arg of args) made.setArg(arg);
  return made;
}

/** The words of a call: `get_int_default('n',10)` to its name and its arguments. */
function words(call: string): { name: string; args: unknown[] } {
  const match = /\.([a-z_0-9]+)\((.*)\)(?:\.[a-z]+)*$/s.exec(
    call.replace(/^Params\.(parse|from)\(input\)/, ''),
  );
  if (!match) throw new Error(`cannot read ${call}`);
  return { name: match[1] as string, args: new Function(`return [${match[2]}]`)() as unknown[] };
}

const names: Record<string, string> = {
  get_storagecapacity_in_bytes: 'getStorageBytes',
  get_storagecapacity_in_gigabytes: 'getStorageGigabytes',
  get_storagecapacity_in_bytes_default: 'getStorageBytesDefault',
  get_from_hashmap: 'getFromMap',
  get_list_f64: 'getListFloat',
  get_list_f64_default: 'getListFloatDefault',
};

function camel(name: string): string {
  return names[name] ?? name.replace(/_([a-z0-9])/g, (_all, letter: string) => letter.toUpperCase());
}

const now = 1_700_000_000;
const home = { base: '/work', home: '/home/ada' };

function getter(vector: LanguageVector): unknown {
  const { call } = vector;
  if (call.startsWith('ourtime.')) {
    const { unix } = { unix: OurTime.parse(vector.input as string, { now }).unix() };
    return call.endsWith('- now') ? unix - now : unix;
  }
  const params = paramsOf(vector);
  const { name, args } = words(call);
  if (name === 'get_map') return fromMap(params);
  if (name === 'len_arg') return params.lenArg;
  if (name === 'filter_match') return params.filterMatch(...filterArgs(args[0]));
  if (name === 'get_path' || name === 'get_path_create') {
    return params.getPath(args[0] as string, { ...home, exists: path => path.startsWith('/srv') });
  }
  if (name === 'get_time_interval') return interval(params, args[0] as string);
  const method = (params as unknown as Record<string, (...args: unknown[]) => unknown>)[camel(name)];
  if (!method) throw new Error(`Params has no ${camel(name)}`);
  const given = name.startsWith('get_time') && !name.startsWith('get_timestamp') ? [...args, now] : args;
  return plainValue(method.apply(params, given));
}

function filterArgs(options: unknown): [string[], string[]] {
  const { include, exclude } = options as { include: string[]; exclude: string[] };
  return [include, exclude];
}

function interval(params: Params, key: string): number {
  const { start, end } = params.getTimeInterval(key, now);
  return end.unix() - start.unix();
}

/** What a getter gave, as the vectors write it: bigints as numbers, times as seconds, nothing as null. */
function plainValue(value: unknown): unknown {
  if (value === undefined) return null;
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof OurTime) return value.unix();
  if (Array.isArray(value)) return value.map(plainValue);
  if (typeof value === 'object' && value !== null && 'currency' in value) return amount(value as Amount);
  return value;
}

function amount({ value, currency: code }: Amount) {
  return { val: value, currency: code };
}

function currency({ input, call }: LanguageVector): unknown {
  if (call.includes('exchange')) {
    const {
      amount: text,
      to,
      rates,
    } = input as { amount: string; to: string; rates: Record<string, number> };
    return readAmount(text).exchange(to, rates).value;
  }
  if (call.startsWith('currency.')) return amount(readAmount(input as string));
  return getter({
    id: '',
    area: '',
    input,
    call: call.replace('currencyamount', 'amount'),
    expected: undefined,
  });
}

function applied(text: string, ops: readonly string[]) {
  const params = Params.parse(text);
  for (const op of ops) {
    const { name, args } = words(`.${op}`);
    if (name === 'merge') params.merge(Params.parse(args[0] as string));
    else if (name === 'delete_arg') params.deleteArg(args[0] as string);
    else if (name === 'delete') params.delete(args[0] as string);
    else params.set(args[0] as string, args[1] as string);
  }
  return plainParams(params);
}

function playbookShape(playbook: PlayBook) {
  return { actions: playbook.actions.map(actionShape) };
}

function actionShape(action: Action) {
  const comments = action.params.params.filter(({ comment }) => comment !== undefined);
  return {
    id: action.id,
    type: action.type,
    actor: action.actor,
    name: action.name,
    params: fromMap(action.params),
    ...(action.params.args.length > 0 && { args: action.params.args }),
    ...(comments.length > 0 && {
      param_comments: Object.fromEntries(comments.map(({ key, comment }) => [key, comment])),
    }),
    ...(action.comments !== '' && { comments: action.comments }),
  };
}

function find({ input, call }: LanguageVector): unknown {
  const playbook = book(input as string);
  const done = /markDone\(([\d,]+)\)/.exec(call)?.[1]?.split(',') ?? [];
  for (const id of done) playbook.actions[Number(id) - 1]!.done = true;
  const [, name, argument] =
    /^\.(\w+)\(([^()]*)\)/.exec(
      call.replace('PlayBook.new({text:input})', '').replace(/\.markDone\([\d,]+\)/, ''),
    ) ?? [];
  const options = argument ? (new Function(`return ${argument}`)() as Record<string, unknown>) : {};
  const query = {
    filter: typeof options.filter === 'string' ? options.filter : '',
    includeDone: options.include_done === true,
  };
  switch (name) {
    case 'find':
      return playbook.find(query).map(action => (call.endsWith('map(name)') ? action.name : action.fullName));
    case 'params_get':
      return fromMap(playbook.params('*.*'));
    case 'names':
      return playbook.names();
    case 'empty_check':
      return playbook.emptyCheck() ?? null;
    case 'ensure_processed':
      return playbook.ensureProcessed(query) ?? null;
    case 'exists_once':
      return playbook.existsOnce(query);
    case 'max_once':
      return playbook.maxOnce(query);
    default:
      return playbook.ensureOnce(query).name;
  }
}

function filtersort({ input, call }: LanguageVector): unknown {
  const playbook = book(input as string);
  for (const [, map] of call.matchAll(/filtersort\((\{.*?\})\)/g))
    playbook.addPriorities(JSON.parse(map as string));
  const sorted = playbook.sorted();
  const groups: Record<number, number[]> = {};
  for (const action of sorted) {
    const number = playbook.priorities.numberOf(action);
    groups[number] = [...(groups[number] ?? []), action.id];
  }
  const first = sorted.filter(action => playbook.priorities.numberOf(action) < 99);
  return {
    sorted: sorted.map(action => action.fullName),
    prio_only: first.map(action => action.fullName),
    priorities: groups,
  };
}

/** Records to params and back, by the getters that their fields would use. */
function reflection(vector: LanguageVector): unknown {
  const { input, call } = vector;
  if (call.startsWith('encode')) {
    const { struct, ...fields } = input as { struct?: PlainRecord; birthday?: string };
    const birthday = fields.birthday === undefined ? {} : { birthday: OurTime.parse('2012-12-12', { now }) };
    return plainParams(encodeRecord(struct ?? { ...fields, ...birthday }));
  }
  const params = paramsOf(vector);
  if (call.includes('defaults')) return { n: params.getIntDefault('n', 5) };
  if (call.includes('{yesno:bool}')) return { yesno: params.getBool('yesno') };
  return {
    name: params.get('name'),
    birthday: params.getTime('birthday', now).day(),
    number: params.getInt('number'),
    yesno: params.getDefaultTrue('yesno'),
    liststr: params.getList('liststr'),
    listint: params.getListInt('listint'),
    listbool: params.getListBool('listbool'),
    listu32: params.getListU32('listu32'),
  };
}

/** Texts of `export` bind in meaning: ours and the original's, read back, hold the same. */
function exported(vector: LanguageVector): unknown {
  const { input, call, expected } = vector;
  if (call.includes('equal(')) {
    const [a, b] = input as [string, string];
    return Params.parse(a).equal(Params.parse(b));
  }
  const params = paramsOf(vector);
  const text = params.heroscript({ comments: true });
  if (typeof expected !== 'string') return text;
  const ours = Params.parse(text);
  const wanted = readOrNothing(expected.replace(/^!!x\.y/, ''));
  if (!wanted) return text;
  if (call.includes('args_remove')) for (const arg of [...ours.args]) ours.deleteArg(arg);
  if (call.includes('skip_empty'))
    for (const { key, value } of ours.params) if (value === '') ours.delete(key);
  const same = ours.equal(wanted) && JSON.stringify(commentsOf(ours)) === JSON.stringify(commentsOf(wanted));
  return same ? expected : text;
}

/** The original's own text may be one that cannot be read back. */
function readOrNothing(text: string): Params | undefined {
  try {
    return Params.parse(text);
  } catch (error) {
    if (isHeroError(error)) return undefined;
    throw error;
  }
}

function commentsOf(params: Params): unknown {
  return [
    params.params.flatMap(({ key, comment }) => (comment ? [[key, comment]] : [])).sort(),
    params.comments,
  ];
}

function serialised({ input, call, expected }: LanguageVector): unknown {
  const playbook = book(input as string);
  if (call.includes('==')) return playbook.actions[0]!.hash() === playbook.actions[1]!.hash();
  const text = playbook.heroscript({ comments: true });
  const ours = book(text).actions.map(action => [action.type, action.fullName, ...meaning(action)]);
  const theirs = bookOrNothing((expected as string).replace(/ id:\d+/g, '')).map(action => [
    action.type,
    action.fullName,
    ...meaning(action),
  ]);
  return JSON.stringify(ours) === JSON.stringify(theirs) ? expected : text;
}

function bookOrNothing(text: string): readonly Action[] {
  try {
    return book(text).actions;
  } catch (error) {
    if (isHeroError(error)) return [];
    throw error;
  }
}

function meaning(action: Action): unknown[] {
  return [[...action.params.toMap()].sort(), action.params.args];
}

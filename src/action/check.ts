import {
  type Code,
  type Diagnostic,
  type HeroError,
  isHeroError,
  makeDiagnostic,
  nearest,
  place,
  type Span,
  show,
} from '../base/index.ts';
import { readList, templateNames } from '../params/index.ts';
import {
  type ActionNode,
  type ArgumentNode,
  type Document,
  keyName,
  type ParamNode,
} from '../script/index.ts';
import type { ActionDefinition, ParamShape } from './actor.ts';
import { policyPrefix, policyShape } from './execution-policy.ts';
import type { ReadEnvironment } from './param-type.ts';
import { describeParam, type ParamView } from './param-view.ts';
import { checkValue, secretSpan } from './read-params.ts';
import type { Registry } from './registry.ts';

const snippetName = /^\{[A-Za-z0-9_.-]+\}$/;

/** The facts that a check uses besides the texts. */
export interface CheckScope<ActionContext> {
  readonly registry: Registry<ActionContext>;
  /** The environment for reading values; without it values are not read. */
  readonly environment?: ReadEnvironment;
  /** True when an action that the registry does not know has a handler. */
  readonly plays?: (action: ActionNode) => boolean;
  /** Names that templates may use besides those that the texts set. */
  readonly names?: Iterable<string>;
}

/** The definitions that texts make for each other. */
interface Known {
  readonly names: ReadonlySet<string>;
  readonly snippets: ReadonlySet<string>;
}

/** An action with the facts that all checks use, read once. */
interface View {
  readonly node: ActionNode;
  readonly name: string;
  readonly params: readonly ParamNode[];
  /** The keys of `params`, in the same order. */
  readonly keys: readonly string[];
  readonly snippets: readonly ArgumentNode[];
}

/**
 * The faults in the actions of texts that belong together: unknown actions, params and values, missing params, params that
 * are given twice, names that nothing sets. Actions that the parser found broken are left out; they have their error.
 *
 * @example
 * const greet = defineActor('greet', { hello: { summary: 'Says hello.', params: {}, run: () => undefined } });
 * const found = check([parse('!!greet.helo')], { registry: new Registry([greet]) });
 * found.map(({ code }) => code); // ['ACTION_UNKNOWN']
 */
export function check<ActionContext>(
  documents: readonly Document[],
  scope: CheckScope<ActionContext>,
): Diagnostic[] {
  const views = documents.flatMap(({ actions }) => actions.map(look));
  const names = new Set([...(scope.names ?? []), ...views.flatMap(namesSet)].map(keyName));
  const snippets = new Set(views.flatMap(snippetDefined).map(keyName));
  const found: Diagnostic[] = [];
  for (const view of views) if (!view.node.broken) found.push(...checkView(view, scope, { names, snippets }));
  return found;
}

function look(node: ActionNode): View {
  const params: ParamNode[] = [];
  const snippets: ArgumentNode[] = [];
  for (const item of node.items) {
    if (item.kind === 'param') params.push(item);
    else if (item.kind === 'argument' && snippetName.test(item.text)) snippets.push(item);
  }
  return { node, name: node.fullName, params, keys: params.map(({ key }) => key), snippets };
}

function checkView<ActionContext>(
  view: View,
  { registry, environment, plays }: CheckScope<ActionContext>,
  known: Known,
): Diagnostic[] {
  const definition = registry.get(view.name);
  const found = [
    ...duplicates(view),
    ...unknownTemplates(view, known.names),
    ...unknownSnippets(view, known.snippets),
  ];
  if (!definition) return plays?.(view.node) ? found : [unknownAction(view.node, registry), ...found];
  const unknown = unknownParams(view, definition);
  found.push(...wrongKind(view, definition), ...unknown, ...missingParams(view, definition, unknown));
  if (environment) found.push(...wrongValues(view, definition, environment));
  return found.length < 2 ? found : found.sort((a, b) => (a.span?.start ?? 0) - (b.span?.start ?? 0));
}

/** The error for an action without a handler, with the most likely name. */
export function unknownAction<ActionContext>(
  action: ActionNode,
  registry: Registry<ActionContext>,
): Diagnostic {
  const name = `${action.actor}.${action.name}`;
  const words = registry.actionsOf(action.actor);
  const near = nearest(name, registry.names);
  const problem =
    words.length > 0 ? `${show(action.actor)} has no such action` : `there is no actor ${show(action.actor)}`;
  const list = words.map(word => show(word)).join(', ');
  const hint = near
    ? `did you mean ${show(near)}?`
    : list
      ? `it has ${list}`
      : 'pass an actor that plays it to the session';
  return fault('ACTION_UNKNOWN', headSpan(action), `cannot play ${show(name)}: ${problem}`, hint);
}

/** Warns of params that are given twice in an action; the last one counts. */
export function checkDuplicates(action: ActionNode): Diagnostic[] {
  return duplicates(look(action));
}

/** Errors for params that a definition does not have, each with the nearest name that it has. */
export function checkParamNames<ActionContext>(
  action: ActionNode,
  definition: ActionDefinition<ActionContext>,
): Diagnostic[] {
  return unknownParams(look(action), definition);
}

function duplicates({ params, keys }: View): Diagnostic[] {
  if (keys.every((key, at) => keys.indexOf(key) === at)) return [];
  return params.flatMap((param, at) => {
    const first = at > 0 ? params[keys.lastIndexOf(keys[at] as string, at - 1)] : undefined;
    if (!first) return [];
    const message = `${show(param.key)} is given twice, here and at ${place(first)}; the last one counts`;
    const related = { message: 'it was first given here', span: keySpan(first) };
    return [{ ...warning('PARAMS_DUPLICATE', keySpan(param), message, 'remove one of the two'), related }];
  });
}

function unknownParams<ActionContext>(
  { name, params, keys }: View,
  definition: ActionDefinition<ActionContext>,
): Diagnostic[] {
  const isKnown = (key: string) =>
    typeOf(key, definition) !== undefined || (definition.open === true && !key.startsWith(policyPrefix));
  if (keys.every(isKnown)) return [];
  const known = Object.keys(definition.params);
  const unknown = params.filter(({ key }) => !isKnown(key));
  return unknown.map(param => {
    const near = nearest(param.key, [...known, ...Object.keys(policyShape)]);
    const list = known.map(key => show(key)).join(', ') || 'no params';
    const hint = near ? `did you mean ${show(near)}?` : `it has ${list}`;
    return fault(
      'ACTION_UNKNOWN_PARAM',
      keySpan(param),
      `${show(name)} has no param ${show(param.key)}`,
      hint,
    );
  });
}

/** The type of a param: of the action itself, or of the execution policy. */
function typeOf<ActionContext>(
  key: string,
  { params }: ActionDefinition<ActionContext>,
): ParamShape[string] | undefined {
  if (Object.hasOwn(params, key)) return params[key];
  return Object.hasOwn(policyShape, key) ? policyShape[key as keyof typeof policyShape] : undefined;
}

/** Errors for required params that are missing. A snippet may add them; a misspelt one has its error. */
function missingParams<ActionContext>(
  view: View,
  { params }: ActionDefinition<ActionContext>,
  unknown: readonly Diagnostic[],
): Diagnostic[] {
  if (view.snippets.length > 0) return [];
  const missing = Object.entries(params)
    .filter(([key]) => !view.keys.includes(key))
    .map(([key, type]) => [key, describeParam(type)] as const)
    .filter(([, { isRequired }]) => isRequired);
  const misspelt = ([key]: readonly [string, unknown]) =>
    unknown.some(({ hint }) => hint === `did you mean ${show(key)}?`);
  return missing
    .filter(entry => !misspelt(entry))
    .map(([key, { kind }]) => {
      const message = `${show(view.name)} needs the param ${show(key)}`;
      return fault('PARAMS_MISSING', headSpan(view.node), message, `add \`${key}:\` (${kind})`);
    });
}

/** Errors for values that do not fit their types. A value with a template is not known yet. */
function wrongValues<ActionContext>(
  { node, params, keys }: View,
  definition: ActionDefinition<ActionContext>,
  environment: ReadEnvironment,
): Diagnostic[] {
  return params.flatMap((param, at) => {
    const type = typeOf(keys[at] as string, definition);
    if (!type) return [];
    const { value } = param;
    if (templateNames(value).length > 0) return [];
    try {
      checkValue(type, value, environment);
      return [];
    } catch (error) {
      if (!isHeroError(error)) throw error;
      return [wrongValue(error, node, param, describeParam(type))];
    }
  });
}

function wrongValue(
  { code, message, hint }: HeroError,
  node: ActionNode,
  param: ParamNode,
  { kind, isSecret }: ParamView,
): Diagnostic {
  const own = valueSpan(param);
  const span = isSecret ? secretSpan(headSpan(node), own) : own;
  const at = span ? '' : ` (${place(own)})`;
  const told = hint ?? `write a value of type ${kind}`;
  return fault(code, span, `${show(param.key)}: ${message}${at}`, told);
}

function wrongKind<ActionContext>(
  { node, name }: View,
  { kinds }: ActionDefinition<ActionContext>,
): Diagnostic[] {
  if (kinds?.includes(node.type) ?? true) return [];
  const message = `${show(name)} is not played as ${node.type}, but as ${kinds?.join(', ')}`;
  return [fault('ACTION_WRONG_KIND', headSpan(node), message, 'change the number of `!`')];
}

/** Warns of templates whose names no text sets: they would stay as they are. */
function unknownTemplates({ node, params }: View, names: ReadonlySet<string>): Diagnostic[] {
  if (!node.text.includes('{')) return [];
  return params.flatMap(param =>
    templateNames(param.value)
      .filter(name => !names.has(keyName(name)))
      .map(name => {
        const near = nearest(keyName(name), names);
        const set = `set it with \`!!session.env_set key:${name} val:…\``;
        const hint = near
          ? `did you mean ${show(`{${near}}`)}?`
          : `${set}, or write \`{{${name}}}\` for the text itself`;
        const message = `nothing sets ${show(name)}, so ${show(`{${name}}`)} stays as it is`;
        return warning('ACTION_UNKNOWN_TEMPLATE', valueSpan(param), message, hint);
      }),
  );
}

function unknownSnippets({ snippets }: View, known: ReadonlySet<string>): Diagnostic[] {
  return snippets
    .map(span => ({ span, name: span.text.slice(1, -1) }))
    .filter(({ name }) => !known.has(keyName(name)))
    .map(({ span, name }) => {
      const near = nearest(keyName(name), known);
      const hint = near
        ? `did you mean ${show(`{${near}}`)}?`
        : `define it with \`!!core.snippet snippetname:${name} …\``;
      return fault('PLAY_UNKNOWN_SNIPPET', span, `the snippet ${show(name)} is not defined`, hint);
    });
}

/** The param of an action that holds the name to set. */
const nameParams = new Map([
  ['session.env_set', 'key'],
  ['session.env_set_once', 'key'],
  ['play.ask', 'name'],
  ['config.get', 'into'],
]);

/** The names that an action sets, if its text shows them. */
function namesSet({ name, params, keys }: View): readonly string[] {
  if (name === 'core.params_session_set' || name === 'core.params_context_set') return keys;
  if (name === 'play.include' || name === 'core.include') return replacedNames(params, keys);
  const key = nameParams.get(name);
  return key === undefined ? [] : params.filter((_param, at) => keys[at] === key).map(({ value }) => value);
}

/** An include fills its own names: `replace:'WHO:the crew'`. */
function replacedNames(params: readonly ParamNode[], keys: readonly string[]): string[] {
  const pairs = params.filter((_param, at) => keys[at] === 'replace').flatMap(({ value }) => readList(value));
  return pairs.map(pair => pair.split(':', 1)[0]?.trim() ?? '');
}

function snippetDefined({ name, params, keys }: View): string[] {
  if (name !== 'core.snippet') return [];
  const at = keys.includes('snippetname') ? keys.indexOf('snippetname') : keys.indexOf('name');
  return params[at] ? [params[at].value] : [];
}

function headSpan({ source, start, nameEnd }: ActionNode): Span {
  return { source, start, end: nameEnd };
}

function keySpan({ source, start, keyEnd }: ParamNode): Span {
  return { source, start, end: keyEnd };
}

function valueSpan({ source, keyEnd, valueStart, end, form }: ParamNode): Span {
  return { source, start: form === 'empty' ? keyEnd : valueStart, end: Math.max(end, keyEnd + 1) };
}

function fault(code: Code, span: Span | undefined, message: string, hint: string): Diagnostic {
  return makeDiagnostic({ code, severity: 'error', message, ...(span && { span }), hint });
}

function warning(code: Code, span: Span, message: string, hint: string): Diagnostic {
  return makeDiagnostic({ code, severity: 'warning', message, span, hint });
}

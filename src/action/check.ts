import { type Code, type Diagnostic, isHeroError, nearest, place, type Span, show } from '../base/index.ts';
import { templateNames } from '../params/index.ts';
import { type ActionNode, type Document, keyName, type ParamNode } from '../script/index.ts';
import type { ActionDefinition } from './actor.ts';
import type { ReadEnvironment } from './param-type.ts';
import type { Registry } from './registry.ts';

/** What a check knows besides the texts. */
export interface CheckScope<Stage> {
  readonly registry: Registry<Stage>;
  /** What values are read with; without it they are not read. */
  readonly environment?: ReadEnvironment;
  /** Names that templates may use besides those that the texts set. */
  readonly names?: Iterable<string>;
}

/** What the texts define for each other. */
interface Known {
  readonly names: ReadonlySet<string>;
  readonly snippets: ReadonlySet<string>;
}

/**
 * What is wrong in the actions of texts that belong together: unknown actions, params and values, what is missing,
 * given twice, or never set. Actions that the parser found broken are passed over; they have their error.
 */
export function check<Stage>(documents: readonly Document[], scope: CheckScope<Stage>): Diagnostic[] {
  const actions = documents.flatMap(document => document.actions.filter(({ broken }) => !broken));
  const names = new Set([...(scope.names ?? []), ...actions.flatMap(namesSet)].map(keyName));
  const snippets = new Set(actions.flatMap(snippetDefined).map(keyName));
  return actions.flatMap(action => checkAction(action, scope, { names, snippets }));
}

function checkAction<Stage>(
  action: ActionNode,
  { registry, environment }: CheckScope<Stage>,
  known: Known,
): Diagnostic[] {
  const definition = registry.find(action);
  const found = [
    ...checkDuplicates(action),
    ...checkTemplates(action, known.names),
    ...checkSnippets(action, known.snippets),
  ];
  if (!definition) return [unknownAction(action, registry), ...found];
  found.push(
    ...checkKind(action, definition),
    ...checkParamNames(action, definition),
    ...checkMissing(action, definition),
  );
  if (environment) found.push(...checkValues(action, definition, environment));
  return found.sort((a, b) => (a.span?.start ?? 0) - (b.span?.start ?? 0));
}

/** The error for an action that nobody plays, with what was most likely meant. */
export function unknownAction<Stage>(action: ActionNode, registry: Registry<Stage>): Diagnostic {
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
      : 'give the session an actor that plays it';
  return fault('ACTION_UNKNOWN', headSpan(action), `nobody plays ${show(name)}: ${problem}`, hint);
}

/** Warns of params that are given twice in an action; the last one counts. */
export function checkDuplicates(action: ActionNode): Diagnostic[] {
  const seen = new Map<string, ParamNode>();
  const found: Diagnostic[] = [];
  for (const item of paramsOf(action)) {
    const first = seen.get(item.key);
    seen.set(item.key, item);
    if (!first) continue;
    const message = `${show(item.key)} is given twice, here and at ${place(first)}; the last one counts`;
    const related = { message: 'it was given before here', span: keySpan(first) };
    found.push({ ...warning('PARAMS_DUPLICATE', keySpan(item), message, 'remove one of the two'), related });
  }
  return found;
}

/** Errors for params that a definition does not have, each with the nearest name it does have. */
export function checkParamNames<Stage>(
  action: ActionNode,
  definition: ActionDefinition<Stage>,
): Diagnostic[] {
  if (definition.open) return [];
  const keys = Object.keys(definition.params);
  return paramsOf(action)
    .filter(({ key }) => !keys.includes(key))
    .map(item => {
      const near = nearest(item.key, keys);
      const hint = near
        ? `did you mean ${show(near)}?`
        : `it has ${keys.map(key => show(key)).join(', ') || 'no params'}`;
      return fault(
        'ACTION_UNKNOWN_PARAM',
        keySpan(item),
        `${show(nameOf(action))} has no param ${show(item.key)}`,
        hint,
      );
    });
}

/** Errors for params that must be there and are not. An argument `{snippet}` may bring them. */
function checkMissing<Stage>(action: ActionNode, definition: ActionDefinition<Stage>): Diagnostic[] {
  if (snippetsUsed(action).length > 0) return [];
  const given = new Set(paramsOf(action).map(({ key }) => key));
  const missing = Object.entries(definition.params).filter(
    ([key, type]) => type.isRequired && !given.has(key),
  );
  return missing.map(([key, type]) =>
    fault(
      'PARAMS_MISSING',
      headSpan(action),
      `${show(nameOf(action))} needs the param ${show(key)}`,
      `add \`${key}:\` (${type.kind})`,
    ),
  );
}

/** Errors for values that do not fit their type. One with a template is not known yet. */
function checkValues<Stage>(
  action: ActionNode,
  definition: ActionDefinition<Stage>,
  environment: ReadEnvironment,
): Diagnostic[] {
  return paramsOf(action).flatMap(item => {
    const type = Object.hasOwn(definition.params, item.key) ? definition.params[item.key] : undefined;
    const { value } = item;
    if (!type || type.kind === 'text' || templateNames(value).length > 0) return [];
    try {
      type.read(value, environment);
      return [];
    } catch (error) {
      if (!isHeroError(error)) throw error;
      return [
        fault(
          error.code,
          valueSpan(item),
          `${show(item.key)}: ${error.message}`,
          error.hint ?? `write a value of type ${type.kind}`,
        ),
      ];
    }
  });
}

function checkKind<Stage>(action: ActionNode, { kinds }: ActionDefinition<Stage>): Diagnostic[] {
  if (kinds?.includes(action.type) ?? true) return [];
  const message = `${show(nameOf(action))} is not played as ${action.type}, but as ${kinds?.join(', ')}`;
  return [fault('ACTION_WRONG_KIND', headSpan(action), message, 'change the number of `!`')];
}

/** Warns of templates that no text sets: they would stay as they are. */
function checkTemplates(action: ActionNode, names: ReadonlySet<string>): Diagnostic[] {
  return paramsOf(action).flatMap(item =>
    templateNames(item.value)
      .filter(name => !names.has(keyName(name)))
      .map(name => {
        const near = nearest(keyName(name), names);
        const hint = near
          ? `did you mean ${show(`{${near}}`)}?`
          : `set it with \`!!session.env_set key:${name} val:…\`, or write \`{{${name}}}\` when it is meant as it stands`;
        return warning(
          'ACTION_UNKNOWN_TEMPLATE',
          valueSpan(item),
          `nothing sets ${show(name)}, so ${show(`{${name}}`)} stays as it is`,
          hint,
        );
      }),
  );
}

function checkSnippets(action: ActionNode, snippets: ReadonlySet<string>): Diagnostic[] {
  return snippetsUsed(action)
    .filter(({ name }) => !snippets.has(keyName(name)))
    .map(({ name, span }) => {
      const near = nearest(keyName(name), snippets);
      const hint = near
        ? `did you mean ${show(`{${near}}`)}?`
        : `define it with \`!!core.snippet snippetname:${name} …\``;
      return fault('PLAY_UNKNOWN_SNIPPET', span, `the snippet ${show(name)} is not defined`, hint);
    });
}

/** The names that an action gives a value, as far as its text tells. */
function namesSet(action: ActionNode): string[] {
  const params = paramsOf(action);
  const name = nameOf(action);
  if (/^core\.params_(session|context)_set$/.test(name)) return params.map(({ key }) => key);
  const key = new Map([
    ['session.env_set', 'key'],
    ['session.env_set_once', 'key'],
    ['play.ask', 'name'],
    ['config.get', 'into'],
  ]).get(name);
  return params.filter(item => item.key === key).map(({ value }) => value);
}

function snippetDefined(action: ActionNode): string[] {
  if (nameOf(action) !== 'core.snippet') return [];
  const params = paramsOf(action);
  const name = params.find(({ key }) => key === 'snippetname') ?? params.find(({ key }) => key === 'name');
  return name ? [name.value] : [];
}

function snippetsUsed(action: ActionNode): { name: string; span: Span }[] {
  return action.items.flatMap(item => {
    if (item.kind !== 'argument' || !/^\{[A-Za-z0-9_.-]+\}$/.test(item.text)) return [];
    return [{ name: item.text.slice(1, -1), span: item }];
  });
}

function paramsOf(action: ActionNode): ParamNode[] {
  return action.items.filter(item => item.kind === 'param');
}

function nameOf(action: ActionNode): string {
  return `${action.actor}.${action.name}`;
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

function fault(code: Code, span: Span, message: string, hint: string): Diagnostic {
  return { code, severity: 'error', message, span, hint };
}

function warning(code: Code, span: Span, message: string, hint: string): Diagnostic {
  return { ...fault(code, span, message, hint), severity: 'warning' };
}

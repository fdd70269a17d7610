import type { ActionDefinition } from './actor.ts';
import { shapeToJsonSchema } from './json-schema.ts';
import { type ParamView, describeParam as viewOf } from './param-view.ts';
import type { StandardSchemaV1 } from './standard-schema.ts';

/** A param of an action, as help and pages show it. */
export interface ParamRow {
  readonly name: string;
  /** Its type, such as `int`. */
  readonly kind: string;
  readonly isRequired: boolean;
  readonly isSecret: boolean;
  /** The value of a missing param, as text; empty when there is none, or when it is a secret. */
  readonly fallback: string;
  readonly description: string;
}

/** The params of an action in the order of its definition. */
export function paramRows<ActionContext>({ params }: ActionDefinition<ActionContext>): ParamRow[] {
  return Object.entries(params).map(([name, type]) => {
    const view = viewOf(type);
    const { kind, isRequired, isSecret, description } = view;
    return { name, kind, isRequired, isSecret, fallback: fallbackText(view), description };
  });
}

/** An action as data: plain values only, in the order in which they are shown. */
export function describeAction<ActionContext>(name: string, definition: ActionDefinition<ActionContext>) {
  const { summary, open, prepares } = definition;
  const effect = effectOf(definition);
  const params = Object.entries(definition.params).map(([key, type]) => describeParam(key, type));
  return {
    name,
    summary,
    params,
    ...(open && { open }),
    ...(prepares && { prepares }),
    ...(effect && { effect }),
    schema: shapeToJsonSchema(definition.params),
  };
}

/** The effect of playing an action again, if its definition declares one. */
export function effectOf<ActionContext>(definition: ActionDefinition<ActionContext>): string | undefined {
  return definition.effect;
}

function describeParam(name: string, type: StandardSchemaV1) {
  const view = viewOf(type);
  const { kind, isRequired: required, isSecret: secret, description, fallback } = view;
  const isData = Array.isArray(fallback) || ['string', 'number', 'boolean'].includes(typeof fallback);
  const value = isData ? fallback : fallbackText(view) || undefined;
  const known = secret || value === undefined ? {} : { default: value };
  return { name, kind, required, secret, ...known, description };
}

function fallbackText({ fallback, isSecret }: ParamView): string {
  return fallback === undefined || isSecret ? '' : String(fallback);
}

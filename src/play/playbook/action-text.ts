import { isTelling, type ParamShape } from '../../action/index.ts';
import { isHeroError, type Mask, masked } from '../../base/index.ts';
import { templateNames } from '../../params/index.ts';
import type { Action, ActionTextOptions } from './action.ts';

/** The canonical text of an action without its secrets. */
export function maskedText(
  action: Action,
  shape: ParamShape | undefined,
  mask: Mask,
  comments = false,
): string {
  const value = (key: string, text: string) => (action.isSecret(key, shape) ? masked : mask.text(text));
  return mask.text(printed(action, { value, comments }));
}

/** The secrets in the present params of an action, and in the values that fill their templates. */
export function secretsIn(
  action: Action,
  shape: ParamShape | undefined,
  lookUp: (name: string) => string | undefined,
): string[] {
  const isSecret = ([key]: [string, string]) => action.isSecret(key, shape);
  const values = [...action.params.toMap()].filter(isSecret).map(([, value]) => value);
  const written = [...action.written.toMap()].filter(isSecret).flatMap(([, value]) => templateNames(value));
  return [...values, ...written.map(name => lookUp(name) ?? '')].filter(isTelling);
}

/** The canonical text; JSON where a program has set values that a script cannot hold. */
export function printed(action: Action, options: ActionTextOptions): string {
  try {
    return action.heroscript(options);
  } catch (error) {
    if (!isHeroError(error, 'PARAMS_UNPRINTABLE')) throw error;
    const { value = (_key, text) => text, isWanted = () => true } = options;
    const pairs = [...action.written.toMap()].filter(([key]) => isWanted(key));
    const shown = pairs.map(([key, text]) => [key, value(key, text)]);
    return `!!${action.fullName} // ${JSON.stringify([shown, action.written.args])}`;
  }
}

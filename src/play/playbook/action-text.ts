import { relative } from 'node:path';
import { conductPrefix, isSecretKey, isTelling, type ParamShape } from '../../action/index.ts';
import { isHeroError, Mask, masked } from '../../base/index.ts';
import { templateNames } from '../../params/index.ts';
import { sha256 } from '../../sys/hash.ts';
import type { Action, ActionTextOptions } from './action.ts';

/** What a secret looks like by its own: user and password in a URL. */
const inUrls = new Mask();

/** Whether the value of a key of an action is a secret. */
export function isSecretParam(action: Action, key: string, shape: ParamShape | undefined): boolean {
  const known = action.written.toMap();
  return isSecretKey(key, shape, known.get('key') ?? known.get('name'));
}

/** The canonical text of an action without its secrets. */
export function maskedText(
  action: Action,
  shape: ParamShape | undefined,
  mask: Mask,
  comments = false,
): string {
  const value = (key: string, text: string) => (isSecretParam(action, key, shape) ? masked : mask.text(text));
  return mask.text(printed(action, { value, comments }));
}

/** The secrets that the params of an action hold, as they stand now, and what fills their templates. */
export function secretsOf(
  action: Action,
  shape: ParamShape | undefined,
  lookUp: (name: string) => string | undefined,
): string[] {
  const isSecret = ([key]: [string, string]) => isSecretParam(action, key, shape);
  const values = [...action.params.toMap()].filter(isSecret).map(([, value]) => value);
  const written = [...action.written.toMap()].filter(isSecret).flatMap(([, value]) => templateNames(value));
  return [...values, ...written.map(name => lookUp(name) ?? '')].filter(isTelling);
}

/** The canonical text; a program may have set values that no script can hold, and then as JSON. */
function printed(action: Action, options: ActionTextOptions): string {
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

/** Knows actions from run to run: by their text, where they come from, and their number among equals. */
export class ActionKeys {
  readonly #keys = new WeakMap<Action, string>();
  readonly #counts = new Map<string, number>();

  /** The key of an action. Comments, layout, secrets and how it is played do not count. */
  keyOf(action: Action, shape: ParamShape | undefined, mask: Mask): string {
    const before = this.#keys.get(action);
    if (before !== undefined) return before;
    const text = printed(action, {
      value: (key, value) => (isSecretParam(action, key, shape) ? masked : inUrls.text(value)),
      isWanted: key => !key.startsWith(conductPrefix),
      isSorted: true,
    });
    // A text is kept without its secrets, and has to be known again without them.
    const known = action.origin.chain.length === 0 ? mask.text(text) : text;
    const hash = sha256(`${sourceOf(action)}\n${known}`).slice(0, 16);
    const count = (this.#counts.get(hash) ?? 0) + 1;
    this.#counts.set(hash, count);
    const key = `${hash}-${count}`;
    this.#keys.set(action, key);
    return key;
  }
}

/** The file, or the file in a repository; nothing for a text. */
function sourceOf({ origin: { chain, remote } }: Action): string {
  const file = chain.at(-1) ?? '';
  return remote ? `${inUrls.text(remote.url)}:${relative(remote.root, file)}` : file;
}

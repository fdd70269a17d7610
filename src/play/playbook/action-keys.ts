import { type ParamShape, policyPrefix } from '../../action/index.ts';
import { sha256 } from '../../base/hash.ts';
import { Mask, masked } from '../../base/index.ts';
import { relativePath } from '../../params/value/path.ts';
import type { Action } from './action.ts';
import { printed } from './action-text.ts';

/** A mask without secrets, which hides only user info in URLs. */
const userInfoMask = new Mask();

/**
 * Keys that identify actions from run to run: a hash of the file and the canonical text, then a number among equal
 * ones. Comments, layout, secrets and the execution policy do not count.
 */
export class ActionKeys {
  readonly #keys = new WeakMap<Action, string>();
  readonly #counts = new Map<string, number>();

  /** The key of an action; equal ones are numbered in the order of the first calls. */
  keyOf(action: Action, shape: ParamShape | undefined, mask: Mask): string {
    const before = this.#keys.get(action);
    if (before !== undefined) return before;
    const text = printed(action, {
      value: (key, value) => (action.isSecret(key, shape) ? masked : userInfoMask.text(value)),
      isWanted: key => !key.startsWith(policyPrefix),
      isSorted: true,
    });
    // The kept text has no secrets, and must give the same key.
    const known = action.origin.chain.length === 0 ? mask.text(text) : text;
    const hash = sha256(`${sourceOf(action)}\n${known}`).slice(0, 16);
    const count = (this.#counts.get(hash) ?? 0) + 1;
    this.#counts.set(hash, count);
    const key = `${hash}-${count}`;
    this.#keys.set(action, key);
    return key;
  }
}

/** The file, or the file in a repository; empty for a text. */
function sourceOf({ origin: { chain, remote } }: Action): string {
  const file = chain.at(-1) ?? '';
  return remote ? `${userInfoMask.text(remote.url)}:${relativePath(remote.root, file)}` : file;
}

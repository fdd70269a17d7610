import { isSecretName, Mask } from '../base/index.ts';
import { type Document, keyName, type ParamNode } from '../script/index.ts';
import type { ParamShape } from './actor.ts';
import { describeParam } from './param-view.ts';
import type { Registry } from './registry.ts';

/**
 * Whether the value of a key is a secret: the actor says so, or, where it says nothing, the name. `subject` is what the
 * action keeps a value under (`key:` or `name:`): the value is as secret as that.
 */
export function isSecretKey(key: string, shape: ParamShape | undefined, subject = ''): boolean {
  const type = shape && Object.hasOwn(shape, key) ? shape[key] : undefined;
  if (type && describeParam(type).isSecret) return true;
  if (/^(val|value|default)$/.test(key) && isSecretName(subject)) return true;
  return type === undefined && isSecretName(key);
}

/** Whether a value says something: words of yes and no, and a name to fill in, give nothing away. */
export function isTelling(value: string): boolean {
  return !/^(true|false|yes|no|on|off|[01]|\$?\{\w+\})?$/i.test(value);
}

/** Adds to a mask the secrets that stand in texts, to be hidden in all that is told of them. */
export function maskOf<ActionContext>(
  documents: readonly Pick<Document, 'actions'>[],
  registry: Registry<ActionContext>,
  mask: Mask = new Mask(),
): Mask {
  for (const { fullName, items } of documents.flatMap(({ actions }) => actions)) {
    const params = items.filter((item): item is ParamNode => item.kind === 'param');
    const shape = registry.get(fullName)?.params;
    const subject = params.find(({ key }) => key === 'key' || key === 'name')?.value;
    for (const { key, value } of params) {
      if (isSecretKey(key, shape, subject) && isTelling(value)) mask.add(value);
      if (value.includes('://')) mask.addUserInfo(value);
    }
    for (const item of items)
      if (item.kind === 'skipped') addSkipped(item.source.text.slice(item.start, item.end), shape, mask);
  }
  return mask;
}

/** Where nobody knows how a value ends, all that follows its key is as secret as the value. */
function addSkipped(text: string, shape: ParamShape | undefined, mask: Mask): void {
  for (const { index, 0: found, 1: key = '' } of text.matchAll(/([\p{L}\p{N}_./-]+):/gu))
    if (isSecretKey(keyName(key), shape)) mask.add(text.slice(index + found.length).trim());
}

import { isSecretName, Mask } from '../base/index.ts';
import { type Document, keyName, type ParamNode } from '../script/index.ts';
import type { ParamShape } from './actor.ts';
import { describeParam } from './param-view.ts';
import type { Registry } from './registry.ts';

/**
 * True when the value of a key is a secret: by the type of its param, or else by its name. `subject` is the name under
 * which the action keeps a value (`key:` or `name:`): the value is as secret as that name.
 */
export function isSecretKey(key: string, shape: ParamShape | undefined, subject = ''): boolean {
  const type = shape && Object.hasOwn(shape, key) ? shape[key] : undefined;
  if (type && describeParam(type).isSecret) return true;
  if (/^(val|value|default)$/.test(key) && isSecretName(subject)) return true;
  return type === undefined && isSecretName(key);
}

/** True when a value may be a secret: words of yes and no and templates are not. */
export function isTelling(value: string): boolean {
  return !/^(true|false|yes|no|on|off|[01]|\$?\{\w+\})?$/i.test(value);
}

/** Adds the secrets in texts to a mask, so that output about the texts hides them. */
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

/** After an error the end of a value is unknown, so everything after its key is as secret as the value. */
function addSkipped(text: string, shape: ParamShape | undefined, mask: Mask): void {
  for (const { index, 0: found, 1: key = '' } of text.matchAll(/([\p{L}\p{N}_./-]+):/gu))
    if (isSecretKey(keyName(key), shape)) mask.add(text.slice(index + found.length).trim());
}

import type { Mask } from '../../base/index.ts';

/** The words that readers of events need: masking a secret that is such a word would garble the journal, not hide it. */
const structure: ReadonlySet<string> = new Set([
  ...['type', 'time', 'key', 'keys', 'id', 'name', 'prepares', 'effect', 'from', 'code', 'stream', 'level'],
  ...['category', 'status', 'session', 'context', 'version', 'module', 'withheld', 'folder', 'root'],
]);

/** Members with keys of scripts and programs: none of these keys is structure. */
const given: ReadonlySet<string> = new Set(['result', 'set']);

/** An event without secrets: texts and values are masked, its structure stays. */
export function withoutSecrets<T>(event: T, mask: Mask): T {
  if (typeof event === 'string') return mask.data(event);
  if (Array.isArray(event)) return event.map(item => withoutSecrets(item, mask)) as T;
  if (typeof event !== 'object' || event === null) return event;
  const hidden = Object.entries(event).map(([key, value]) => {
    if (structure.has(key)) return [key, value];
    return [key, given.has(key) ? mask.data(value) : withoutSecrets(value, mask)];
  });
  return Object.fromEntries(hidden) as T;
}

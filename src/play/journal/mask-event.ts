import type { Mask } from '../../base/index.ts';

/** What events are read back by: with a secret that is such a word, masking it would garble the journal, not hide it. */
const structure: ReadonlySet<string> = new Set([
  ...['type', 'time', 'key', 'keys', 'id', 'name', 'prepares', 'effect', 'from', 'code', 'stream', 'level'],
  ...['category', 'status', 'session', 'context', 'version', 'module', 'withheld', 'folder', 'root'],
]);

/** Whose keys are given by scripts and programs: nothing below is structure. */
const given: ReadonlySet<string> = new Set(['result', 'set']);

/** An event without secrets: they are hidden in texts and values, while what it is made of stays. */
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

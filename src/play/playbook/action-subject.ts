import { policyPrefix } from '../../action/index.ts';

/** Params that describe an action well, the best first. */
const subjectKeys = ['path', 'to', 'key', 'name', 'coderoot', 'url'];

/** The value that describes an action best, among its params as they are written. */
export function subjectIn(name: string, params: ReadonlyMap<string, string>): string {
  const known = new Map([...params].filter(([key]) => !key.startsWith(policyPrefix)));
  if (name === 'exec.run') return [known.get('cmd'), known.get('args')].filter(Boolean).join(' ');
  const key = subjectKeys.find(candidate => known.has(candidate));
  return key === undefined ? [...known.keys()].join(', ') : (known.get(key) ?? '');
}

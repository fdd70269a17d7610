import { keyName } from '../script/index.ts';
import type { ParamStore } from './param-store.ts';
import { isGlob, matchGlob } from './value/glob.ts';

/**
 * True when params match a filter: parts joined by `+`, all of which must match. `key:value` matches a param,
 * any other word an argument; values may be globs.
 */
export function matchFilter(params: ParamStore, filter: string): boolean {
  return filter.split('+').every(part => matchPart(params, part.trim()));
}

function matchPart(params: ParamStore, part: string): boolean {
  const colon = part.indexOf(':');
  if (colon < 0) return isGlob(part) ? params.args.some(arg => matchGlob(arg, part)) : params.existsArg(part);
  const value = params.toMap().get(keyName(part.slice(0, colon)));
  const wanted = part.slice(colon + 1).trim();
  if (value === undefined) return false;
  return isGlob(wanted) ? matchGlob(value, wanted) : value === wanted;
}

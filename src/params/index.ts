/** The params and arguments of actions, and the grammars of their values. */

export type { ParamLists } from './param-lists.ts';
export { ParamStore, type ParamsJson } from './param-store.ts';
export { type ParamPlaces, Params } from './params.ts';
export { encodeRecord, type PlainRecord, type PlainScalar } from './record.ts';
export { readDuration, writeDuration } from './time/duration.ts';
export { type Now, OurTime } from './time/our-time.ts';
export { Amount, type Rates, readAmount } from './value/amount.ts';
export { readEmail } from './value/email.ts';
export { isGlob, matchGlob } from './value/glob.ts';
export { readJsonText } from './value/json.ts';
export { readList, writeList } from './value/list.ts';
export { type PathPlaces, resolvePath } from './value/path.ts';
export { readBytes, writeBytes } from './value/size.ts';
export { fillTemplates, templateNames } from './value/template.ts';
export { readUrl } from './value/url.ts';
export { limitLength, unexpected } from './value/value-error.ts';

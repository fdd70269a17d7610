/** What actions are told: params, arguments and the values they are written in. */
export { Amount, type Rates, readAmount } from './amount.ts';
export { readEmail } from './email.ts';
export { isGlob, matchGlob } from './glob.ts';
export { readJson } from './json.ts';
export { readList, writeList } from './list.ts';
export { ParamStore, type ParamsJson } from './param-store.ts';
export { type ParamPlaces, Params } from './params.ts';
export { type PathPlaces, resolvePath } from './path.ts';
export { encodeRecord, type PlainRecord } from './record.ts';
export { readBytes, writeBytes } from './size.ts';
export { fillTemplates, templateNames } from './template.ts';
export { readDuration, writeDuration } from './time/duration.ts';
export { OurTime } from './time/our-time.ts';
export { readUrl } from './url.ts';
export { limitLength, unexpected } from './value-error.ts';

/** What actions are told: params, arguments and the values they are written in. */
export { Amount, type Rates, readAmount } from './amount.ts';
export { isGlob, matchGlob } from './glob.ts';
export { readList, writeList } from './list.ts';
export { OurTime } from './our-time.ts';
export { ParamStore, type ParamsJson } from './param-store.ts';
export { type ParamPlaces, Params } from './params.ts';
export { type PathPlaces, resolvePath } from './path.ts';
export { encodeRecord, type PlainRecord } from './record.ts';
export { readBytes, writeBytes } from './size.ts';
export { fillTemplates, templateNames } from './template.ts';

/** For users of herolib, the older system: its way to fix names, and its cipher. */
export { nameFix, nameFixNoUnderscore } from './script/name.ts';
export { readOldCipher } from './store/sealed/old-cipher.ts';

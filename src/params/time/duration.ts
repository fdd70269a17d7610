import { limitLength, unexpected } from '../value/value-error.ts';

const expected = 'a duration such as `90`, `30s`, `1h30m` or `250ms`';
const part = /\s*(?=\.?[0-9])([0-9]+(?:_[0-9]+)*)?(?:\.([0-9]+))?\s*([A-Za-z]*)/y;

/** The milliseconds of each unit and the words for it, from the longest unit to the shortest. */
const units: readonly (readonly [number, string])[] = [
  [604_800_000, 'w week weeks'],
  [86_400_000, 'd day days'],
  [3_600_000, 'h hr hrs hour hours'],
  [60_000, 'm min mins minute minutes'],
  [1000, 's sec secs second seconds'],
  [1, 'ms msec msecs millisecond milliseconds'],
];
const lengths = new Map(
  units.flatMap(([length, words]) => words.split(' ').map(word => [word, length] as const)),
);

/** Up to this limit every millisecond has its own number in seconds. */
const maxSeconds = 1e12;

/**
 * A duration in seconds: `30s`, `5 m`, `1h30m`, `250ms`, `1 week`; a plain number is seconds. Longer units come
 * first, each once. Throws PARAMS_NOT_A_DURATION (also for a fraction of a millisecond), PARAMS_OUT_OF_RANGE beyond
 * 10^12 seconds, PARAMS_TOO_LONG.
 */
export function readDuration(text: string): number {
  limitLength(text, expected);
  const written = text.trim();
  let total = 0n;
  let before = Number.POSITIVE_INFINITY;
  for (let at = 0; at < written.length || at === 0; at = part.lastIndex) {
    part.lastIndex = at;
    const match = part.exec(written);
    const isAll = at === 0 && part.lastIndex === written.length;
    const length = match ? lengthOf(match[3] as string, isAll) : undefined;
    if (!match || length === undefined)
      throw unexpected('PARAMS_NOT_A_DURATION', text, expected, hintFor(text));
    if (length >= before)
      throw unexpected('PARAMS_NOT_A_DURATION', text, 'each unit once, the longest first');
    total += milliseconds(match, length, text);
    before = length;
  }
  if (total > maxSeconds * 1000) throw unexpected('PARAMS_OUT_OF_RANGE', text, 'at most 10^12 seconds');
  return Number(total) / 1000;
}

/**
 * The text that `readDuration` reads as this number of seconds, in the longest units: `1h30m`.
 * Throws PARAMS_OUT_OF_RANGE unless it is 0 to 10^12 seconds in whole milliseconds.
 */
export function writeDuration(seconds: number): string {
  let rest = Math.round(seconds * 1000);
  if (!(seconds >= 0 && seconds <= maxSeconds) || rest / 1000 !== seconds) {
    throw unexpected('PARAMS_OUT_OF_RANGE', String(seconds), '0 to 10^12 seconds in whole milliseconds');
  }
  let text = '';
  for (const [length, words] of units) {
    const count = Math.floor(rest / length);
    if (count > 0) text += `${count}${words.split(' ', 1)[0]}`;
    rest -= count * length;
  }
  return text || '0s';
}

/** Only a single number needs no unit. `M` means months elsewhere, so it is not a unit here. */
function lengthOf(unit: string, isAll: boolean): number | undefined {
  if (unit === '') return isAll ? 1000 : undefined;
  return unit === 'M' ? undefined : lengths.get(unit.toLowerCase());
}

/** Exact: the digits are multiplied before the point is inserted again. */
function milliseconds([, whole = '', fraction = '']: RegExpExecArray, length: number, text: string): bigint {
  const digits = BigInt(whole.replaceAll('_', '') + fraction) * BigInt(length);
  const divisor = 10n ** BigInt(fraction.length);
  if (digits % divisor === 0n) return digits / divisor;
  throw unexpected('PARAMS_NOT_A_DURATION', text, 'a whole number of milliseconds');
}

function hintFor(text: string): string {
  if (/[0-9]\s*M(?![A-Za-z])/.test(text)) return 'write `m` for minutes; a month has no fixed length';
  if (/^\s*[+-]/.test(text)) return 'leave out the sign';
  return 'write one of the units ms, s, m (minutes), h, d and w after each number';
}

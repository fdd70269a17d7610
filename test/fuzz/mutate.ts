/** A small generator of numbers: the same seed gives the same ones everywhere (mulberry32). */
export function randomFrom(seed: number): (limit: number) => number {
  let state = seed >>> 0;
  return limit => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
}

const pieces = [
  '!!',
  '!',
  "'",
  '"',
  "'''",
  '"""',
  '\n',
  '\n  ',
  '\r\n',
  '\r',
  '\t',
  '//',
  '-/',
  '<!--',
  '-->',
  '# ',
  ',',
  ':',
  '[',
  ']',
  '{',
  '}',
];
const rarer = [
  '\\',
  '\\\\n',
  '<BR>',
  '```',
  '![',
  'é',
  '日',
  '🦊',
  '\u0000',
  '\u202e',
  '\ufeff',
  '\ud800',
  '\u00a0',
  'a.b',
  'k:v',
  '://',
];

/** A text changed in one to eight places: a piece put in, taken out, doubled, swapped, or cut from another text. */
export function mutate(text: string, other: string, random: (limit: number) => number): string {
  let changed = text;
  for (let times = 1 + random(8); times > 0; times--) changed = mutateOnce(changed, other, random);
  return changed;
}

function mutateOnce(text: string, other: string, random: (limit: number) => number): string {
  const at = random(text.length + 1);
  const to = Math.min(text.length, at + random(20));
  switch (random(6)) {
    case 0:
      return text.slice(0, at) + text.slice(to);
    case 1:
      return text.slice(0, to) + text.slice(at, to) + text.slice(to);
    case 2: {
      const from = random(other.length + 1);
      return text.slice(0, at) + other.slice(from, from + random(60)) + text.slice(at);
    }
    case 3:
      return text.slice(0, at) + String.fromCharCode(random(0x250)) + text.slice(at + 1);
    default: {
      const pool = random(4) === 0 ? rarer : pieces;
      return text.slice(0, at) + pool[random(pool.length)] + text.slice(at + random(2));
    }
  }
}

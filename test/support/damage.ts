type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A damaged text: what was done to it, and the text. */
export type Damage = readonly [name: string, text: string];

/**
 * The ways in which the text of a JSON object is damaged: as a whole, and each member, also of nested objects, missing,
 * null, of another type, and huge where it is a number.
 */
export function damagesOf(text: string): Damage[] {
  const whole: Damage[] = [
    ['empty', ''],
    ['cut short', text.slice(0, Math.floor(text.length / 2))],
    ['zero bytes', '\0'.repeat(text.length)],
    ...['null', '[]', '{}', '7', '"text"', '[null]'].map((other): Damage => [`replaced by ${other}`, other]),
  ];
  const members = damagedMembers(JSON.parse(text)).map(
    // JSON.stringify has no huge numbers: they are put in as a text, and lose its quotes.
    ([name, value]): Damage => [name, JSON.stringify(value).replaceAll('"1e999"', '1e999')],
  );
  return [...whole, ...members];
}

/** The text with one more member, which readers ignore. */
export function withExtraMember(text: string): string {
  return JSON.stringify({ ...JSON.parse(text), extra: [{ nested: null }] });
}

function damagedMembers(value: Json): [name: string, value: Json][] {
  if (typeof value !== 'object' || value === null) return [];
  const isList = Array.isArray(value);
  return Object.entries(value as Record<string, Json>).flatMap(([key, member]) => {
    const put = (other: Json): Json =>
      isList ? value.map((item, at) => (`${at}` === key ? other : item)) : { ...value, [key]: other };
    const nested = damagedMembers(member).map(([name, other]): [string, Json] => [
      `${key}.${name}`,
      put(other),
    ]);
    const own = othersThan(member).map((other): [string, Json] => [
      `${key} is ${JSON.stringify(other)}`,
      put(other),
    ]);
    if (isList) return [...own, ...nested];
    const { [key]: _, ...without } = value as Record<string, Json>;
    return [[`${key} is missing`, without], ...own, ...nested];
  });
}

function othersThan(member: Json): Json[] {
  const others: Json[] = [null, true, 0.5, 'text', [null], { nested: null }, '1e999'];
  return others.filter(
    other => typeof other !== typeof member || other === null || typeof member === 'number',
  );
}

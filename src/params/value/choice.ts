/**
 * What a table says of a value: each key lists, between commas, the words that mean its entry, in any case.
 * Undefined when no key has the word, or its entry is empty.
 */
export function readFromMap(text: string, table: Readonly<Record<string, string>>): string | undefined {
  const word = plain(text);
  const found = Object.entries(table).find(([words]) => words.split(',').some(each => plain(each) === word));
  return found?.[1] || undefined;
}

function plain(text: string): string {
  return text.trim().toLowerCase();
}

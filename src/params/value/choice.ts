/**
 * The entry of a table for a value: each key lists, separated by commas, the words for its entry, in any case.
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

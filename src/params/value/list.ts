const endOfItem = /\s*(?:,|$)/y;

/**
 * The items of a list such as `a, 'b, c'` or `["a", "b"]`: trimmed, without their quotes, empty ones dropped.
 * In a quoted item a backslash before a quote makes it text.
 */
export function readList(text: string): string[] {
  return splitItems(text).filter(item => item !== '');
}

/**
 * Like `readList`, but with the empty items, for lists in which an empty item is an error.
 * A blank text is one empty item; `[]` has none.
 */
export function splitItems(text: string): string[] {
  const trimmed = text.trim();
  if (!trimmed.startsWith('[') || !trimmed.endsWith(']')) return rawItems(trimmed).map(unquote);
  const inside = trimmed.slice(1, -1).trim();
  return inside === '' ? [] : rawItems(inside).map(unquote);
}

/**
 * The text that `readList` reads as these items, which must be trimmed, not empty and of one line.
 * An item is quoted only where necessary.
 */
export function writeList(items: readonly string[]): string {
  return items.map(writeItem).join(',');
}

function writeItem(item: string): string {
  return item === '' || /[\s,"']|^[[\]]|[[\]]$/.test(item) ? `"${escapeQuotes(item)}"` : item;
}

/** A single quote needs a backslash only at the start, where it would look like another pair of quotes. */
function escapeQuotes(item: string): string {
  return item.replace(/(?<!\\)(\\*)(["']|$)/g, (_, slashes: string, quote: string, at: number) => {
    const backslash = quote === '"' || (quote === "'" && at === 0) ? '\\' : '';
    return slashes + slashes + backslash + quote;
  });
}

/** The texts between the commas outside of quoted items. */
function rawItems(text: string): string[] {
  const items: string[] = [];
  const unclosed = new Set<string>();
  for (let start = 0; start <= text.length; ) {
    const end = text.indexOf(',', afterQuotes(text, start, unclosed));
    const stop = end < 0 ? text.length : end;
    items.push(text.slice(start, stop));
    start = stop + 1;
  }
  return items;
}

/** The offset from which to look for the comma that ends the item: after the closing quote of a quoted one. */
function afterQuotes(text: string, start: number, unclosed: Set<string>): number {
  const opener = start + text.slice(start).search(/\S|$/);
  const quote = text[opener];
  if (!isQuote(quote) || unclosed.has(quote)) return start;
  const closer = closingQuote(text, opener);
  // No later item can find a quote that this one did not find; remembering that keeps the scan linear.
  if (closer < 0) unclosed.add(quote);
  return closer < 0 ? start : closer;
}

/** The quote that closes the one at `opener`: not escaped, before a comma or the end; -1 if there is none. */
function closingQuote(text: string, opener: number): number {
  const quote = text[opener] as string;
  for (let at = text.indexOf(quote, opener + 1); at >= 0; at = text.indexOf(quote, at + 1)) {
    endOfItem.lastIndex = at + 1;
    if (!isEscaped(text, at) && endOfItem.test(text)) return at;
  }
  return -1;
}

function isEscaped(text: string, at: number): boolean {
  let first = at;
  while (text[first - 1] === '\\') first--;
  return (at - first) % 2 === 1;
}

function isQuote(character: string | undefined): character is string {
  return character === '"' || character === "'";
}

function unquote(raw: string): string {
  const item = raw.trim();
  if (!isQuote(item[0]) || closingQuote(item, 0) !== item.length - 1) return item;
  const inside = stripSecondQuotes(item.slice(1, -1).trim());
  return inside.replace(/(?<!\\)(\\+)(?=["']|$)/g, slashes => slashes.slice(0, slashes.length >> 1)).trim();
}

/** The text without the inner quotes of an item that was quoted twice, `'"A"'`. */
function stripSecondQuotes(text: string): string {
  const quote = text[0];
  const last = text.length - 1;
  const twice = isQuote(quote) && text.indexOf(quote, 1) === last && !isEscaped(text, last);
  return twice ? text.slice(1, -1).trim() : text;
}

import { readable } from '../commands/session/timeline-words.ts';

/** The most characters of one text: the output of an action may be large. */
const limit = 64_000;

/** A text as inert HTML: markup, control characters and bidirectional marks are escaped. */
export function safe(text: string): string {
  return escaped(readable(text));
}

/** The end of a long text, and the number of earlier characters that are left out. */
export function lastPart(text: string): { text: string; left: number } {
  const left = Math.max(0, text.length - limit);
  return { text: text.slice(left), left };
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

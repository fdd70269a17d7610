const invisible = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu;

/** A text made safe for a terminal or a log line: control, bidirectional and invisible characters as `\u{…}`. */
export function visible(text: string): string {
  return text.replace(invisible, character => `\\u{${character.charCodeAt(0).toString(16).toUpperCase()}}`);
}

/** A value as a message quotes it: in backticks, safe to print, cut after `limit` code points. */
export function show(text: string, limit = 60): string {
  const characters = [...text];
  const cut = characters.length > limit ? `${characters.slice(0, limit).join('')}…` : text;
  return `\`${visible(cut)}\``;
}

/** A mail address, trimmed and in lower case; it is not validated. */
export function readEmail(text: string): string {
  return text.trim().toLowerCase();
}

/** A phone number without the `+` and spaces at its ends and without `-`; it is not validated. */
export function readPhone(text: string): string {
  return strip(text, '+ ').replaceAll('-', '');
}

/** Mail addresses separated by commas, perhaps in brackets; empty ones are kept. */
export function readEmails(text: string): string[] {
  return strip(text, '[] ').split(',').map(readEmail);
}

/** Phone numbers separated by commas, perhaps in brackets; empty ones are kept. */
export function readPhones(text: string): string[] {
  return strip(text, '[] ').split(',').map(readPhone);
}

function strip(text: string, characters: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && characters.includes(text.charAt(start))) start++;
  while (end > start && characters.includes(text.charAt(end - 1))) end--;
  return text.slice(start, end);
}

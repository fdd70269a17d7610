import { replaceUserInfo, unfinishedUserInfo, userInfoOf } from './secret-name.ts';
import { visible } from './show.ts';
import { Source } from './source.ts';

/** The replacement of a secret. */
export const masked = '[secret]';
/** The replacement of user info in a URL. */
const maskedUserInfo = '***';

/** True when a text holds the replacement of a secret or of user info. */
export function holdsMark(text: string): boolean {
  return text.includes(masked) || text.includes(`://${maskedUserInfo}@`);
}

/** A shorter secret is hidden only as a whole value; inside other text it would garble everything. */
const shortest = 4;
/** In bytes: the part of a shorter secret that is left inside other base64 may be there by chance. */
const shortestInside = 6;
/** Passwords without meaning: the user name in front of them is the secret. */
const emptyPassword = /^(x-oauth-basic)?$/;

/** The known secrets, and texts without them. It also finds their base64, hex, URL and JSON forms. */
export class Mask {
  readonly #secrets = new Set<string>();
  #forms: readonly string[] = [];
  #pattern: RegExp | undefined;
  /** Matches short secrets that are a whole value. */
  #shortPattern: RegExp | undefined;
  #sources = new WeakMap<Source, Source>();

  constructor(secrets: Iterable<string> = []) {
    for (const secret of secrets) this.add(secret);
  }

  /** Remembers a secret; an empty text is ignored. */
  add(secret: string): void {
    if (secret === '' || secret === masked || this.#secrets.has(secret)) return;
    this.#secrets.add(secret);
    this.#sources = new WeakMap();
    if ([...secret].length < shortest) this.#addShort();
    else this.#addLong(secret);
  }

  /** Remembers the secrets of another mask. */
  addAll(other: Mask): void {
    for (const secret of other.#secrets) this.add(secret);
  }

  #addLong(secret: string): void {
    const forms = new Set([...this.#forms, ...formsOf(secret)]);
    // The longest first: one secret may be a part of another.
    this.#forms = [...forms].sort((a, b) => b.length - a.length);
    this.#pattern = new RegExp(this.#forms.map(escapeRegExp).join('|'), 'gi');
  }

  #addShort(): void {
    const short = [...this.#secrets].filter(secret => [...secret].length < shortest);
    const whole = short.map(escapeRegExp).join('|');
    this.#shortPattern = new RegExp(`(?<![\\p{L}\\p{N}_])(?:${whole})(?![\\p{L}\\p{N}_])`, 'gu');
  }

  /** Remembers the user info of the URLs in a value. */
  addUserInfo(value: string): void {
    for (const info of userInfoOf(value)) {
      const [, user = '', rest] = /^([^:]*)(?::(.*))?$/.exec(info) ?? [];
      const secret = emptyPassword.test(rest ?? '') ? user : (rest ?? '');
      this.add(secret);
      this.add(decoded(secret));
    }
  }

  /** True when a text is, or holds, a secret. */
  holds(text: string): boolean {
    return this.text(text) !== text;
  }

  /** The text with `[secret]` for each secret, and `***` for the user info of each URL. */
  text(text: string): string {
    if (this.#secrets.has(text)) return masked;
    const hidden = this.#withoutBeginnings(this.#pattern ? text.replace(this.#pattern, masked) : text);
    return replaceUserInfo(hidden, () => maskedUserInfo);
  }

  /** Also hides the beginning of a secret that `…` cuts off. */
  #withoutBeginnings(text: string): string {
    if (!this.#pattern || !text.includes('…')) return text;
    const pieces = text.split('…');
    const last = pieces.pop() ?? '';
    const clean = pieces.map(piece => {
      const begun = this.#begun(piece);
      return begun < shortest ? piece : piece.slice(0, -begun) + masked;
    });
    return [...clean, last].join('…');
  }

  /** The text with a `*` for each character of a secret, so that offsets and lines stay the same. */
  sameLength(text: string): string {
    const stars = (found: string) => found.replace(/[^\n\r]/g, '*');
    const long = this.#pattern ? text.replace(this.#pattern, stars) : text;
    const hidden = this.#shortPattern ? long.replace(this.#shortPattern, stars) : long;
    return replaceUserInfo(hidden, stars);
  }

  /** A source with a `*` for each character of a secret; the same object each time until a secret is added. */
  source(source: Source): Source {
    const known = this.#sources.get(source) ?? new Source(this.sameLength(source.text), source.name);
    this.#sources.set(source, known);
    return known;
  }

  /** Plain data with every text in it masked. */
  data<T>(value: T): T {
    if (typeof value === 'string') return this.text(value) as T;
    if (Array.isArray(value)) return value.map(item => this.data(item)) as T;
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.data(item)])) as T;
  }

  /** The number of characters at the end of a piece of text that may be the beginning of a secret. */
  pending(text: string): number {
    const cut = text.length - Math.max(this.#begun(text), unfinishedUserInfo(text));
    // A whole secret is not torn apart, although its end may begin another one.
    for (const found of this.#pattern ? text.matchAll(this.#pattern) : [])
      if (found.index < cut && found.index + found[0].length > cut) return text.length - found.index;
    return text.length - cut;
  }

  #begun(text: string): number {
    let most = 0;
    const lower = text.toLowerCase();
    for (const form of this.#forms) {
      const start = form.toLowerCase();
      for (let length = Math.min(start.length - 1, lower.length); length > most; length--)
        if (lower.endsWith(start.slice(0, length))) most = length;
    }
    return most;
  }
}

/** The forms in which programs write a secret: as it is, in base64, in hex, in a URL, in JSON, in a script, in a message. */
function formsOf(secret: string): string[] {
  const bytes = new TextEncoder().encode(secret);
  const hex = [...bytes].map(byte => byte.toString(16).padStart(2, '0')).join('');
  const lines = secret.includes('\n') ? secret.split('\n').filter(line => line.trim().length >= 16) : [];
  const shown = [secret, ...lines].map(visible);
  return [
    secret,
    ...base64Forms(bytes),
    hex,
    ...jsonForms(secret),
    ...urlForms(secret),
    ...scriptForms(secret),
    ...lines,
    ...shown,
  ];
}

/** In base64, also inside a larger value: there the edges share a character with their neighbours. */
function base64Forms(bytes: Uint8Array): string[] {
  const offsets = bytes.length < shortestInside ? [] : [0, 1, 2];
  const inside = offsets.map(offset => {
    const bits = (offset + bytes.length) * 8;
    return base64Of([...Array(offset).fill(0), ...bytes]).slice(
      Math.ceil((offset * 8) / 6),
      Math.floor(bits / 6),
    );
  });
  const forms = [base64Of([...bytes]), ...inside];
  return [...forms, ...forms.map(form => form.replaceAll('+', '-').replaceAll('/', '_'))];
}

function base64Of(bytes: readonly number[]): string {
  return btoa(bytes.map(byte => String.fromCharCode(byte)).join('')).replace(/=+$/, '');
}

function jsonForms(secret: string): string[] {
  const json = JSON.stringify(secret).slice(1, -1);
  const ascii = json.replace(/[^ -~]/g, mark => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return [json, JSON.stringify(json).slice(1, -1), ascii];
}

function urlForms(secret: string): string[] {
  if (/\p{Surrogate}/u.test(secret)) return [];
  const url = encodeURIComponent(secret);
  const strict = url.replace(/[!'()*]/g, mark => `%${mark.charCodeAt(0).toString(16)}`);
  return [url, strict, url.replaceAll('%20', '+'), strict.replaceAll('%20', '+'), encodeURI(secret)];
}

/** Quotes may have a backslash before them, and backslashes may be doubled. */
function scriptForms(secret: string): string[] {
  return [secret, secret.replaceAll('\\', '\\\\')].flatMap(text => [
    text.replaceAll("'", "\\'"),
    text.replaceAll('"', '\\"'),
    text.replace(/['"]/g, '\\$&'),
  ]);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

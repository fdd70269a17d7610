/** The SHA-256 of text (as UTF-8) or bytes, in lower-case hex. */
export function sha256(data: string | Uint8Array): string {
  // Loading it costs the start of every command a millisecond or two, and most hash nothing.
  return process.getBuiltinModule('node:crypto').createHash('sha256').update(data).digest('hex');
}

/** A new random UUID. */
export function randomId(): string {
  return process.getBuiltinModule('node:crypto').randomUUID();
}

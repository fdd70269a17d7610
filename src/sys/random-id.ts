/** A new random UUID. */
export function randomId(): string {
  // Loading it costs the start of every command a millisecond or two, and most need no id.
  return process.getBuiltinModule('node:crypto').randomUUID();
}

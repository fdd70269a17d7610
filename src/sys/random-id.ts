/** A new random UUID. */
export function randomId(): string {
  // Loading the module costs each command a millisecond or two at its start, and most need no id.
  return process.getBuiltinModule('node:crypto').randomUUID();
}

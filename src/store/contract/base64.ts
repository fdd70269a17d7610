/** The bytes of a base64 text; undefined for a text that is not exactly the base64 of some bytes. */
export function fromBase64(text: string): Uint8Array | undefined {
  const bytes = Buffer.from(text, 'base64');
  // Buffer skips other characters; a value that lost a part is worse than an error.
  return bytes.toString('base64') === text ? new Uint8Array(bytes) : undefined;
}

/**
 * Text of a file: UTF-8, or UTF-16 when a byte order mark says so, as Argo CD reads it. Bytes that are no text of that
 * encoding become U+FFFD, which the YAML reader then meets as data, never as structure.
 */
export function decodeText(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  return new TextDecoder('utf-8').decode(bytes);
}

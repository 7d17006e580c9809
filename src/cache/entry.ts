import { createHash } from 'node:crypto';

/**
 * Changes with every change of this file.
 *
 * Outputs are stored as they are. Of 12 MB, digest and a new file take 39 ms, digest and reading 15 ms. With the fastest
 * compression (brotli 1) it is 35 and 31 ms, and an output is read more often than written; with deflate it is 50 ms more.
 */
const FORMAT = 'pss-gate-render-1';

/**
 * What a file of the cache holds: a header with format, key, length and digest of the output, then the output.
 *
 * @returns nothing for an output that is no Unicode text, which UTF-8 could not bring back
 */
export function encodeEntry(key: string, output: string): Uint8Array | undefined {
  if (!output.isWellFormed()) return undefined;
  const body = Buffer.from(output, 'utf8');
  return Buffer.concat([headerOf(key, body), body]);
}

/** The output, unless a single byte is other than it was written, one is missing, or it was written for another key. */
export function decodeEntry(key: string, entry: Uint8Array): string | undefined {
  const bytes = Buffer.from(entry.buffer, entry.byteOffset, entry.byteLength);
  const body = bytes.subarray(Math.min(HEADER_BYTES, bytes.length));
  // Nothing of a header is trusted: it has to be the one that this key and this output get.
  return bytes.subarray(0, HEADER_BYTES).equals(headerOf(key, body)) ? body.toString('utf8') : undefined;
}

function headerOf(key: string, body: Uint8Array): Buffer {
  const length = String(body.length).padStart(12, '0');
  const digest = createHash('sha256').update(body).digest('hex');
  return Buffer.from(`${FORMAT} ${key} ${length} ${digest}\n`, 'latin1');
}

const HEADER_BYTES = headerOf('0'.repeat(64), new Uint8Array()).length;

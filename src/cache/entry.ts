import { createHash } from 'node:crypto';

/**
 * Changes with every change of this file.
 *
 * Outputs are stored as they are. Of 12 MB, digest and a new file take 39 ms, digest and reading 15 ms. With the fastest
 * compression (brotli 1) it is 35 and 31 ms, and an output is read more often than written; with deflate it is 50 ms more.
 */
const FORMAT = 'pss-gate-render-1';

/** What stands before an output in a file of the cache: format, key, length and digest of the output. */
export interface EntryHeader {
  readonly text: Uint8Array;
  /** Of header and output. */
  readonly bytes: number;
}

/**
 * The header for an output, which is given in pieces.
 *
 * @returns nothing for an output that is no Unicode text, which UTF-8 could not bring back
 */
export function headerFor(key: string, pieces: Iterable<string>): EntryHeader | undefined {
  const hash = createHash('sha256');
  let length = 0;
  for (const piece of pieces) {
    if (!piece.isWellFormed()) return undefined;
    hash.update(piece, 'utf8');
    length += Buffer.byteLength(piece, 'utf8');
  }
  const text = headerOf(key, length, hash.digest('hex'));
  return { text, bytes: text.length + length };
}

/** The output, unless a single byte is other than it was written, one is missing, or it was written for another key. */
export function decodeEntry(key: string, entry: Uint8Array): string | undefined {
  const bytes = Buffer.from(entry.buffer, entry.byteOffset, entry.byteLength);
  const body = bytes.subarray(Math.min(HEADER_BYTES, bytes.length));
  // Nothing of a header is trusted: it has to be the one that this key and this output get.
  const expected = headerOf(key, body.length, createHash('sha256').update(body).digest('hex'));
  return bytes.subarray(0, HEADER_BYTES).equals(expected) ? body.toString('utf8') : undefined;
}

function headerOf(key: string, length: number, digest: string): Buffer {
  return Buffer.from(`${FORMAT} ${key} ${String(length).padStart(12, '0')} ${digest}\n`, 'latin1');
}

const HEADER_BYTES = headerOf('0'.repeat(64), 0, '0'.repeat(64)).length;

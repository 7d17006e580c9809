import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeEntry, headerFor } from '../../src/cache/entry.ts';

/** A file of the cache. */
function encodeEntry(key: string, output: string): Uint8Array | undefined {
  const header = headerFor(key, [output]);
  return header && Buffer.concat([header.text, Buffer.from(output, 'utf8')]);
}

import { keyOf } from './outputs.ts';

const KEY = keyOf(1);
const text = () => fc.string({ unit: 'binary', maxLength: 300 }).filter((output) => output.isWellFormed());

function encode(output: string, key = KEY): Uint8Array {
  const entry = encodeEntry(key, output);
  if (entry === undefined) throw new Error('is no text');
  return entry;
}

describe('an entry', () => {
  it.each([
    ['nothing', ''],
    ['a byte order mark', '\ufeffa: b\n'],
    ['all kinds of line breaks', 'a\r\nb\rc\u0085d\u2028e\0'],
    ['characters of four bytes', '🜚'.repeat(1000)],
  ])('brings back %s', (_, output) => {
    expect(decodeEntry(KEY, encode(output))).toBe(output);
  });

  it('brings back any text', () => {
    fc.assert(
      fc.property(text(), (output) => {
        expect(decodeEntry(KEY, encode(output))).toBe(output);
      }),
    );
  });

  it.each(['\ud800', 'a\udc00b'])('is not made of half a character', (output) => {
    expect(encodeEntry(KEY, output)).toBeUndefined();
  });

  it('is refused with any byte changed', () => {
    fc.assert(
      fc.property(text(), fc.nat(), fc.integer({ min: 1, max: 255 }), (output, at, change) => {
        const entry = encode(output);
        const index = at % entry.length;
        entry[index] = (entry[index] as number) ^ change;
        expect(decodeEntry(KEY, entry)).toBeUndefined();
      }),
      { numRuns: 1000 },
    );
  });

  it('is refused at every shorter length, and with anything behind it', () => {
    const entry = encode('kind: Pod\n');
    for (let length = 0; length < entry.length; length++)
      expect(decodeEntry(KEY, entry.slice(0, length))).toBeUndefined();
    expect(decodeEntry(KEY, Buffer.concat([entry, Buffer.of(0)]))).toBeUndefined();
    expect(decodeEntry(KEY, Buffer.concat([entry, entry]))).toBeUndefined();
  });

  it('is refused for another key', () => {
    expect(decodeEntry(keyOf(2), encode('kind: Pod\n'))).toBeUndefined();
  });

  it('is refused when it is some other file', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(decodeEntry(KEY, bytes)).toBeUndefined();
      }),
    );
  });

  it('has the same header whatever pieces it comes in', () => {
    const pieces = ['a', '', 'ü…', '{"b": 1}'];
    expect(headerFor(KEY, pieces)).toEqual(headerFor(KEY, [pieces.join('')]));
    expect(headerFor(KEY, ['a', '\ud800'])).toBeUndefined();
  });
});

import { describe, expect, it } from 'vitest';
import { readStream } from '../../src/parse/documents.ts';
import { decodeText } from '../../src/parse/text.ts';

const bytes = (...values: number[]) => Uint8Array.from(values);
const utf16le = (text: string) => Buffer.from(text, 'utf16le');
const utf16be = (text: string) => Buffer.from(text, 'utf16le').swap16();

describe('decodeText', () => {
  it.each<[name: string, bytes: Uint8Array, text: string]>([
    ['nothing', bytes(), ''],
    ['ASCII', Buffer.from('a: 1\n'), 'a: 1\n'],
    ['UTF-8', Buffer.from('name: café 😀\n'), 'name: café 😀\n'],
    ['UTF-8 with a byte order mark', Buffer.from('\ufeffa: 1\n'), 'a: 1\n'],
    ['UTF-16 little endian', Buffer.concat([bytes(0xff, 0xfe), utf16le('name: café 😀\n')]), 'name: café 😀\n'],
    ['UTF-16 big endian', Buffer.concat([bytes(0xfe, 0xff), utf16be('name: café 😀\n')]), 'name: café 😀\n'],
    ['a mark and nothing else', bytes(0xff, 0xfe), ''],
    ['one byte', bytes(0x61), 'a'],
  ])('reads %s', (_, content, text) => {
    expect(decodeText(content)).toBe(text);
  });

  it.each<[name: string, bytes: Uint8Array, text: string]>([
    ['a byte that UTF-8 does not have', bytes(0x61, 0xff, 0x62), 'a\ufffdb'],
    ['Latin 1', bytes(0x63, 0x61, 0x66, 0xe9, 0x0a), 'caf\ufffd\n'],
    ['a broken sequence', bytes(0xe2, 0x80, 0x0a), '\ufffd\n'],
    ['a line break written too long', bytes(0xc0, 0x8a), '\ufffd\ufffd'],
    ['half a character of UTF-16', bytes(0xff, 0xfe, 0x61, 0x00, 0x62), 'a\ufffd'],
    ['half a pair of surrogates', bytes(0xff, 0xfe, 0x3d, 0xd8, 0x61, 0x00), '\ufffda'],
  ])('replaces %s', (_, content, text) => {
    expect(decodeText(content)).toBe(text);
  });

  it('does not take UTF-16 without a mark for text', () => {
    const text = decodeText(utf16le('a: 1\n'));
    expect(text).toBe('a\0:\0 \u00001\0\n\0');
    expect(readStream(text)).toEqual([
      expect.objectContaining({ line: expect.any(Number), message: expect.any(String) }),
    ]);
  });

  it('leaves line breaks as they are', () => {
    expect(decodeText(Buffer.from('a\r\nb\rc\u2028d\u0085'))).toBe('a\r\nb\rc\u2028d\u0085');
  });
});

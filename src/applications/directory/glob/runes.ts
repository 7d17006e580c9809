/**
 * Texts as Go has them: UTF-8. Each character of these strings is one byte, so that lengths and places are those of the
 * original, which now and then takes a byte for a character.
 */
export function toBytes(text: string): string {
  let bytes = '';
  for (const byte of new TextEncoder().encode(text)) bytes += String.fromCharCode(byte);
  return bytes;
}

export interface Rune {
  readonly code: number;
  /** Bytes that it takes here; none at the end of the text. */
  readonly width: number;
}

const INVALID = 0xfffd;

/** Source: unicode/utf8 DecodeRuneInString */
export function runeAt(bytes: string, position: number): Rune {
  const first = bytes.charCodeAt(position);
  if (position >= bytes.length) return { code: INVALID, width: 0 };
  if (first < 0x80) return { code: first, width: 1 };
  const width = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 1;
  let code = first & (0xff >> (width + 1));
  for (let index = 1; index < width; index++) {
    const next = bytes.charCodeAt(position + index);
    if (!(next >= 0x80 && next < 0xc0)) return { code: INVALID, width: 1 };
    code = code * 64 + (next & 0x3f);
  }
  return width === 1 ? { code: INVALID, width } : { code, width };
}

/** Source: unicode/utf8 RuneLen */
export function runeLength(code: number): number {
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
}

/** Runes and where they start. */
export function* runesOf(bytes: string): Generator<{ readonly at: number; readonly code: number }> {
  for (let at = 0; at < bytes.length; ) {
    const { code, width } = runeAt(bytes, at);
    yield { at, code };
    at += width;
  }
}

export function countRunes(bytes: string): number {
  let count = 0;
  for (const _ of runesOf(bytes)) count++;
  return count;
}

/** Where runes start, and the end. */
export function bordersOf(bytes: string): number[] {
  return [...[...runesOf(bytes)].map(({ at }) => at), bytes.length];
}

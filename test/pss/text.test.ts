import { assert, constantFrom, oneof, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareUtf8, goQuote, joinQuote, pluralize, sortedSet } from '../../src/pss/text.ts';

describe('joinQuote', () => {
  it.each<[string, string[], string]>([
    ['nothing for no items', [], ''],
    ['one item', ['a'], '"a"'],
    ['several items', ['a', 'b', 'a'], '"a", "b", "a"'],
    ['an empty item', [''], '""'],
    ['two empty items', ['', ''], '"", ""'],
    ['quotes and backslashes unescaped', ['x"y', '\\'], '"x"y", "\\"'],
  ])('%s', (_, items, expected) => {
    expect(joinQuote(items)).toBe(expected);
  });
});

describe('pluralize', () => {
  it.each([
    [0, 'many'],
    [1, 'one'],
    [2, 'many'],
    [100, 'many'],
  ])('%i: %s', (count, expected) => {
    expect(pluralize('one', 'many', count)).toBe(expected);
  });
});

/** Any text that UTF-8 can say, with many characters around the surrogates. */
const text = string({
  unit: oneof(
    string({ unit: 'binary', minLength: 1, maxLength: 1 }),
    constantFrom('a', 'b', '\ud7ff', '\ue000', '\uffff', '\u{10000}', '😀', '\u{10ffff}'),
  ),
  maxLength: 6,
});

describe('compareUtf8', () => {
  const ascending: readonly (readonly [string, string])[] = [
    ['', 'a'],
    ['a', 'aa'],
    ['A', 'a'],
    ['Z', 'a'],
    ['a', 'é'],
    ['z', '\u0080'],
    ['10000', '9'],
    ['\ud7ff', '\ue000'],
    ['\ud7ff', '\u{10000}'],
    ['\ue000', '\u{10000}'],
    ['Ａ', '😀'],
    ['\uffff', '\u{10000}'],
    ['\u{10000}', '\u{10ffff}'],
    ['😀', '😁'],
    ['x😀', 'x😀y'],
    ['Ａ😀', '😀Ａ'],
  ];

  it.each(ascending)('%j stands before %j', (a, b) => {
    expect(Buffer.compare(Buffer.from(a), Buffer.from(b))).toBe(-1);
    expect(compareUtf8(a, b)).toBeLessThan(0);
    expect(compareUtf8(b, a)).toBeGreaterThan(0);
  });

  it.each(['', 'a', '😀'])('%j equals itself', (same) => {
    expect(compareUtf8(same, same)).toBe(0);
  });

  it('is the order of the encoded bytes', () => {
    assert(
      property(text, text, (a, b) => {
        expect(Math.sign(compareUtf8(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('sortedSet', () => {
  it('orders by UTF-8 bytes and drops repetitions', () => {
    expect(sortedSet(['😀', 'b', 'Ａ', '', 'b', 'Z', '😀'])).toEqual(['', 'Z', 'b', 'Ａ', '😀']);
  });

  it('leaves its argument alone', () => {
    const items = ['b', 'a'];
    sortedSet(items);
    expect(items).toEqual(['b', 'a']);
  });
});

describe('goQuote', () => {
  it.each([
    ['nothing', '', '""'],
    ['plain text and the space', 'a b-c/1', '"a b-c/1"'],
    ['quotes', 'he said "hi"', '"he said \\"hi\\""'],
    ['backslashes', '\\n', '"\\\\n"'],
    ["an apostrophe as it is: it is no rune's quote", "it's", '"it\'s"'],
    ['controls with names', '\x07\b\f\n\r\t\v', '"\\a\\b\\f\\n\\r\\t\\v"'],
    ['NUL', '\x00', '"\\x00"'],
    ['controls without names', '\x01\x1b\x1f', '"\\x01\\x1b\\x1f"'],
    ['DEL', '\x7f', '"\\x7f"'],
    ['controls beyond ASCII', '\u0080\u009f', '"\\u0080\\u009f"'],
    ['the no-break space', '\u00a0', '"\\u00a0"'],
    ['the soft hyphen', '\u00ad', '"\\u00ad"'],
    ['spaces other than the ASCII one', '\u2003\u3000\u2028', '"\\u2003\\u3000\\u2028"'],
    ['what has no width', '\u200b\u200d\ufeff', '"\\u200b\\u200d\\ufeff"'],
    ['private characters', '\ue000\u{10fffd}', '"\\ue000\\U0010fffd"'],
    ['what is no character', '\uffff\u{10ffff}', '"\\uffff\\U0010ffff"'],
    ['the replacement character as it is', '\ufffd', '"\ufffd"'],
    [
      'letters, marks, numbers, symbols of any script as they are',
      'é Ａ ß 漢 e\u0301 ½ € ―',
      '"é Ａ ß 漢 e\u0301 ½ € ―"',
    ],
    ['emoji as they are', '😀🚀', '"😀🚀"'],
    ['an emoji joined of several: the joiner is escaped', '👩\u200d🚀', '"👩\\u200d🚀"'],
    ['tags beyond the basic plane', '\u{e0061}', '"\\U000e0061"'],
  ])('%s', (_, input, expected) => {
    expect(goQuote(input)).toBe(expected);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blankLiterals } from '../../../src/kyverno/cel-policies/source-text.ts';

describe('blankLiterals', () => {
  it.each([
    [`a + 'b' + c`, `a +     + c`],
    [`a + "b'c" + d`, `a +       + d`],
    [String.raw`'it\'s' + x`, `        + x`],
    [String.raw`r'\' + x`, `r    + x`],
    [String.raw`br"\" + x`, `br    + x`],
    [`'''a'b''' + x`, `          + x`],
    [`"""a"b""" + x`, `          + x`],
    ['a // b\n+ c', 'a     \n+ c'],
    [`'//' + x`, `     + x`],
    [`'open`, `     `],
    ['', ''],
  ])('of %s', (expression, blanked) => {
    expect(blankLiterals(expression)).toBe(blanked);
  });

  it('keeps the length of any text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...`'"\\/r\nab `) }),
        (text) => blankLiterals(text).length === text.length,
      ),
    );
  });
});

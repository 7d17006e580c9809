import { describe, expect, it } from 'vitest';
import { expand } from '../../../src/cel/syntax/expand.ts';
import { parse } from '../../../src/cel/syntax/parse.ts';

const macros = { extensions: true, orValueOfAnything: true };
const expression = (text: string) => expand(parse(text), macros);

describe('expressions', () => {
  it.each([
    ['-9223372036854775808', -(2n ** 63n)],
    ['- 5', -5],
    ['--5', 5],
    ['0x1F', 31],
    ['b"é"', new Uint8Array([0xc3, 0xa9])],
    ['b"\\xff"', new Uint8Array([0xff])],
  ])('%s are literals', (text, value) => {
    expect(expression(text)).toMatchObject({ kind: 'literal', value });
  });

  it('lose signs that undo each other', () => {
    expect(expression('!!a')).toMatchObject({ kind: 'name', name: 'a' });
    expect(expression('!(!a)')).toMatchObject({ kind: 'call', name: '!_' });
  });

  it.each([
    ['9223372036854775808', 'invalid int literal'],
    ['-9223372036854775809', 'invalid int literal'],
    ['has(a)', 'invalid argument to has() macro'],
    ['has(a.?b)', 'invalid argument to has() macro'],
    ['a.all(b.c, true)', 'invalid predicate iteration variable'],
    ['a.transformMap(b, c.d, true)', 'argument must be a simple name'],
    ['a.all(b, b, true)', 'duplicate variable name: b'],
    ['math.greatest()', 'math.greatest() requires at least one argument'],
    ['a == b < c', 'a comparison after == or != needs parentheses'],
    ['a == b in c', 'a comparison after == or != needs parentheses'],
    ['b"é\\x00"', 'bytes literals may not mix escapes and other characters'],
  ])('%s are refused', (text, message) => {
    expect(() => expression(text)).toThrow(message);
  });

  it('compare from left to right', () => {
    expect(expression('a == (b < c)')).toMatchObject({ name: '_==_' });
    expect(expression('a < b == c')).toMatchObject({ name: '_==_', arguments: [{ name: '_<_' }, { name: 'c' }] });
  });
});

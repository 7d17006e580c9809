import { describe, expect, it } from 'vitest';
import { adapt, fieldName } from '../../../src/cel/syntax/source.ts';

describe('text that the parser does not know', () => {
  it.each([
    ['Object{}', '__object__("Object",{})'],
    ['Object.spec{a: 1}', '__object__("Object.spec",{"a": 1})'],
    ['Object . spec { a : 1 }', '__object__("Object.spec",{ "a" : 1 })'],
    ['A{b: B{c: {"d": e}}}', '__object__("A",{"b": __object__("B",{"c": {"d": e}})})'],
    ['A{?b: c, namespace: d}', '__object__("A",{__optional__:0,"b": c, "namespace": d})'],
    ['A{`b-c`: 1}', '__object__("A",{"b-c": 1})'],
    ['{?"a": b, "c": d}', '{__optional__:0,"a": b, "c": d}'],
    ['[?a, b, ?c]', '[__optional__,a, b, __optional__,c]'],
    ['a[?0]', 'a[?0]'],
    ['f(a)[?0][?"b"]', 'f(a)[?0][?"b"]'],
    ['{"a": b}[?"a"]', '{"a": b}[?"a"]'],
    ['x in {"a": 1}', 'x in {"a": 1}'],
    ['x in [?a]', 'x in [__optional__,a]'],
    ['a ? {"b": 1} : {}', 'a ? {"b": 1} : {}'],
    ['[a ? b : c]', '[a ? b : c]'],
    ['.5 + a', '0.5 + a'],
    ['1.5', '1.5'],
    ['a.`b/c`.?`d`', `a.__quoted__${Buffer.from('b/c').toString('hex')}.?__quoted__64`],
    ['"Object{a}" + \'[?x]\'', '"Object{a}" + \'[?x]\''],
    ['"""A{""" + r"\\{?" // A{?b', '"""A{""" + r"\\{?" // A{?b'],
    ["'it\\'s A{'", "'it\\'s A{'"],
  ])('%s', (text, expected) => {
    expect(adapt(text).text).toBe(expected);
  });

  it('keeps its places', () => {
    const text = 'A{?b: [?c], d: e}';
    const source = adapt(text);
    for (const name of ['c', 'e']) {
      expect(source.offset(source.text.lastIndexOf(name))).toBe(text.lastIndexOf(name));
    }
  });

  it('has names of fields that can be read again', () => {
    expect(fieldName('plain')).toBe('plain');
    expect(fieldName(adapt('a.`b-c d`').text.slice(2))).toBe('b-c d');
  });
});

import { expect, it } from 'vitest';
import { findDuplicateKeys } from '../../src/admission/yaml-duplicates.ts';

it.each([
  ['no key twice', 'a: 1\nb: {a: 1}\n', []],
  ['a key twice', 'a: 1\na: 2\n', ['line 2: key "a" already set in map']],
  [
    'inner mappings first',
    'a: 1\na:\n  b: 1\n  b: 2\n',
    ['line 4: key "b" already set in map', 'line 3: key "a" already set in map'],
  ],
  ['numbers, words and texts', '1: a\n"1": a\ntrue: a\nyes: a\n', ['line 4: key true already set in map']],
  ['a merge behind a key', 'x: &x {a: 1}\ny:\n  a: 1\n  <<: *x\n', ['line 1: key "a" already set in map']],
  ['a quoted merge key', 'x: {"<<": 1, "<<": 2}\n', ['line 1: key "<<" already set in map']],
  ['a repeated alias', 'x: &x [{a: 1, a: 2}]\ny: *x\n', Array(2).fill('line 1: key "a" already set in map')],
  [
    'an anchor that is given again',
    'x: &x {a: 1, a: 2}\ny: &x {b: 1}\nz: *x\n',
    ['line 1: key "a" already set in map'],
  ],
  ['a block of text', 'a: 1\na: |\n\n  x\n', ['line 2: key "a" already set in map']],
  ['an empty value', 'a: 1\na:\n', ['line 2: key "a" already set in map']],
  ['an empty document', '', []],
])('finds %s', (_, text, expected) => {
  expect(findDuplicateKeys(text)).toEqual(expected);
});

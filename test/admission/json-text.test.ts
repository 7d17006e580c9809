import { expect, it } from 'vitest';
import { writeJson } from '../../src/admission/json-text.ts';

it.each([
  ['keys in byte order', { b: 1, A: 2, '\u{1f600}': 3, '\ue000': 4 }, '{"A":2,"b":1,"\ue000":4,"\u{1f600}":3}'],
  ['lists', [1, 'a', null, true, [], {}], '[1,"a",null,true,[],{}]'],
  ['numbers', [1.5, -0.25, 1e21, 1e-7], '[1.5,-0.25,1e+21,1e-7]'],
  ['what could end a script', '<a>&\u2028\u2029', String.raw`"\u003ca\u003e\u0026\u2028\u2029"`],
  ['control characters', '\b\f\n\r\t\u0001', String.raw`"\b\f\n\r\t\u0001"`],
  ['quotes, and what needs no escape', '\\"\u007f', '"\\\\\\"\u007f"'],
  ['half a character', '\ud800', '"\ufffd"'],
  ['null', null, 'null'],
  ['a missing value', undefined, 'null'],
])('writes %s as Go does', (_, value, expected) => {
  expect(writeJson(value)).toBe(expected);
});

import { describe, expect, it } from 'vitest';
import { type JsonNode, parseJson, textOf } from '../../src/admission/json-node.ts';

function toValue(node: JsonNode): unknown {
  if (node.type === 'array') return node.items.map(toValue);
  if (node.type === 'object') return node.members.map(({ key, value }) => [key, toValue(value)]);
  return node.type === 'string' ? textOf(node) : node.text;
}

describe('parseJson', () => {
  it.each([
    [' {} ', []],
    ['[ ]', []],
    ['[1, -0.5e+3,true,false, null]', ['1', '-0.5e+3', 'true', 'false', 'null']],
    ['"a\\n\\u00e9\\"\\ud800"', 'a\né"\ufffd'],
    [
      '{"b":[{"a":1}], "a":{}, "b":2}',
      [
        ['b', [[['a', '1']]]],
        ['a', []],
        ['b', '2'],
      ],
    ],
  ])('reads %s, repeated keys included', (text, expected) => {
    expect(toValue(parseJson(text))).toEqual(expected);
  });

  it('keeps the text of a value', () => {
    const node = parseJson('{"a": { "b" : 1 } }');
    expect(node.type === 'object' && node.members[0]?.value.text).toBe('{ "b" : 1 }');
  });

  it.each([
    ['', 'unexpected end of JSON input'],
    ['{"a"', 'unexpected end of JSON input'],
    ['["a', 'unexpected end of JSON input'],
    ['[tr', "invalid character ' ' in literal true (expecting 'u')"],
    ['["\\', "invalid character ' ' in string escape code"],
    ['[-', "invalid character ' ' in numeric literal"],
    ['{a}', "invalid character 'a' looking for beginning of object key string"],
    ['[1 2]', "invalid character '2' after array element"],
    ['{"a":1 "b"}', `invalid character '"' after object key:value pair`],
    ["{'a':1}", String.raw`invalid character '\'' looking for beginning of object key string`],
    ['é', "invalid character 'Ã' looking for beginning of value"],
    ['[] []', "invalid character '[' after top-level value"],
    ['[01]', "invalid character '1' after array element"],
  ])('complains of %j as Go does', (text, message) => {
    expect(() => parseJson(text)).toThrow(message);
  });

  it('bounds how deep it reads', () => {
    expect(() => parseJson('['.repeat(100_000))).toThrow('exceeded max depth');
  });
});

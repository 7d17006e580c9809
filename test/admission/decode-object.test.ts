import { describe, expect, it } from 'vitest';
import { decodeObject, peekType, type Scheme } from '../../src/admission/decode-object.ts';

const scheme: Scheme = {
  name: 'here:1',
  kinds: new Map([
    [
      'g/v1 K',
      {
        kind: 'struct',
        package: 'v1',
        name: 'K',
        fields: { apiVersion: { kind: 'string' }, kind: { kind: 'string' } },
      },
    ],
  ]),
  others: new Map([['v1 O', 'g.O']]),
};

describe('decodeObject', () => {
  it.each([
    ['YAML', 'apiVersion: g/v1\nkind: K\n'],
    ['JSON', '{"kind": "K", "apiVersion": "g/v1"}'],
  ])('reads %s', (_, text) => {
    expect(decodeObject(text, scheme)).toEqual({ apiVersion: 'g/v1', kind: 'K' });
  });

  it.each([
    ['apiVersion: g/v1\n', "Object 'Kind' is missing in 'apiVersion: g/v1\n'"],
    ['kind: K\n', "Object 'apiVersion' is missing in 'kind: K\n'"],
    ['{kind: K, apiVersion: g/v1}', "couldn't get version/kind; json parse error: invalid character 'k'"],
    ['kind: L\napiVersion: g/v1\n', 'no kind "L" is registered for version "g/v1" in scheme "here:1"'],
    ['kind: O\napiVersion: v1\n', 'unexpected type: *g.O'],
    ['kind: K\napiVersion: g/v1/x\n', 'unexpected GroupVersion string: g/v1/x'],
    [
      'kind: K\napiVersion: g/v1\nx: 1\nx: 2\n',
      'strict decoding error: yaml: unmarshal errors:\n  line 4: key "x" already set in map, unknown field "x"',
    ],
    ['kind: K\napiVersion: *x\n', "yaml: unknown anchor 'x' referenced"],
    ['kind: K\n\tapiVersion: x\n', 'yaml: line 2: '],
  ])('refuses %j', (text, message) => {
    expect(() => decodeObject(text, scheme)).toThrow(message);
  });
});

describe('peekType', () => {
  it.each([
    ['apiVersion: a/b\nkind: K\nx: 1\n', { apiVersion: 'a/b', kind: 'K' }],
    ['{"KIND": "K"}', { apiVersion: '', kind: 'K' }],
    ['# nothing', { apiVersion: '', kind: '' }],
    ['[', { apiVersion: '', kind: '' }],
  ])('%j', (text, expected) => {
    expect(peekType(text)).toEqual(expected);
  });
});

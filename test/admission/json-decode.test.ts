import { describe, expect, it } from 'vitest';
import { decodeStrictly, describeTypeError, type Shape } from '../../src/admission/json-decode.ts';
import { parseJson } from '../../src/admission/json-node.ts';

const text: Shape = { kind: 'string' };
const item: Shape = { kind: 'struct', package: 'v1', name: 'Item', fields: { name: text, raw: { kind: 'raw' } } };
const shape: Shape = {
  kind: 'struct',
  package: 'v1',
  name: 'Top',
  fields: { name: text, names: { kind: 'list', item: text }, items: { kind: 'list', item } },
};
const decode = (json: string) => decodeStrictly(parseJson(json), shape);

describe('decodeStrictly', () => {
  it.each([
    ['{}', {}],
    ['null', undefined],
    ['{"name":"a","names":["b",null]}', { name: 'a', names: ['b', undefined] }],
    [
      '{"items":[{"name":"a","raw":{ "x":1 }},{"raw":null}]}',
      { items: [{ name: 'a', raw: '{ "x":1 }' }, { raw: undefined }] },
    ],
  ])('reads %s', (json, value) => {
    expect(decode(json)).toEqual({ value, strictErrors: [] });
  });

  it.each([
    ['{"Name":"a"}', ['unknown field "Name"']],
    ['{"items":[{},{"x":{"y":1}}],"z":null}', ['unknown field "items[1].x"', 'unknown field "z"']],
    ['{"name":"a","name":"b","x":1,"x":2}', ['duplicate field "name"', 'unknown field "x"']],
    ['{"hasOwnProperty":1}', ['unknown field "hasOwnProperty"']],
  ])('complains of %s', (json, errors) => {
    expect(decode(json).strictErrors).toEqual(errors);
  });

  it.each([
    ['{"name":1}', 'number into Go struct field Top.name of type string'],
    ['{"names":"a"}', 'string into Go struct field Top.names of type []string'],
    ['{"names":[true]}', 'bool into Go struct field Top.names of type string'],
    ['{"items":{}}', 'object into Go struct field Top.items of type []v1.Item'],
    ['{"items":[[]]}', 'array into Go struct field Top.items of type v1.Item'],
    ['{"items":[{"name":{}}],"name":1}', 'object into Go struct field Item.items.name of type string'],
    ['[]', 'array into Go value of type v1.Top'],
  ])('refuses %s, the first wrong type', (json, message) => {
    expect(() => decode(json)).toThrow(`json: cannot unmarshal ${message}`);
  });
});

it('describeTypeError names a field without a struct as Go does', () => {
  expect(describeTypeError('bool', 'string', { fields: ['kind'], owner: '' })).toBe(
    'json: cannot unmarshal bool into Go struct field .kind of type string',
  );
});

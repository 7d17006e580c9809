import { describe, expect, it } from 'vitest';
import { VariableError } from '../../../../../src/kyverno/variables/errors.ts';
import { evaluate } from './evaluate.ts';

describe('functions on lists and maps', () => {
  it.each<[string, unknown]>([
    [
      'items(`{"b": 1, "a": 2}`, \'k\', \'v\')',
      [
        { k: 'a', v: 2 },
        { k: 'b', v: 1 },
      ],
    ],
    ["items(`[\"x\"]`, 'k', 'v')", [{ k: 0, v: 'x' }]],
    ['label_match(`{"a": "1"}`, `{"a": "1", "b": "2"}`)', true],
    ['label_match(`{"a": "1"}`, `{"a": 1}`)', false],
    ['label_match(`{"a": null}`, `{}`)', false],
    ['lookup(`{"a": 1}`, \'a\')', 1],
    ['lookup(`{"a": 1}`, \'b\')', null],
    ['lookup(`[1, 2]`, `1`)', 2],
    ['lookup(`[1, 2]`, `-1`)', null],
    ['object_from_lists(`["a", 1, true]`, `[1, 2]`)', { a: 1, 1: 2, true: null }],
    ['parse_json(\'{"a": [1]}\').a', [1]],
    ["parse_yaml('a: [1, yes]').a", [1, true]],
    ["parse_yaml('')", null],
  ])('%s', (expression, expected) => {
    expect(evaluate(expression)).toEqual(expected);
  });

  it.each([
    ['lookup(`{}`, `1`)', "JMESPath function 'lookup': argument #2 is not of type String"],
    ["lookup(`[]`, '1')", "JMESPath function 'lookup': argument #2 is not of type Number"],
    ['lookup(`[]`, `0.5`)', "JMESPath function 'lookup': argument #2: expected an integer number but got: 0.5"],
    [
      'object_from_lists(`[null]`, `[]`)',
      "JMESPath function 'object_from_lists': argument #1 is not of type StringArray",
    ],
    ["parse_json('{')", 'invalid JSON'],
  ])('%s fails', (expression, message) => {
    expect(() => evaluate(expression)).toThrow(new VariableError(message));
  });

  it('do not read YAML that is none', () => {
    expect(() => evaluate("parse_yaml('a: [')")).toThrow(/^error converting YAML to JSON: yaml: /);
  });
});

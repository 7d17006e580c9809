import { describe, expect, it } from 'vitest';
import { createEnvironment } from '../../src/cel/environment.ts';
import { toJson } from '../../src/cel/to-json.ts';

const environment = createEnvironment({ variables: ['object'], kyverno: true, objectTypes: true });
const json = (expression: string): unknown =>
  toJson(environment.compile(expression).run({ object: { a: { b: [1] } } }));

describe('results as JSON', () => {
  it.each<[string, unknown]>([
    ['object.a', { b: [1] }],
    ['1.0', 1],
    ['2u', 2],
    ['null', null],
    ['9007199254740993', 9007199254740992],
    ['{"a": [1.5, 2.0], "b": {"c": true}}', undefined],
    ['{"a": optional.of({"b": 1})}', { a: { b: 1 } }],
    ['{1: "a", true: "b"}', undefined],
    ['b"abc"', 'YWJj'],
    ['timestamp("2024-01-01T00:00:00Z")', '2024-01-01T00:00:00Z'],
    ['duration("90s")', '90s'],
    [
      'Object{metadata: Object.metadata{labels: {"a": "b"}, ?name: object.?nope}}',
      { metadata: { labels: { a: 'b' } } },
    ],
    ['[JSONPatch{op: "add", path: "/a", value: Object.spec{b: [1]}}]', [{ op: 'add', path: '/a', value: { b: [1] } }]],
  ])('%s', (expression, expected) => {
    if (expected === undefined) expect(() => json(expression)).toThrow('expected type');
    else expect(json(expression)).toEqual(expected);
  });

  it('keep keys that JavaScript gives a meaning', () => {
    expect(JSON.stringify(json('{"__proto__": 1}'))).toBe('{"__proto__":1}');
  });

  it.each(['1.0 / 0.0', 'quantity("1")', 'type(1)', 'optional.none()'])('%s is none', (expression) => {
    expect(() => json(expression)).toThrow();
  });
});

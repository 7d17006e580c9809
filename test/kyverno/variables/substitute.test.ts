import { describe, expect, it } from 'vitest';
import { VariableContext } from '../../../src/kyverno/variables/context.ts';
import { NotEvaluatedError, UnknownKeyError, VariableError } from '../../../src/kyverno/variables/errors.ts';
import { hasVariables, substitute } from '../../../src/kyverno/variables/substitute.ts';

const CONTEXT = VariableContext.of({
  name: 'n',
  field: 'name',
  number: 5,
  small: 1e-7,
  list: [1, '<'],
  map: { key: '{{ name }}' },
  nothing: null,
  braces: '{{ name }}',
  request: { operation: 'CREATE', object: { spec: { replicas: 3 }, metadata: { name: 'pod' } } },
});

describe('substitute', () => {
  it.each<[unknown, unknown]>([
    ['{{ name }}', 'n'],
    ['a {{name}} b {{ number }}', 'a n b 5'],
    ['{{number}}', 5],
    ['{{nothing}}', null],
    ['{{list}}', [1, '<']],
    ['x{{list}}', 'x[1,"\\u003c"]'],
    ['x{{small}}', 'x1e-07'],
    ['x{{nothing}}', 'xnull'],
    ['{{name}}{{name}}{{name}}', 'nnn'],
    ['{{ {{field}} }}', 'n'],
    ["{{ map.{{ 'key' }} }}", '{{ name }}'],
    ['x{{braces}}', 'xn'],
    ['x{{- braces}}', 'x{{ name }}'],
    ['{{map}}', { key: 'n' }],
    ['\\{{ name }}', '{{ name }}'],
    ['\\{{ name }} {{ name }}', '{{ name }} n'],
    ['{{ {a: name} }}', { a: 'n' }],
    [
      { a: ['{{name}}', 1, true, null], '{{name}}': '{{number}}' },
      { a: ['n', 1, true, null], n: 5 },
    ],
    [{ '{{nothing}}': 1 }, { '{{nothing}}': 1 }],
    [7, 7],
    [null, null],
  ])('%j', (value, expected) => {
    expect(substitute(value, CONTEXT)).toEqual(expected);
  });

  it('returns what has no variables as it is', () => {
    const value = { a: ['b', { c: 1 }] };
    expect(substitute(value, CONTEXT)).toBe(value);
    const half = { a: { b: 1 }, c: '{{name}}' };
    expect((substitute(half, CONTEXT) as typeof half).a).toBe(half.a);
    expect(half.c).toBe('{{name}}');
  });

  it.each<[unknown, string]>([
    ['{{ x }}', 'failed to resolve x at path : JMESPath query failed: Unknown key "x" in path'],
    [
      { a: [{ 'b/c': '-{{ x.y }}' }] },
      'failed to resolve x.y at path /a/0/b\\/c: JMESPath query failed: Unknown key "x" in path',
    ],
    ['{{}}', 'failed to resolve  at path : invalid query (nil)'],
    [{ '{{list}}': 1 }, 'expected string after substituting variables in key "{{list}}"'],
    [
      'é{{name}}',
      "failed to resolve \ufffdname at path : incorrect query \ufffdname: SyntaxError: Unknown char: '\\ufffd'",
    ],
    ['x{{-list}}', '{{- … }} brings something else than a text'],
  ])('%j fails', (value, message) => {
    expect(() => substitute(value, CONTEXT)).toThrow(message);
  });

  it('tells a name that does not exist from other errors', () => {
    expect(() => substitute('{{x}}', CONTEXT)).toThrow(UnknownKeyError);
    expect(() => substitute('{{length(number)}}', CONTEXT)).not.toThrow(UnknownKeyError);
    expect(() => substitute('{{length(number)}}', CONTEXT)).toThrow(VariableError);
    expect(() => substitute('{{random(name)}}', CONTEXT)).toThrow(NotEvaluatedError);
  });

  it('reads the old object when something is deleted', () => {
    const context = VariableContext.of({ request: { operation: 'DELETE', oldObject: { a: 1 } } });
    expect(substitute('{{ request.object.a }}', context)).toBe(1);
  });

  it('takes the place in the object for @', () => {
    const pattern = { spec: { replicas: '>{{@}}' } };
    expect(substitute(pattern, CONTEXT, '/mutate/patchStrategicMerge')).toEqual({ spec: { replicas: '>3' } });
    expect(substitute({ metadata: { name: { name: '{{@}}' } } }, CONTEXT.with('target', { name: 't' }))).toEqual({
      metadata: { name: { name: 't' } },
    });
  });

  it.each([
    ['{{a}}x', { a: '{{a}}' }],
    ['{{a}}x', { a: '{{a}}{{a}}' }],
    ['{{a}}', { a: ['{{a}}'] }],
    ['{{a}}', { a: { b: ['{{a}}', '{{a}}'] } }],
  ])('gives up %s in %j', (value, data) => {
    expect(() => substitute(value, VariableContext.of(data))).toThrow(NotEvaluatedError);
  });

  it('gives up what needs too much in many small steps', () => {
    const list = Array.from({ length: 20_000 }, (_, index) => index);
    const document = Array.from({ length: 500 }, () => '{{ sum(list[*].to_string(@).length(@)) }}');
    expect(() => substitute(document, VariableContext.of({ list }))).toThrow(NotEvaluatedError);
  });
});

describe('hasVariables', () => {
  it.each<[unknown, boolean]>([
    ['a', false],
    ['{{a}}', true],
    ['\\{{a}}', true],
    ['$(a)', true],
    [{ a: [{ b: 'x{{c}}' }] }, true],
    [{ '{{a}}': 1 }, true],
    [{ a: [1, null, true] }, false],
    [null, false],
  ])('%j: %s', (value, expected) => {
    expect(hasVariables(value)).toBe(expected);
  });
});

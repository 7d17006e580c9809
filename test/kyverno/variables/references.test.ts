import { describe, expect, it } from 'vitest';
import { VariableContext } from '../../../src/kyverno/variables/context.ts';
import { NotEvaluatedError, VariableError } from '../../../src/kyverno/variables/errors.ts';
import { substitute } from '../../../src/kyverno/variables/substitute.ts';

const CONTEXT = VariableContext.of({ v: 'w' });

describe('references within a document', () => {
  it.each<[unknown, unknown]>([
    [
      { a: 'x', b: '$(../a)' },
      { a: 'x', b: 'x' },
    ],
    [
      { a: 'x', b: '-$(./../a)-' },
      { a: 'x', b: '-x-' },
    ],
    [
      { a: { b: 'x' }, c: ['$(/a/b)'] },
      { a: { b: 'x' }, c: ['x'] },
    ],
    [
      { '(a)': 'x', '=(b)': { c: '$(../../a)' } },
      { '(a)': 'x', '=(b)': { c: 'x' } },
    ],
    [
      { a: '5', b: '$(>=../a)' },
      { a: '5', b: '>=5' },
    ],
    [
      { a: 5, b: '$(>../a)' },
      { a: 5, b: '>5' },
    ],
    [
      { a: 1.5, b: '$(<../a)' },
      { a: 1.5, b: '<1.500000' },
    ],
    [
      { a: '{{v}}', b: '$(../a)' },
      { a: 'w', b: 'w' },
    ],
    [
      { a: 'x', b: '\\$(../a)' },
      { a: 'x', b: '$(../a)' },
    ],
    [{ l: ['x', '$(../0)'] }, { l: ['x', 'x'] }],
    [
      { 'a/b': 'x', c: '$(/a\\/b)' },
      { 'a/b': 'x', c: 'x' },
    ],
  ])('%j', (value, expected) => {
    expect(substitute(value, CONTEXT)).toEqual(expected);
  });

  it.each<[unknown, string]>([
    [{ b: '$(../a)' }, 'got nil resolved variable $(../a) at path /b: <nil>'],
    [{ a: {}, b: '$(../a)' }, 'got nil resolved variable $(../a) at path /b: <nil>'],
    [{ a: 5, b: '$(../a)' }, 'NotResolvedReferenceErr,reference $(../a) not resolved at path /b'],
    [
      { a: true, b: '$(>../a)' },
      'failed to resolve $(>../a) at path /b: incorrect expression: operator > does not match with value true',
    ],
    ['$($)', 'failed to resolve $($) at path : expected path, found empty reference'],
  ])('%j fails', (value, message) => {
    expect(() => substitute(value, CONTEXT)).toThrow(new VariableError(message));
  });

  it('are bounded', () => {
    const document = { a: 'x'.repeat(1000), b: '$(../a) '.repeat(100_000) };
    expect(() => substitute(document, CONTEXT)).toThrow(NotEvaluatedError);
  });
});

import { describe, expect, it } from 'vitest';
import { findConditionProblems } from '../../../src/kyverno/conditions/problems.ts';

const PATH = 'spec.rules[0].preconditions';
const FINE = { key: 'a', operator: 'Equals', value: '' };
const MISSING = 'entered value of `key`, `value` or `operator` is missing or misspelled';
const VALUES =
  "unknown value 'PATCH' found under the 'value' field. Only the following values are allowed: [CREATE, UPDATE, DELETE, CONNECT]";

function operation(value: unknown): unknown {
  return [{ key: '{{ request.operation }}', operator: 'In', value }];
}

describe('findConditionProblems', () => {
  it.each<[unknown]>([
    [undefined],
    [null],
    [[]],
    [{}],
    [[FINE]],
    [{ any: [FINE], all: [{ ...FINE, message: 'm' }] }],
    [operation('DELETE')],
    [operation(['CREATE', 'UPDATE'])],
    [operation('{{ x }}')],
    [[{ key: "{{ request.operation || 'BACKGROUND' }}", operator: 'NotEquals', value: 'x' }]],
  ])('finds none in %j', (conditions) => {
    expect(findConditionProblems(conditions, PATH)).toEqual([]);
  });

  it.each<[unknown, readonly (readonly [string, string])[]]>([
    ['x', [['', 'must be a map with any and all, or a list of conditions']]],
    [{ any: 'x' }, [['.any', 'must be a list of conditions']]],
    [['x'], [['[0]', 'must be a condition with key, operator and value']]],
    [
      { all: [FINE, { key: 'a', operator: '' }] },
      [
        ['.all[1].operator', MISSING],
        ['.all[1].value', MISSING],
      ],
    ],
    [
      [{ operator: 'Equals', value: 1, message: 5 }],
      [
        ['[0].message', 'must be a string'],
        ['[0].key', MISSING],
      ],
    ],
    [operation('PATCH'), [['[0].value', VALUES]]],
    [
      operation(['CREATE', 'PATCH', 1]),
      [
        ['[0].value[1]', VALUES],
        ['[0].value[2]', 'The provided values are expected to be strings'],
      ],
    ],
    [operation(5), [['[0].value', 'must be a string or a list of strings']]],
  ])('in %j', (conditions, problems) => {
    expect(findConditionProblems(conditions, PATH)).toEqual(
      problems.map(([path, message]) => ({ path: `${PATH}${path}`, message })),
    );
  });

  it.each(['equals', 'Is', 5])('lists what is allowed instead of %s', (operator) => {
    const [problem] = findConditionProblems({ any: [{ ...FINE, operator }] }, PATH);
    expect(problem?.path).toBe(`${PATH}.any[0].operator`);
    expect(problem?.message).toMatch(
      /^entered value of `operator` is invalid\. valid values: \["AllIn" "AllNotIn" "AnyIn" .*"NotIn"\]$/,
    );
  });
});

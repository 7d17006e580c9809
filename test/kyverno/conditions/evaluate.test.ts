import { describe, expect, it } from 'vitest';
import { evaluateConditions } from '../../../src/kyverno/conditions/evaluate.ts';
import { VariableContext } from '../../../src/kyverno/variables/context.ts';
import { NotEvaluatedError, UnknownKeyError, VariableError } from '../../../src/kyverno/variables/errors.ts';

const CONTEXT = VariableContext.of({ request: { operation: 'CREATE' }, a: 'x' });

const yes = (message?: string) => ({ key: 'a', operator: 'Equals', value: 'a', message });
const no = (message?: string) => ({ key: 'a', operator: 'Equals', value: 'b', message });
const broken = { key: '{{ nothing }}', operator: 'Equals', value: 'b' };

describe('evaluateConditions', () => {
  it.each<[unknown, boolean, readonly string[]]>([
    [undefined, true, []],
    [null, true, []],
    [{}, true, []],
    [[], true, []],
    [{ all: [] }, true, []],
    [{ any: [] }, false, []],
    [{ any: [no('1'), yes('2'), yes('3')] }, true, ['2']],
    [{ any: [no('1'), no(), no('3')] }, false, ['1', '3']],
    [{ all: [yes('1'), yes(), yes('3')] }, true, ['1', '3']],
    [{ all: [yes('1'), no('2'), no('3')] }, false, ['2']],
    [{ any: [yes('1')], all: [yes('2')] }, true, ['1', '2']],
    [{ any: [no('1')], all: [yes('2')] }, false, ['1']],
    [{ any: [no('1')], all: [no('2')] }, false, ['1', '2']],
    [{ any: [no('0'), yes('1')], all: [no('2')] }, false, ['0', '2']],
    [[yes('1'), yes('2')], true, ['1;2']],
    [[yes('1'), no('2'), no('3')], false, ['2']],
    [[yes('1')], true, ['1']],
  ])('%#', (conditions, holds, messages) => {
    expect(evaluateConditions(conditions, CONTEXT)).toEqual({ holds, messages });
  });

  it('asks no more than it has to', () => {
    expect(evaluateConditions({ any: [yes(), broken] }, CONTEXT).holds).toBe(true);
    expect(evaluateConditions({ all: [no(), broken] }, CONTEXT).holds).toBe(false);
    expect(evaluateConditions([no(), broken], CONTEXT).holds).toBe(false);
  });

  it('fills in variables on both sides, each time', () => {
    const conditions = [{ key: '{{ a }}', operator: 'Equals', value: '{{ b }}' }];
    expect(evaluateConditions(conditions, CONTEXT.with('b', 'x')).holds).toBe(true);
    expect(evaluateConditions(conditions, CONTEXT.with('b', 'y')).holds).toBe(false);
  });

  it.each<[unknown, string]>([
    [
      [broken],
      'failed to substitute variables in condition key: failed to resolve nothing at path : JMESPath query failed: Unknown key "nothing" in path',
    ],
    [
      [{ key: 'a', operator: 'Equals', value: ['{{ nothing }}'] }],
      'failed to substitute variables in condition value: failed to resolve nothing at path /0: JMESPath query failed: Unknown key "nothing" in path',
    ],
  ])('%j names an unknown key', (conditions, message) => {
    expect(() => evaluateConditions(conditions, CONTEXT)).toThrow(new UnknownKeyError(message));
  });

  it('is no answer when a side cannot be known', () => {
    const conditions = [{ key: '{{ time_now_utc() }}', operator: 'GreaterThan', value: '' }];
    expect(() => evaluateConditions(conditions, CONTEXT)).toThrow(NotEvaluatedError);
  });

  it('finds operators whatever their case, but comparisons are then false', () => {
    expect(evaluateConditions([{ key: 'a', operator: 'EQUALS', value: 'a' }], CONTEXT).holds).toBe(true);
    expect(evaluateConditions([{ key: 2, operator: 'GreaterThan', value: 1 }], CONTEXT).holds).toBe(true);
    expect(evaluateConditions([{ key: 2, operator: 'greaterthan', value: 1 }], CONTEXT).holds).toBe(false);
  });

  it.each<[unknown, string]>([
    [[{ key: 'a', operator: 'Is', value: 'a' }], 'failed to create handler for condition operator: %!w(<nil>)'],
    ['x', 'failed to unmarshal Conditions'],
    [{ any: 'x' }, 'failed to unmarshal Conditions'],
    [['x'], 'failed to unmarshal Conditions'],
  ])('%j are no conditions', (conditions, message) => {
    expect(() => evaluateConditions(conditions, CONTEXT)).toThrow(new VariableError(message));
  });
});

import { describe, expect, it } from 'vitest';
import { VariableContext } from '../../../src/kyverno/variables/context.ts';
import { NotEvaluatedError, UnknownKeyError, VariableError } from '../../../src/kyverno/variables/errors.ts';

const CONTEXT = VariableContext.of({ request: { object: { kind: 'Pod' }, operation: 'CREATE' }, list: [1, 2] });

describe('VariableContext', () => {
  it('answers expressions', () => {
    expect(CONTEXT.query(' request.object.kind ')).toBe('Pod');
    expect(CONTEXT.query('length(list)')).toBe(2);
    expect(CONTEXT.operation).toBe('CREATE');
    expect(VariableContext.of({}).operation).toBe('');
  });

  it.each([
    ['request.nothing', UnknownKeyError, 'JMESPath query failed: Unknown key "nothing" in path'],
    ['length(`1`)', VariableError, /^JMESPath query failed: Invalid type for: 1/],
    ['a +', VariableError, "incorrect query a +: SyntaxError: Unknown char: '+'"],
    [' ', VariableError, 'invalid query (nil)'],
    ['time_now()', NotEvaluatedError, /^JMESPath query failed: JMESPath function 'time_now' is not supported/],
  ])('says why %j has no value', (expression, type, message) => {
    expect(() => CONTEXT.query(expression)).toThrow(type);
    expect(() => CONTEXT.query(expression)).toThrow(message);
  });

  it('is not changed by what is added', () => {
    const extended = CONTEXT.with('element', { name: 'a' }).with('request', 1);
    expect(extended.query('element.name')).toBe('a');
    expect(extended.query('request')).toBe(1);
    expect(() => CONTEXT.query('element')).toThrow(UnknownKeyError);
    expect(CONTEXT.query('request.object.kind')).toBe('Pod');
  });

  it('takes values by dotted name', () => {
    const extended = CONTEXT.withPath('request.operation', 'UPDATE').withPath('dictionary.data.env', 'prod');
    expect(extended.operation).toBe('UPDATE');
    expect(extended.query('request.object.kind')).toBe('Pod');
    expect(extended.query('dictionary')).toEqual({ data: { env: 'prod' } });
    expect(() => CONTEXT.withPath('a"b', 1)).toThrow(VariableError);
  });
});

describe('lazy values', () => {
  it('are made once, when an expression mentions them', () => {
    let count = 0;
    const context = CONTEXT.withLazy('images', () => ({ made: ++count }));
    const child = context.with('other', 1);
    expect(child.query('request.object.kind')).toBe('Pod');
    expect(count).toBe(0);
    expect(child.query('images.made')).toBe(1);
    expect(context.query('images.made')).toBe(1);
    expect(count).toBe(1);
  });

  it('fail for every expression that mentions them, and for no other', () => {
    const context = CONTEXT.withLazy('broken', () => {
      throw new VariableError('is broken');
    });
    expect(() => context.query("request.broken || 'broken'")).toThrow(new VariableError('is broken'));
    expect(() => context.query('broken')).toThrow(new VariableError('is broken'));
    expect(context.query('request.operation')).toBe('CREATE');
    expect(context.with('broken', 1).query('broken')).toBe(1);
  });

  it('are merged with values that are given', () => {
    const context = CONTEXT.withLazy('images', () => ({ a: 1, b: 1 })).withPath('images.b', 2);
    expect(context.query('images')).toEqual({ a: 1, b: 2 });
  });
});

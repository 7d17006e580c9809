import { describe, expect, it } from 'vitest';
import { VariableContext } from '../../../src/kyverno/variables/context.ts';
import { loadContextEntries } from '../../../src/kyverno/variables/context-entries.ts';
import { NotEvaluatedError, VariableError } from '../../../src/kyverno/variables/errors.ts';

const CONTEXT = VariableContext.of({ request: { object: { labels: { app: 'x' } } }, outer: 'o' });

function load(entries: readonly unknown[], context = CONTEXT): VariableContext {
  const outcome = loadContextEntries(entries, context, {});
  if ('unsupported' in outcome) throw new Error(outcome.unsupported);
  return outcome.context;
}

function variable(variable: Readonly<Record<string, unknown>>, name = 'v'): unknown {
  return { name, variable };
}

describe('variables of a context', () => {
  it.each<[Readonly<Record<string, unknown>>, unknown]>([
    [{ value: 5 }, 5],
    [{ value: { a: '{{ outer }}' } }, { a: 'o' }],
    [{ value: { a: [1, 2] }, jmesPath: 'length(a)' }, 2],
    [{ jmesPath: 'request.object.labels.app' }, 'x'],
    [{ jmesPath: "request.object.{{ 'labels' }}.app" }, 'x'],
    [{ jmesPath: 'request.object.nothing', default: 'd' }, 'd'],
    [{ jmesPath: 'request.object.nothing.at.all', default: '{{ outer }}' }, 'o'],
    [{ jmesPath: 'request.object.nothing || `null`', default: 'd' }, 'd'],
    [{ value: { a: 1 }, jmesPath: 'b', default: 'd' }, 'd'],
    [{ value: { a: 1 }, jmesPath: 'length(', default: 'd' }, 'd'],
    [{ default: 'd' }, 'd'],
    [{ value: false }, false],
  ])('%j', (definition, expected) => {
    expect(load([variable(definition)]).query('v')).toEqual(expected);
  });

  it.each<[Readonly<Record<string, unknown>>, string]>([
    [{}, 'failed to add context entry for variable v since it evaluated to nil'],
    [
      { value: { a: null }, jmesPath: 'a', default: 'd' },
      'failed to add context entry for variable v since it evaluated to nil',
    ],
    [{ value: { a: 1 }, jmesPath: 'b' }, 'failed to apply jmespath b to variable <nil>: Unknown key "b" in path'],
    [{ jmesPath: 'b' }, 'failed to apply jmespath b to variable <nil>: JMESPath query failed: Unknown key "b" in path'],
    [
      { value: '{{ nothing }}' },
      'failed to substitute variables in context entry v {{ nothing }}: failed to resolve nothing at path : JMESPath query failed: Unknown key "nothing" in path',
    ],
    [
      { value: 1, default: '{{ nothing }}' },
      'failed to substitute variables in context entry v {{ nothing }}: failed to resolve nothing at path : JMESPath query failed: Unknown key "nothing" in path',
    ],
    [{ jmesPath: '{{ `1` }}' }, 'jmespath value must be a string v {{ `1` }}: <nil>'],
  ])('%j fails when it is mentioned', (definition, message) => {
    const context = load([variable(definition)]);
    expect(context.query('outer')).toBe('o');
    expect(() => context.query('v')).toThrow(message);
  });

  it('never take a default for what cannot be known', () => {
    const context = load([variable({ jmesPath: 'time_now()', default: 'd' })]);
    expect(() => context.query('v')).toThrow(NotEvaluatedError);
  });

  it('refer to entries before them only', () => {
    const context = load([
      variable({ value: '{{ outer }}1' }, 'a'),
      variable({ value: '{{ a }}2' }, 'b'),
      variable({ jmesPath: "c || 'none'" }, 'c'),
      variable({ jmesPath: 'd' }, 'd'),
    ]);
    expect(context.query('b')).toBe('o12');
    expect(context.query('c')).toBe('none');
    expect(() => context.query('d')).toThrow(VariableError);
  });

  it('hide what has the same name', () => {
    expect(load([variable({ jmesPath: 'outer' }, 'outer')]).query('outer')).toBe('o');
    expect(load([variable({ value: 'mine' }, 'outer')]).query('outer')).toBe('mine');
  });
});

describe('entries from outside', () => {
  it.each(['configMap', 'apiCall', 'globalReference', 'imageRegistry'])('of %s have to be given', (source) => {
    const entries = [{ name: 'dictionary', [source]: { name: 'x' } }, variable({ value: 1 })];
    expect(loadContextEntries(entries, CONTEXT, { 'dictionaryx.data': 1 })).toEqual({ unsupported: source });
    const context = CONTEXT.withPath('dictionary.data.env', 'prod');
    const outcome = loadContextEntries(entries, context, { 'dictionary.data.env': 'prod' });
    expect('context' in outcome && outcome.context.query('dictionary.data.env')).toBe('prod');
    expect('context' in outcome && outcome.context.query('v')).toBe(1);
    expect('context' in loadContextEntries(entries, context, { dictionary: {} })).toBe(true);
  });

  it.each([{ name: 'v' }, 'v', null, { name: 'v', variable: 1 }])('that are none are errors: %j', (entry) => {
    expect(() => loadContextEntries([entry], CONTEXT, {})).toThrow(VariableError);
  });
});

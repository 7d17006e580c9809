import { describe, expect, it } from 'vitest';
import { compileLabelSelector, findSelectorProblem } from '../../../src/kyverno/match/label-selector.ts';
import type { LabelSelector } from '../../../src/kyverno/read/rule.ts';

const LABELS = { app: 'web', 'example.com/tier': 'front', empty: '' };

const expression = (key: string, operator: string, values?: string[]): LabelSelector => ({
  matchExpressions: [{ key, operator, ...(values && { values }) }],
});

describe('compileLabelSelector', () => {
  it.each<[name: string, selector: LabelSelector, matches: boolean]>([
    ['nothing', {}, true],
    ['an equal pair', { matchLabels: { app: 'web' } }, true],
    ['another value', { matchLabels: { app: 'db' } }, false],
    ['another key', { matchLabels: { tier: 'front' } }, false],
    ['one of two pairs', { matchLabels: { app: 'web', env: 'prod' } }, false],
    ['a wildcard in the value', { matchLabels: { app: 'w*' } }, true],
    ['a wildcard in the key', { matchLabels: { 'example.com/*': 'front' } }, true],
    ['wildcards that fit different pairs', { matchLabels: { 'example.com/*': 'web' } }, false],
    ['anything', { matchLabels: { '*': '*' } }, true],
    ['an empty value', { matchLabels: { empty: '' } }, true],
    ['In', expression('app', 'In', ['db', 'web']), true],
    ['In of a missing key', expression('env', 'In', ['web']), false],
    ['NotIn', expression('app', 'NotIn', ['web']), false],
    ['NotIn of a missing key', expression('env', 'NotIn', ['web']), true],
    ['Exists', expression('app', 'Exists'), true],
    ['DoesNotExist', expression('app', 'DoesNotExist'), false],
    ['DoesNotExist of a missing key', expression('env', 'DoesNotExist'), true],
    ['a pair and an expression', { matchLabels: { app: 'web' }, ...expression('env', 'Exists') }, false],
    // What Kubernetes does not take matches nothing, not everything.
    ['an unknown operator', expression('app', 'Like', ['web']), false],
    ['NotIn without values', expression('app', 'NotIn', []), false],
    ['Exists with values', expression('app', 'Exists', ['web']), false],
    ['a bad key', expression('-app', 'DoesNotExist'), false],
    ['a bad value', expression('app', 'NotIn', ['a b']), false],
  ])('%s', (_name, selector, matches) => {
    expect(compileLabelSelector(selector)(LABELS)).toBe(matches);
  });

  it('matches nothing with "*" where there are no labels', () => {
    expect(compileLabelSelector({ matchLabels: { '*': '*' } })({})).toBe(false);
  });

  it('does not take inherited keys for labels', () => {
    expect(compileLabelSelector(expression('constructor', 'Exists'))({})).toBe(false);
  });
});

describe('findSelectorProblem', () => {
  it.each<[selector: LabelSelector, problem: string | undefined]>([
    [{ matchLabels: { app: 'web' } }, undefined],
    [{ matchLabels: { 'a*': '?' } }, undefined],
    [{ matchLabels: { 'a b': 'web' } }, '"a b" is no label key'],
    [{ matchLabels: { app: '-' } }, '"-" is no label value'],
    [{ matchLabels: { 'Example.com/app': 'web' } }, '"Example.com/app" is no label key'],
    [expression('app', 'In'), 'values are required for the operator In'],
    [expression('app', 'Exists', ['x']), 'values must be empty for the operator Exists'],
    [expression('app', 'in', ['x']), '"in" is not a valid label selector operator'],
  ])('%j', (selector, problem) => {
    expect(findSelectorProblem(selector)).toBe(problem);
  });
});

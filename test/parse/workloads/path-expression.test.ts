import { describe, expect, it } from 'vitest';
import { formatPath } from '../../../src/model/field-path.ts';
import { matchPath, pathExpressionError } from '../../../src/parse/workloads/path-expression.ts';

describe('pathExpressionError', () => {
  it.each([
    'spec',
    'spec.template',
    'spec.tasks[*].template',
    'spec.lists[*][*].template',
    'spec.*.template',
    'spec.*[*].template',
    '*',
    '_a.b-c.D9',
  ])('finds nothing wrong with %s', (expression) => {
    expect(pathExpressionError(expression)).toBeUndefined();
  });

  it.each<[expression: string, step: string]>([
    ['', ''],
    ['spec.', ''],
    ['.spec', ''],
    ['spec..template', ''],
    ['spec.tasks[0].template', 'tasks[0]'],
    ['spec.tasks[].template', 'tasks[]'],
    ['spec.[*].template', '[*]'],
    ['spec.tasks[*', 'tasks[*'],
    ['spec.tasks[*]x', 'tasks[*]x'],
    ['spec/template', 'spec/template'],
    ['$.spec', '$'],
    ['spec.**', '**'],
    ['spec. template', ' template'],
    ['spec.9a', '9a'],
    ['spec.-a', '-a'],
    ["spec['a.b']", "spec['a"],
    ['spec.tasks[*].template\n', 'template\n'],
  ])('names the wrong step of %j', (expression, step) => {
    expect(pathExpressionError(expression)).toBe(`"${step}" is none of a field name, a field name with [*], or *`);
  });
});

describe('matchPath', () => {
  const root = {
    spec: {
      template: { a: 1 },
      text: 'x',
      zero: 0,
      no: false,
      nothing: null,
      empty: [],
      tasks: [{ template: 't0' }, null, { template: null }, 'text', { template: 't4' }],
      lists: [[{ x: 1 }], [], [{ x: 2 }, { x: 3 }]],
      groups: { master: { template: 'm' }, worker: { template: 'w' }, none: null, odd: 5 },
      many: { a: [{ y: 1 }], b: [{ y: 2 }], c: { y: 3 } },
    },
  };

  it.each<[expression: string, matches: Record<string, unknown>]>([
    ['spec.template', { 'spec.template': { a: 1 } }],
    ['spec.template.a', { 'spec.template.a': 1 }],
    ['spec.text', { 'spec.text': 'x' }],
    ['spec.zero', { 'spec.zero': 0 }],
    ['spec.no', { 'spec.no': false }],
    ['spec.nothing', {}],
    ['spec.missing', {}],
    ['spec.missing.template', {}],
    ['spec.text.length', {}],
    ['spec.empty', { 'spec.empty': [] }],
    ['spec.empty[*]', {}],
    ['spec.empty.length', {}],
    ['spec.template[*]', {}],
    ['spec.tasks[*].template', { 'spec.tasks[0].template': 't0', 'spec.tasks[4].template': 't4' }],
    ['spec.tasks.template', {}],
    ['spec.lists[*][*].x', { 'spec.lists[0][0].x': 1, 'spec.lists[2][0].x': 2, 'spec.lists[2][1].x': 3 }],
    ['spec.groups.*.template', { 'spec.groups.master.template': 'm', 'spec.groups.worker.template': 'w' }],
    [
      'spec.groups.*',
      { 'spec.groups.master': { template: 'm' }, 'spec.groups.worker': { template: 'w' }, 'spec.groups.odd': 5 },
    ],
    ['spec.many.*[*].y', { 'spec.many.a[0].y': 1, 'spec.many.b[0].y': 2 }],
    ['spec.tasks.*', {}],
    ['constructor', {}],
    ['spec.__proto__', {}],
    ['spec.toString', {}],
  ])('%s', (expression, matches) => {
    const found = matchPath(root, expression).found.map(({ path, value }) => [formatPath(path), value]);
    expect(Object.fromEntries(found)).toEqual(matches);
  });

  it.each([null, undefined, 'text', 5, true, []])('finds nothing in %j', (value) => {
    expect(matchPath(value, 'spec.template').found).toEqual([]);
    expect(matchPath(value, '*').found).toEqual([]);
  });

  it('keeps the order of the object', () => {
    expect(matchPath({ b: 1, a: 2, c: 3 }, '*').found.map(({ path }) => path)).toEqual([['b'], ['a'], ['c']]);
  });
});

import { describe, expect, it } from 'vitest';
import { rewriteExpression, rewriteMutatingPolicy } from '../../../../src/kyverno/cel-policies/mutate/auto-gen.ts';

describe('rewriteExpression', () => {
  it.each<[expression: string, rewritten: string]>([
    ['object.spec.containers', 'object.spec.template.spec.containers'],
    ['has(oldObject.spec)', 'has(oldObject.spec.template.spec)'],
    ['object.metadata.labels.a', 'object.spec.template.metadata.labels.a'],
    ['object.metadata.annotations', 'object.spec.template.metadata.annotations'],
    ['object.metadata.name', 'object.metadata.name'],
    ['myobject.spec', 'myobject.spec'],
    [
      'Object{spec: Object.spec{hostNetwork: false}}',
      'Object{spec: Object.spec{template: Object.spec.template{spec: Object.spec.template.spec{hostNetwork: false}}}}',
    ],
    [
      ' Object {metadata: Object.metadata{labels: {"a": "}"}}}.x ',
      'Object{spec: Object.spec{template: Object.spec.template{metadata: Object.metadata{labels: {"a": "}"}}}}}.x',
    ],
    ['Object{}', 'Object{}'],
    ['Object{a: 1', 'Object{a: 1'],
    ['true ? Object{spec: Object.spec{}} : Object{}', 'true ? Object{spec: Object.spec.template.spec{}} : Object{}'],
  ])('rewrites %s', (expression, rewritten) => {
    expect(rewriteExpression(expression, 'defaults')).toBe(rewritten);
  });

  it('goes deeper for CronJobs', () => {
    expect(rewriteExpression('Object{spec: Object.spec{a: object.spec.b}}', 'cronjobs')).toBe(
      'Object{spec: Object.spec{jobTemplate: Object.spec.jobTemplate{spec: Object.spec.jobTemplate.spec{template: Object.spec.jobTemplate.spec.template{spec: Object.spec.jobTemplate.spec.template.spec{a: object.spec.jobTemplate.spec.template.spec.b}}}}}}',
    );
  });
});

describe('rewriteMutatingPolicy', () => {
  it('leaves variables and JSON patches as they are', () => {
    const expression = 'object.spec';
    const rewritten = rewriteMutatingPolicy(
      {
        variables: [{ name: 'a', expression }],
        matchConditions: [{ name: 'b', expression }],
        mutations: [
          { patchType: 'JSONPatch', jsonPatch: { expression } },
          { patchType: 'ApplyConfiguration', applyConfiguration: { expression } },
        ],
      },
      'defaults',
    );
    expect(rewritten).toEqual({
      variables: [{ name: 'a', expression }],
      matchConditions: [{ name: 'b', expression: 'object.spec.template.spec' }],
      mutations: [
        { patchType: 'JSONPatch', jsonPatch: { expression } },
        { patchType: 'ApplyConfiguration', applyConfiguration: { expression: 'object.spec.template.spec' } },
      ],
    });
  });
});

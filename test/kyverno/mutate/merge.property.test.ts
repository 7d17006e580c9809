import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { patchStrategicMerge } from '../../../src/kyverno/mutate/patch-strategic-merge.ts';
import { custom, UNCHANGED } from './outcomes.ts';

const key = fc.constantFrom('a', 'b', 'c', 'd');
const scalar = fc.oneof(fc.constantFrom('x', 'y', ''), fc.integer({ min: 0, max: 3 }), fc.boolean());
/** Mappings without empty ones, which say nothing in a patch. */
const { mapping } = fc.letrec((tie) => ({
  mapping: fc.dictionary(key, fc.oneof({ maxDepth: 3 }, scalar, tie('mapping')), { minKeys: 1, maxKeys: 3 }),
}));
const anchor = fc.constantFrom('', '+', '<', 'X').chain((prefix) => key.map((each) => `${prefix}(${each})`));
const { hostile } = fc.letrec((tie) => ({
  hostile: fc.oneof(
    { maxDepth: 4 },
    fc.oneof(scalar, fc.constant(null), fc.constantFrom('*', '(a)', 'delete', 'replace')),
    fc.dictionary(fc.oneof(key, anchor, fc.constantFrom('name', 'containers', '$patch')), tie('hostile'), {
      maxKeys: 4,
    }),
    fc.array(tie('hostile'), { maxLength: 3 }),
  ),
}));

describe('patchStrategicMerge', () => {
  it('has nothing to do when it is done', () => {
    fc.assert(
      fc.property(mapping, (patch) => {
        const outcome = patchStrategicMerge(custom({}), { spec: patch });
        expect(outcome).toMatchObject({ status: 'pass', object: { spec: patch } });
        if (outcome.status === 'pass') expect(patchStrategicMerge(outcome.object, { spec: patch })).toEqual(UNCHANGED);
      }),
    );
  });

  it('deletes with null what was there', () => {
    fc.assert(
      fc.property(mapping, (fields) => {
        const patch = Object.fromEntries(Object.keys(fields).map((each) => [each, null]));
        expect(patchStrategicMerge(custom(fields), { spec: patch })).toMatchObject({
          status: 'pass',
          object: { spec: {} },
        });
      }),
    );
  });

  it('answers whatever it is given', () => {
    fc.assert(
      fc.property(hostile, hostile, (spec, patch) => {
        const object = { apiVersion: 'v1', kind: 'Pod', metadata: {}, spec };
        const { status } = patchStrategicMerge(object, { spec: patch });
        expect(['pass', 'skip', 'error']).toContain(status);
      }),
      { numRuns: 500 },
    );
  });
});

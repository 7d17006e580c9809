import { assert, constantFrom, property } from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { formatPath } from '../../src/model/field-path.ts';
import { decodePod } from '../../src/pss/decode.ts';
import { almostPod, json, misfit } from './arbitraries.ts';
import { conforms, FIELDS, FULL_POD, POD, replaceAt } from './shape.ts';

// decodePod asks isWellTyped first. Told that nothing is well-typed, it always goes on to describe what is wrong, so
// that the two tables of types can be compared.
vi.mock('../../src/pss/well-typed.ts', () => ({ isWellTyped: () => false }));
const { isWellTyped } =
  await vi.importActual<typeof import('../../src/pss/well-typed.ts')>('../../src/pss/well-typed.ts');
const findMismatches = decodePod;

const VALUES: readonly unknown[] = ['1', '', true, false, 0, 1, 0.5, 2 ** 31, 2 ** 64, [], [{}], ['x'], {}, { x: 1 }];

const places = FIELDS.map(({ path, shape }) => [formatPath(path) || 'the pod', path, shape] as const);

describe('isWellTyped', () => {
  it('accepts a pod with every field', () => {
    expect(isWellTyped(FULL_POD)).toBe(true);
  });

  it.each(places)('%s: accepts null and refuses what is of another type', (_, path, shape) => {
    for (const value of [null, undefined]) expect(isWellTyped(replaceAt(FULL_POD, path, value))).toBe(true);
    const refused = VALUES.filter((value) => !isWellTyped(replaceAt(FULL_POD, path, value)));
    expect(refused).toEqual(VALUES.filter((value) => !conforms(shape, value)));
    expect(refused.length).toBeGreaterThan(0);
  });

  it('refuses a pod with one value that does not belong where it stands', () => {
    assert(
      property(misfit, ({ field, value }) => {
        expect(isWellTyped(replaceAt(FULL_POD, field.path, value))).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });

  it('looks at every item of a list', () => {
    expect(isWellTyped({ spec: { containers: [{}, null, { name: 5 }] } })).toBe(false);
    expect(isWellTyped({ spec: { volumes: [{ name: 'v' }, { emptyDir: 'x' }] } })).toBe(false);
  });

  it('does not look at fields that no check reads', () => {
    expect(isWellTyped({ kind: 5, metadata: { name: 5 }, spec: { containers: [{ image: 5 }], replicas: [] } })).toBe(
      true,
    );
  });
});

describe('isWellTyped and the decoder that describes', () => {
  const decodes = (value: unknown) => findMismatches(value).length === 0;

  it('agree on pods that decode and on pods that nearly do', () => {
    const seen = { right: 0, wrong: 0 };
    assert(
      property(almostPod, (value) => {
        const wellTyped = isWellTyped(value);
        seen[wellTyped ? 'right' : 'wrong']++;
        expect(decodes(value)).toBe(wellTyped);
        expect(conforms(POD, value)).toBe(wellTyped);
      }),
      { numRuns: 1_500 },
    );
    // Guards the generator: of either kind there must be many.
    expect(Math.min(seen.right, seen.wrong)).toBeGreaterThan(150);
  });

  it('agree on a full pod with any value in any place', () => {
    assert(
      property(constantFrom(...FIELDS), json, ({ path }, value) => {
        const object = replaceAt(FULL_POD, path, value);
        expect(decodes(object)).toBe(isWellTyped(object));
      }),
      { numRuns: 2_000 },
    );
  });

  it('agree on any JSON value', () => {
    assert(
      property(json, (value) => {
        expect(decodes(value)).toBe(isWellTyped(value));
      }),
      { numRuns: 500 },
    );
  });

  it.each(places)('agree on %s', (_, path) => {
    for (const value of [...VALUES, null]) {
      const object = replaceAt(FULL_POD, path, value);
      expect([value, decodes(object)]).toEqual([value, isWellTyped(object)]);
    }
  });
});

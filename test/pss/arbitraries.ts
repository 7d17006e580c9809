import fc, { type Arbitrary } from 'fast-check';
import { conforms, FIELDS, type Field, POD, type Shape } from './shape.ts';

/** Any JSON value. */
export const json: Arbitrary<unknown> = fc.jsonValue();

/** Values that mean something to a check, and some that do not. */
const words = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.constantFrom('', 'a', 'RuntimeDefault', 'Unconfined', 'ALL', 'NET_BIND_SERVICE', 'windows'),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 4 }) },
);

/** Values of a type; now and then one that is null, and more rarely any JSON value in the place of a right one. */
function nearly(shape: Shape): Arbitrary<unknown> {
  return fc.oneof(
    { weight: 400, arbitrary: valuesOf(shape) },
    { weight: 20, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: json },
  );
}

function valuesOf(shape: Shape): Arbitrary<unknown> {
  if (shape === 'string') return words;
  if (shape === 'boolean') return fc.boolean();
  if (typeof shape === 'string') return fc.constantFrom(0, 1, -1, 65_536, 2 ** 31, 2 ** 63, 0.5);
  if ('list' in shape) return fc.array(nearly(shape.list), { maxLength: 2 });
  if ('map' in shape) return fc.dictionary(fc.string(), nearly(shape.map), { maxKeys: 2 });
  const members = Object.entries(shape.object).map(([key, member]) => [key, nearly(member)] as const);
  return fc.record(Object.fromEntries(members), { requiredKeys: [] });
}

/** Pods that decode, and pods that nearly do; about as many of the one as of the other. */
export const almostPod: Arbitrary<unknown> = nearly(POD);

/** A place of a pod and a JSON value that does not belong there. */
export const misfit: Arbitrary<{ readonly field: Field; readonly value: unknown }> = fc
  .record({ field: fc.constantFrom(...FIELDS), value: json })
  .filter(({ field, value }) => !conforms(field.shape, value));

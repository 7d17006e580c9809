import type { Budget } from '../budget.ts';
import { CelError } from '../types.ts';
import { BYTES, INT, listOf, mapOf, type ParameterType, STRING } from '../typing/cel-type.ts';
import { meteredFunction, meteredMethod, type Overload, sharing } from '../typing/overload.ts';
import { isMap, type MapValue, sizeOfMap } from '../values/map-value.ts';
import { lengthOf } from '../values/text.ts';

const A: ParameterType = { kind: 'parameter', name: 'A' };
const B: ParameterType = { kind: 'parameter', name: 'B' };

/** How much is in a text, a list or a map. */
export const SIZES: readonly Overload[] = [meteredFunction, meteredMethod].flatMap((kind) =>
  sharing([STRING, BYTES, listOf(A), mapOf(A, B)].map((type) => kind('size', [type], INT, sizeOf))),
);

function sizeOf(budget: Budget, value: unknown): number {
  if (typeof value === 'string') return lengthOf(value);
  if (Array.isArray(value) || value instanceof Uint8Array) return value.length;
  if (isMap(value)) return sizeOfKeys(budget, value);
  throw new CelError('no such overload: size');
}

/** They have to be listed to be counted. */
function sizeOfKeys(budget: Budget, map: MapValue): number {
  const size = sizeOfMap(map);
  budget.spendOnElements(size);
  return size;
}

import { INT, listOf, mapOf, type ParameterType } from '../typing/cel-type.ts';
import { globalFunction, method, type Overload } from '../typing/overload.ts';
import { type MapValue, sizeOfMap } from '../values/map-value.ts';

const A: ParameterType = { kind: 'parameter', name: 'A' };
const B: ParameterType = { kind: 'parameter', name: 'B' };

/** Sizes of lists and maps. */
export const COLLECTIONS: readonly Overload[] = [globalFunction, method].flatMap((kind) => [
  kind('size', [listOf(A)], INT, (list: readonly unknown[]) => list.length),
  kind('size', [mapOf(A, B)], INT, (map: MapValue) => sizeOfMap(map)),
]);

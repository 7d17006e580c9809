import { OR_VALUE } from '../syntax/macros.ts';
import { CelError } from '../types.ts';
import { BOOL, type CelType, DYN, INT, listOf, mapOf, optionalOf, type ParameterType } from '../typing/cel-type.ts';
import { globalFunction, method, type Overload } from '../typing/overload.ts';
import { Optional } from '../values/optional.ts';

const A: ParameterType = { kind: 'parameter', name: 'A' };
const K: ParameterType = { kind: 'parameter', name: 'K' };
const V: ParameterType = { kind: 'parameter', name: 'V' };

/**
 * What does not look at all of its operands, or looks into them by position. Their types are here, evaluation/ does the work.
 *
 * Source: cel-go common/stdlib/standard.go, cel/library.go
 */
export const CONDITIONALS: readonly Overload[] = [
  declare('_&&_', [BOOL, BOOL], BOOL),
  declare('_||_', [BOOL, BOOL], BOOL),
  declare('_?_:_', [BOOL, A, A], A),
  declare('_[_]', [listOf(V), INT], V),
  declare('_[_]', [mapOf(K, V), K], V),
  declare('_[_]', [optionalOf(listOf(V)), INT], optionalOf(V)),
  declare('_[_]', [optionalOf(mapOf(K, V)), K], optionalOf(V)),
  declare('_[?_]', [listOf(V), INT], optionalOf(V)),
  declare('_[?_]', [mapOf(K, V), K], optionalOf(V)),
  declare('_[?_]', [optionalOf(listOf(V)), INT], optionalOf(V)),
  declare('_[?_]', [optionalOf(mapOf(K, V)), K], optionalOf(V)),
  method('or', [optionalOf(V), optionalOf(V)], optionalOf(V), notCalled),
  method('orValue', [optionalOf(V), V], V, notCalled),
];

/**
 * Kyverno's `orValue`, for which everything is an optional.
 *
 * Source: kyverno pkg/cel/compiler/env.go
 */
export const OR_VALUE_OF_ANYTHING: readonly Overload[] = [
  globalFunction(OR_VALUE, [DYN, DYN], DYN, (value: unknown, fallback: unknown) => {
    if (!(value instanceof Optional)) return value;
    return value.hasValue ? value.value : fallback;
  }),
];

function declare(name: string, parameters: readonly CelType[], result: CelType): Overload {
  return globalFunction(name, parameters, result, notCalled);
}

function notCalled(): never {
  throw new CelError('no such overload');
}

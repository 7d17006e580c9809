import { CelError } from '../types.ts';
import { BOOL, listOf, optionalOf, type ParameterType } from '../typing/cel-type.ts';
import { globalFunction, method, type Overload } from '../typing/overload.ts';
import { NONE, Optional } from '../values/optional.ts';
import { isZero } from '../values/zero.ts';

const V: ParameterType = { kind: 'parameter', name: 'V' };

/**
 * Functions of optionals that look at all of their arguments: `or` and `orValue` are not among them.
 *
 * Source: cel-go cel/library.go
 */
export const OPTIONALS: readonly Overload[] = [
  globalFunction('optional.none', [], optionalOf(V), () => NONE),
  globalFunction('optional.of', [V], optionalOf(V), (value: unknown) => new Optional(value)),
  globalFunction('optional.ofNonZeroValue', [V], optionalOf(V), (value: unknown) =>
    isZero(value) ? NONE : new Optional(value),
  ),
  globalFunction('optional.unwrap', [listOf(optionalOf(V))], listOf(V), unwrap),
  method('unwrapOpt', [listOf(optionalOf(V))], listOf(V), unwrap),
  method('hasValue', [optionalOf(V)], BOOL, (optional: Optional) => optional.hasValue),
  method('value', [optionalOf(V)], V, dereference),
  method('first', [listOf(V)], optionalOf(V), (list: readonly unknown[]) => new Optional(list[0])),
  method('last', [listOf(V)], optionalOf(V), (list: readonly unknown[]) => new Optional(list.at(-1))),
];

function dereference(optional: Optional): unknown {
  if (!optional.hasValue) throw new CelError('optional.none() dereference');
  return optional.value;
}

function unwrap(list: readonly unknown[]): unknown[] {
  return list.flatMap((item) => {
    if (!(item instanceof Optional)) throw new CelError('no such overload');
    return item.hasValue ? [item.value] : [];
  });
}

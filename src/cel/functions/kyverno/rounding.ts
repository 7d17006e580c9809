import { DOUBLE, INT } from '../../typing/cel-type.ts';
import { globalFunction, type Overload } from '../../typing/overload.ts';
import { type Double, doubleOf, numberOf } from '../../values/double.ts';
import type { Int } from '../../values/integer.ts';
import { roundHalfAway } from '../math.ts';

/** Source: github.com/kyverno/sdk/extensions/cel/libs/math */
export const ROUNDING: readonly Overload[] = [
  globalFunction('math.round', [DOUBLE, INT], DOUBLE, (value: Double, digits: Int) => {
    const shift = 10 ** Number(digits);
    return doubleOf(roundHalfAway(numberOf(value) * shift) / shift);
  }),
];

import { type Compiled, isEqual, orNull } from './evaluation.ts';

type Comparator = 'GT' | 'LT' | 'GTE' | 'LTE' | 'NE' | 'EQ';

/** `==` and `!=` compare anything; the others only numbers, and are null for anything else. */
export function compileComparator(name: Comparator, left: Compiled, right: Compiled): Compiled {
  if (name === 'EQ' || name === 'NE') {
    const wanted = name === 'EQ';
    return (value, evaluation) =>
      isEqual(orNull(left(value, evaluation)), orNull(right(value, evaluation)), evaluation) === wanted;
  }
  const compare = ORDER[name];
  return (value, evaluation) => {
    const a = orNull(left(value, evaluation));
    const b = orNull(right(value, evaluation));
    return typeof a === 'number' && typeof b === 'number' ? compare(a, b) : null;
  };
}

const ORDER: Readonly<Record<'GT' | 'LT' | 'GTE' | 'LTE', (a: number, b: number) => boolean>> = {
  GT: (a, b) => a > b,
  GTE: (a, b) => a >= b,
  LT: (a, b) => a < b,
  LTE: (a, b) => a <= b,
};

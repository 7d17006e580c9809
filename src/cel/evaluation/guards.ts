import type { CelType } from '../typing/cel-type.ts';
import { isDouble } from '../values/double.ts';
import { isInt } from '../values/integer.ts';
import { isMap } from '../values/map-value.ts';
import { NamedValue } from '../values/named-value.ts';
import { ObjectValue } from '../values/object-value.ts';
import { Optional } from '../values/optional.ts';
import { Duration, Timestamp } from '../values/time.ts';
import { TypeValue } from '../values/type-value.ts';
import { Uint } from '../values/uint.ts';

export type Guard = (value: unknown) => boolean;

/** Whether a value is of a type, as far as that can be seen without looking into it. Nothing when every value is. */
export function guardOf(type: CelType): Guard | undefined {
  if (type.kind === 'named') return (value) => value instanceof NamedValue && value.typeName === type.name;
  if (type.kind === 'object') return (value) => value instanceof ObjectValue && value.type.name === type.name;
  return GUARDS[type.kind];
}

const GUARDS: Readonly<Record<Exclude<CelType['kind'], 'named' | 'object'>, Guard | undefined>> = {
  dyn: undefined,
  parameter: undefined,
  null: (value) => value === null,
  bool: (value) => typeof value === 'boolean',
  int: isInt,
  uint: (value) => value instanceof Uint,
  double: isDouble,
  string: (value) => typeof value === 'string',
  bytes: (value) => value instanceof Uint8Array,
  duration: (value) => value instanceof Duration,
  timestamp: (value) => value instanceof Timestamp,
  list: Array.isArray,
  map: isMap,
  optional: (value) => value instanceof Optional,
  type: (value) => value instanceof TypeValue,
};

import { CelError } from '../types.ts';
import { WholeDouble } from './double.ts';
import { isInt } from './integer.ts';
import { isMap } from './map-value.ts';
import { NamedValue } from './named-value.ts';
import { ObjectValue } from './object-value.ts';
import { Optional } from './optional.ts';
import { Duration, Timestamp } from './time.ts';
import { TypeValue } from './type-value.ts';
import { Uint } from './uint.ts';

/**
 * The type of a value by the name that CEL gives it: `int`, `list`, `kubernetes.Quantity` …
 *
 * @throws CelError for what is no value of CEL, such as a function
 */
export function typeNameOf(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return 'string';
    case 'boolean':
      return 'bool';
    case 'number':
    case 'bigint':
      return isInt(value) ? 'int' : 'double';
    case 'object':
      return typeNameOfObject(value);
    default:
      throw new CelError('unsupported value');
  }
}

function typeNameOfObject(value: object | null): string {
  if (value === null) return 'null_type';
  if (Array.isArray(value)) return 'list';
  if (isMap(value)) return 'map';
  if (value instanceof NamedValue) return value.typeName;
  if (value instanceof ObjectValue) return value.type.name;
  const found = CLASSES.find(([known]) => value instanceof known);
  if (found === undefined) throw new CelError('unsupported value');
  return found[1];
}

const CLASSES: readonly (readonly [new (...values: never[]) => object, string])[] = [
  [WholeDouble, 'double'],
  [Optional, 'optional_type'],
  [Uint, 'uint'],
  [Uint8Array, 'bytes'],
  [Duration, 'google.protobuf.Duration'],
  [Timestamp, 'google.protobuf.Timestamp'],
  [TypeValue, 'type'],
];

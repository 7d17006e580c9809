/**
 * The type of a CEL expression, as far as it is known before evaluation.
 *
 * Source: https://github.com/google/cel-spec/blob/master/doc/langdef.md#types-and-conversions
 */
export type CelType =
  | SimpleType
  | ListType
  | MapType
  | OptionalType
  | TypeType
  | ParameterType
  | NamedType
  | ObjectType;

export interface SimpleType {
  readonly kind: 'dyn' | 'null' | 'bool' | 'int' | 'uint' | 'double' | 'string' | 'bytes' | 'duration' | 'timestamp';
}

export interface ListType {
  readonly kind: 'list';
  readonly element: CelType;
}

export interface MapType {
  readonly kind: 'map';
  readonly key: CelType;
  readonly value: CelType;
}

export interface OptionalType {
  readonly kind: 'optional';
  readonly value: CelType;
}

/** The type of a type, as `type(1)` has it. */
export interface TypeType {
  readonly kind: 'type';
  readonly of: CelType;
}

/** A type that is still to be found out: a parameter of a signature, or the element of `[]`. */
export interface ParameterType {
  readonly kind: 'parameter';
  readonly name: string;
}

/** What only functions look into: `kubernetes.Quantity`, `net.IP`. */
export interface NamedType {
  readonly kind: 'named';
  readonly name: string;
}

/** An object with declared fields. */
export interface ObjectType {
  readonly kind: 'object';
  readonly name: string;
  /** Nothing for a field that there is not. */
  field(name: string): CelType | undefined;
}

export const DYN: SimpleType = { kind: 'dyn' };
/** What nobody has said the type of: it may be dynamic, and may be not, so that nothing about it is a mistake. */
export const UNTYPED: SimpleType = { kind: 'dyn' };
export const NULL: SimpleType = { kind: 'null' };
export const BOOL: SimpleType = { kind: 'bool' };
export const INT: SimpleType = { kind: 'int' };
export const UINT: SimpleType = { kind: 'uint' };
export const DOUBLE: SimpleType = { kind: 'double' };
export const STRING: SimpleType = { kind: 'string' };
export const BYTES: SimpleType = { kind: 'bytes' };
export const DURATION: SimpleType = { kind: 'duration' };
export const TIMESTAMP: SimpleType = { kind: 'timestamp' };

export const listOf = (element: CelType): ListType => ({ kind: 'list', element });
export const mapOf = (key: CelType, value: CelType): MapType => ({ kind: 'map', key, value });
export const optionalOf = (value: CelType): OptionalType => ({ kind: 'optional', value });
export const typeOfType = (of: CelType): TypeType => ({ kind: 'type', of });
export const named = (name: string): NamedType => ({ kind: 'named', name });

/** An object whose fields are all listed. */
export function objectOf(name: string, fields: Readonly<Record<string, CelType>>): ObjectType {
  const byName = new Map(Object.entries(fields));
  return { kind: 'object', name, field: (field) => byName.get(field) };
}

export function isSameType(a: CelType, b: CelType): boolean {
  if (a === b) return true;
  if (a.kind !== b.kind) return false;
  if ('name' in a) return 'name' in b && a.name === b.name;
  const inner = typeArguments(a);
  const other = typeArguments(b);
  return inner.every((type, index) => isSameType(type, other[index] ?? DYN));
}

/** Whether two elements of one list literal may have these types. */
export function mayBeSameType(a: CelType, b: CelType): boolean {
  if (a === UNTYPED || b === UNTYPED) return true;
  const inner = typeArguments(a);
  if (inner.length === 0) return isSameType(a, b);
  const other = typeArguments(b);
  return a.kind === b.kind && inner.every((type, index) => mayBeSameType(type, other[index] ?? DYN));
}

/** Whether values of a type may be of some kind, for all that is known: what validations give has to be a bool. */
export function mayBe(type: CelType, kind: CelType['kind']): boolean {
  return type === UNTYPED || type.kind === kind;
}

/** Types that a type is made of. */
export function typeArguments(type: CelType): readonly CelType[] {
  switch (type.kind) {
    case 'list':
      return [type.element];
    case 'map':
      return [type.key, type.value];
    case 'optional':
      return [type.value];
    case 'type':
      return [type.of];
    default:
      return [];
  }
}

/** The same type with other arguments. */
export function withArguments(type: CelType, change: (inner: CelType) => CelType): CelType {
  switch (type.kind) {
    case 'list':
      return listOf(change(type.element));
    case 'map':
      return mapOf(change(type.key), change(type.value));
    case 'optional':
      return optionalOf(change(type.value));
    case 'type':
      return typeOfType(change(type.of));
    default:
      return type;
  }
}

/** As messages of cel-go have it: `list(map(string, dyn))`. */
export function formatType(type: CelType): string {
  if ('name' in type) return type.name;
  const name = type.kind === 'optional' ? 'optional_type' : type.kind;
  const inner = typeArguments(type);
  return inner.length === 0 ? name : `${name}(${inner.map(formatType).join(', ')})`;
}

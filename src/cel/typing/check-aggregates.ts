import type { Element, Expression, ListExpression, MapExpression, ObjectExpression } from '../syntax/expression.ts';
import { mostGeneral } from './assignability.ts';
import { type CelType, DYN, formatType, listOf, mapOf, optionalOf, typeArguments } from './cel-type.ts';
import { CheckError, type Checking } from './checking.ts';

type Check = (expression: Expression) => CelType;

export function checkList(expression: ListExpression, checking: Checking, check: Check): CelType {
  const types = expression.elements.map((element) => elementType(element, checking, check));
  return listOf(join(expression.at, types, checking) ?? checking.types.fresh());
}

export function checkMap(expression: MapExpression, checking: Checking, check: Check): CelType {
  const keys = expression.entries.map(({ key }) => check(key));
  const values = expression.entries.map((entry) => elementType(entry, checking, check));
  const key = join(expression.at, keys, checking);
  const value = join(expression.at, values, checking);
  if (key === undefined || value === undefined) return mapOf(checking.types.fresh(), checking.types.fresh());
  // Nothing that is made of other types can be a key, and types that double with each level would grow without end.
  return mapOf(typeArguments(checking.types.resolve(key)).length > 0 ? DYN : key, value);
}

export function checkObject(expression: ObjectExpression, checking: Checking, check: Check): CelType {
  const type = checking.declarations.objectType(expression.typeName);
  if (type === undefined) {
    throw new CheckError(`undeclared reference to '${expression.typeName}' (in container '')`, expression.at);
  }
  checking.objects.set(expression, type);
  for (const element of expression.fields) {
    const wanted = type.field(element.name);
    if (wanted === undefined) throw new CheckError(`undefined field '${element.name}'`, element.value.at);
    const given = elementType(element, checking, check);
    if (checking.types.assign([wanted], [given])) continue;
    const found = `'${formatType(wanted)}' but provided type is '${formatType(checking.types.conclude(given))}'`;
    throw new CheckError(`expected type of field '${element.name}' is ${found}`, element.value.at);
  }
  return type;
}

function elementType({ value, isOptional }: Element, checking: Checking, check: Check): CelType {
  const type = checking.types.resolve(check(value));
  if (!isOptional || type.kind === 'dyn') return type;
  if (type.kind === 'optional') return type.value;
  const found = formatType(checking.types.conclude(type));
  throw new CheckError(`expected type '${formatType(optionalOf(type))}' but found '${found}'`, value.at);
}

/** The type that all have, of which mixed literals have none. */
function join(at: number, types: readonly CelType[], checking: Checking): CelType | undefined {
  let joined: CelType | undefined;
  for (const type of types) {
    if (joined === undefined) joined = type;
    else if (checking.types.assign([joined], [type])) joined = mostGeneral(joined, type);
    else if (checking.formats > 0) joined = DYN;
    else throw new CheckError(describeMixture(joined, type, checking), at);
  }
  if (checking.formats === 0) checking.literals.push({ at, types });
  return joined;
}

function describeMixture(first: CelType, second: CelType, checking: Checking): string {
  const [a, b] = [first, second].map((type) => formatType(checking.types.conclude(type)));
  return `expected type '${a}' but found '${b}'`;
}

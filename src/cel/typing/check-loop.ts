import type { Expression, LoopExpression } from '../syntax/expression.ts';
import { BOOL, type CelType, DYN, formatType, INT, listOf, mapOf, typeArguments } from './cel-type.ts';
import { CheckError, type Checking } from './checking.ts';

type Check = (expression: Expression) => CelType;

/** What a macro goes through: the type of what it is called on, and those of its variables. */
interface Range {
  readonly type: CelType;
  readonly variables: readonly CelType[];
}

export function checkLoop(expression: LoopExpression, checking: Checking, check: Check): CelType {
  const range = rangeOf(expression, checking, check);
  const locals = expression.variables.map((name, index) => [name, range.variables[index] ?? DYN] as const);
  return checking.within(locals, () => {
    if (expression.filter !== undefined) requireBool(expression.filter, checking, check);
    return resultOf(expression, range, checking, check);
  });
}

function rangeOf(expression: LoopExpression, checking: Checking, check: Check): Range {
  const type = checking.types.resolve(check(expression.range));
  const isDouble = expression.variables.length === 2;
  switch (type.kind) {
    case 'list':
      return { type, variables: isDouble ? [INT, type.element] : [type.element] };
    case 'map':
      return { type, variables: isDouble ? [type.key, type.value] : [type.key] };
    case 'dyn':
      return { type, variables: [type, type] };
    case 'parameter':
      checking.types.assign([DYN], [type]);
      return { type: DYN, variables: [DYN, DYN] };
    default:
      throw new CheckError(
        `expression of type '${formatType(type)}' cannot be range of a comprehension (must be list, map, or dynamic)`,
        expression.range.at,
      );
  }
}

function resultOf(expression: LoopExpression, range: Range, checking: Checking, check: Check): CelType {
  const [first = DYN] = range.variables;
  switch (expression.macro) {
    case 'all':
    case 'exists':
    case 'existsOne':
      requireBool(expression.body, checking, check);
      return BOOL;
    case 'filter':
      requireBool(expression.body, checking, check);
      return listOf(first);
    case 'map':
      return listOf(check(expression.body));
    case 'transformMap':
      return mapOf(typeArguments(first).length > 0 ? DYN : first, check(expression.body));
    case 'transformMapEntry':
      return typeOfEntry(expression.body, checking, check);
    case 'sortBy':
      return typeOfSorted(expression, range, checking, check);
  }
}

function requireBool(expression: Expression, checking: Checking, check: Check): void {
  const type = check(expression);
  if (checking.types.assign([BOOL], [type])) return;
  throw new CheckError(`expected type 'bool' but found '${formatType(checking.types.conclude(type))}'`, expression.at);
}

function typeOfEntry(body: Expression, checking: Checking, check: Check): CelType {
  const type = check(body);
  const map = mapOf(checking.types.fresh(), checking.types.fresh());
  if (checking.types.assign([map], [type])) return checking.types.resolve(map);
  const found = formatType(checking.types.conclude(type));
  throw new CheckError(
    `found no matching overload for 'cel.@mapInsert' applied to '(map(dyn, dyn), ${found})'`,
    body.at,
  );
}

/** Keys that have an order. */
const SORTABLE: ReadonlySet<CelType['kind']> = new Set([
  ...(['int', 'uint', 'double', 'bool', 'duration', 'timestamp', 'string', 'bytes'] as const),
]);

function typeOfSorted(expression: LoopExpression, range: Range, checking: Checking, check: Check): CelType {
  const key = checking.types.resolve(check(expression.body));
  const element = checking.types.fresh();
  if (key.kind === 'dyn' || key.kind === 'parameter') return DYN;
  const isSortable = SORTABLE.has(key.kind) && checking.types.assign([listOf(element)], [range.type]);
  if (isSortable) return checking.types.resolve(listOf(element));
  const found = `${formatType(checking.types.conclude(range.type))}.(list(${formatType(checking.types.conclude(key))}))`;
  throw new CheckError(`found no matching overload for '@sortByAssociatedKeys' applied to '${found}'`, expression.at);
}

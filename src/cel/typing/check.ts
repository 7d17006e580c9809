import type {
  BindExpression,
  CallExpression,
  Expression,
  NameExpression,
  OptionalMapExpression,
  SelectExpression,
} from '../syntax/expression.ts';
import { TypeValue } from '../values/type-value.ts';
import { BOOL, type CelType, DYN, formatType, mayBeSameType, optionalOf, typeOfType } from './cel-type.ts';
import { checkList, checkMap, checkObject } from './check-aggregates.ts';
import { checkFormat } from './check-format.ts';
import { checkLoop } from './check-loop.ts';
import type { Checked } from './checked.ts';
import { CheckError, Checking, type Declarations } from './checking.ts';
import { resolveOverloads } from './resolve-overloads.ts';
import { TYPE_NAMES } from './type-names.ts';

/**
 * Finds the type of an expression and of everything in it, as Kubernetes does before it accepts a policy.
 *
 * Source: cel-go checker/checker.go; cel/validator.go for literals of mixed types
 *
 * @throws CheckError for a name or a function that there is not, and for types that do not fit
 */
export function check(root: Expression, declarations: Declarations): Checked {
  const checking = new Checking(declarations);
  const type = checking.types.conclude(typeOf(root, checking));
  for (const literal of checking.literals) requireSameTypes(literal.types, literal.at, checking);
  const { calls, constants, variables, objects } = checking;
  return { root, type, calls, constants, variables, objects };
}

function typeOf(expression: Expression, checking: Checking): CelType {
  const check = (inner: Expression): CelType => typeOf(inner, checking);
  switch (expression.kind) {
    case 'literal':
      return expression.type;
    case 'name':
      return typeOfName(expression, checking);
    case 'select':
      return typeOfSelect(expression, checking);
    case 'call':
      return typeOfCall(expression, checking);
    case 'list':
      return checkList(expression, checking, check);
    case 'map':
      return checkMap(expression, checking, check);
    case 'object':
      return checkObject(expression, checking, check);
    case 'loop':
      return checkLoop(expression, checking, check);
    case 'bind':
      return typeOfBind(expression, checking);
    case 'optionalMap':
      return typeOfOptionalMap(expression, checking);
  }
}

function typeOfName(expression: NameExpression, checking: Checking): CelType {
  const { name } = expression;
  const type = checking.typeOf(name) ?? typeOfTypeName(expression, name, checking);
  if (type === undefined) throw new CheckError(`undeclared reference to '${name}' (in container '')`, expression.at);
  return type;
}

function typeOfTypeName(expression: Expression, name: string, checking: Checking): CelType | undefined {
  const type = TYPE_NAMES.get(name);
  if (type === undefined) return undefined;
  checking.constants.set(expression, new TypeValue(name));
  return typeOfType(type);
}

function typeOfSelect(expression: SelectExpression, checking: Checking): CelType {
  const name = expression.mode === 'plain' ? dottedName(expression) : undefined;
  const whole = name === undefined ? undefined : typeOfDottedName(expression, name, checking);
  if (whole !== undefined) return whole;
  const operand = checking.types.resolve(typeOf(expression.operand, checking));
  const target = operand.kind === 'optional' ? checking.types.resolve(operand.value) : operand;
  const field = fieldType(target, expression, checking);
  if (expression.mode === 'test') return BOOL;
  return operand.kind === 'optional' || expression.mode === 'optional' ? optionalOf(field) : field;
}

/** A variable or a type whose name has dots. */
function typeOfDottedName(expression: SelectExpression, name: string, checking: Checking): CelType | undefined {
  const type = checking.declarations.variables.get(name);
  if (type === undefined) return typeOfTypeName(expression, name, checking);
  checking.variables.set(expression, name);
  return type;
}

function fieldType(target: CelType, expression: SelectExpression, checking: Checking): CelType {
  switch (target.kind) {
    case 'dyn':
      return target;
    case 'map':
      return target.value;
    case 'parameter':
      checking.types.assign([DYN], [target]);
      return DYN;
    case 'object': {
      const type = target.field(expression.field);
      if (type === undefined) throw new CheckError(`undefined field '${expression.field}'`, expression.at);
      return type;
    }
    default:
      throw new CheckError(`type '${formatType(target)}' does not support field selection`, expression.at);
  }
}

function typeOfCall(expression: CallExpression, checking: Checking): CelType {
  if (expression.name === 'format') checking.formats += 1;
  const values = expression.arguments.map((argument) => typeOf(argument, checking));
  if (expression.name === 'format') {
    checking.formats -= 1;
    checkFormat(expression);
  }
  const namespace = expression.receiver === undefined ? undefined : dottedName(expression.receiver);
  const qualified =
    namespace === undefined ? undefined : checking.declarations.functions.find(`${namespace}.${expression.name}`);
  if (qualified !== undefined) {
    return resolveOverloads(expression, { candidates: qualified, types: values, hasReceiver: false }, checking);
  }
  const receiver = expression.receiver === undefined ? [] : [typeOf(expression.receiver, checking)];
  const candidates = checking.declarations.functions.find(expression.name);
  if (candidates === undefined) {
    throw new CheckError(`undeclared reference to '${expression.name}' (in container '')`, expression.at);
  }
  const types = [...receiver, ...values];
  return resolveOverloads(expression, { candidates, types, hasReceiver: receiver.length > 0 }, checking);
}

/** Names with dots between them. Nothing for any other expression. */
function dottedName(expression: Expression): string | undefined {
  if (expression.kind === 'name') return expression.name;
  if (expression.kind !== 'select' || expression.mode !== 'plain') return undefined;
  const operand = dottedName(expression.operand);
  return operand === undefined ? undefined : `${operand}.${expression.field}`;
}

function typeOfBind(expression: BindExpression, checking: Checking): CelType {
  const value = typeOf(expression.value, checking);
  return checking.within([[expression.name, value]], () => typeOf(expression.body, checking));
}

function typeOfOptionalMap(expression: OptionalMapExpression, checking: Checking): CelType {
  const operand = typeOf(expression.operand, checking);
  const value = checking.types.fresh();
  if (!checking.types.assign([optionalOf(value)], [operand])) {
    const found = formatType(checking.types.conclude(operand));
    throw new CheckError(`found no matching overload for 'hasValue' applied to '${found}.()'`, expression.at);
  }
  const body = checking.within([[expression.name, value]], () => typeOf(expression.body, checking));
  if (!expression.isFlat) return optionalOf(body);
  if (!checking.types.assign([optionalOf(checking.types.fresh())], [body])) {
    const found = formatType(checking.types.conclude(body));
    throw new CheckError(`expected type 'optional_type' but found '${found}'`, expression.body.at);
  }
  return body;
}

function requireSameTypes(types: readonly CelType[], at: number, checking: Checking): void {
  const [first, ...others] = types.map((type) => checking.types.conclude(type));
  if (first === undefined) return;
  const other = others.find((type) => !mayBeSameType(first, type));
  if (other !== undefined) {
    throw new CheckError(`expected type '${formatType(first)}' but found '${formatType(other)}'`, at);
  }
}

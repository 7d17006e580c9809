import type { CallExpression } from '../syntax/expression.ts';
import {
  BOOL,
  type CelType,
  DYN,
  formatType,
  isSameType,
  type ParameterType,
  typeArguments,
  UNTYPED,
  withArguments,
} from './cel-type.ts';
import { CheckError, type Checking } from './checking.ts';
import type { Overload } from './overload.ts';

interface Call {
  readonly candidates: readonly Overload[];
  /** Of what it is called on, if anything, and of the arguments. */
  readonly types: readonly CelType[];
  readonly hasReceiver: boolean;
}

/**
 * Notes the overloads that fit a call. Where several do, because types are not known, the last word is had at run time. A type that is
 * still open, such as that of the elements of `[]`, is fixed by the first of them, and values of other types fail: so it is in cel-go.
 *
 * @returns what the call gives
 * @throws CheckError when none fits
 */
export function resolveOverloads(expression: CallExpression, call: Call, checking: Checking): CelType {
  const overloads: Overload[] = [];
  let result: CelType | undefined;
  for (const overload of call.candidates) {
    const given = overload.isMethod === call.hasReceiver ? tryOverload(overload, call.types, checking) : undefined;
    if (given === undefined) continue;
    overloads.push(overload);
    if (result === undefined) result = given;
    else if (result.kind !== 'dyn' && !isSameType(given, result)) result = DYN;
  }
  if (result === undefined) throw new CheckError(describeMismatch(expression.name, call, checking), expression.at);
  checking.calls.set(expression, { overloads, hasReceiver: call.hasReceiver });
  const isGuess = (result.kind === 'dyn' || result.kind === 'parameter') && call.types.some(isUntyped);
  return isGuess ? UNTYPED : result;
}

function isUntyped(type: CelType): boolean {
  return type === UNTYPED || typeArguments(type).some(isUntyped);
}

function tryOverload(overload: Overload, types: readonly CelType[], checking: Checking): CelType | undefined {
  if (!overload.isGeneric) return checking.types.assign(overload.parameters, types) ? overload.result : undefined;
  const fresh = new Map<string, ParameterType>();
  const parameters = overload.parameters.map((type) => instantiate(type, fresh, checking));
  if (!checking.types.assign(parameters, types)) return undefined;
  return checking.types.resolve(instantiate(overload.result, fresh, checking));
}

/** The type with parameters that nothing else uses. */
function instantiate(type: CelType, fresh: Map<string, ParameterType>, checking: Checking): CelType {
  if (type.kind !== 'parameter') return withArguments(type, (inner) => instantiate(inner, fresh, checking));
  const known = fresh.get(type.name) ?? checking.types.fresh();
  fresh.set(type.name, known);
  return known;
}

function describeMismatch(name: string, { types, hasReceiver }: Call, checking: Checking): string {
  const wrong =
    name === '_&&_' || name === '_||_' ? types.find((type) => !checking.types.assign([BOOL], [type])) : undefined;
  if (wrong !== undefined) return `expected type 'bool' but found '${formatType(checking.types.conclude(wrong))}'`;
  const [first = '', ...others] = types.map((type) => formatType(checking.types.conclude(type)));
  const signature = hasReceiver ? `${first}.(${others.join(', ')})` : `(${[first, ...others].join(', ')})`;
  return `found no matching overload for '${name}' applied to '${signature}'`;
}

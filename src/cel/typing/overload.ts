import type { Budget } from '../budget.ts';
import { type CelType, typeArguments } from './cel-type.ts';

/** One way to call a function. */
export interface Overload {
  /** With its namespace: `math.abs`. Operators as cel-go names them: `_+_`. */
  readonly name: string;
  /** Whether it is called on its first parameter: `x.size()`. */
  readonly isMethod: boolean;
  readonly parameters: readonly CelType[];
  readonly result: CelType;
  /** Whether a parameter's type is open: `list(A)`. */
  readonly isGeneric: boolean;
  /** Whether it takes values of all types, and says itself which it does not like. Others get those of their types only. */
  readonly isTotal: boolean;
  /** @throws CelError */
  readonly call: Implementation;
}

export type Implementation = (budget: Budget, ...values: readonly unknown[]) => unknown;

/** As functions are written: with the types that the parameters promise. */
type Body = (...values: never[]) => unknown;
type MeteredBody = (budget: Budget, ...values: never[]) => unknown;

/** `name(…)` */
export function globalFunction(name: string, parameters: readonly CelType[], result: CelType, body: Body): Overload {
  return overload(name, false, parameters, result, unmetered(body));
}

/** `first.name(…)` */
export function method(name: string, parameters: readonly CelType[], result: CelType, body: Body): Overload {
  return overload(name, true, parameters, result, unmetered(body));
}

/** A function whose work is more than the size of its arguments, and which counts it. */
export function meteredFunction(
  name: string,
  parameters: readonly CelType[],
  result: CelType,
  body: MeteredBody,
): Overload {
  return overload(name, false, parameters, result, body as Implementation);
}

/** A method whose work is more than the size of its arguments, and which counts it. */
export function meteredMethod(
  name: string,
  parameters: readonly CelType[],
  result: CelType,
  body: MeteredBody,
): Overload {
  return overload(name, true, parameters, result, body as Implementation);
}

/** Makes one function of them, which looks at its values itself. */
export function sharing(overloads: readonly Overload[]): Overload[] {
  const [first] = overloads;
  return first === undefined ? [] : overloads.map((overload) => ({ ...overload, isTotal: true, call: first.call }));
}

function overload(
  name: string,
  isMethod: boolean,
  parameters: readonly CelType[],
  result: CelType,
  call: Implementation,
): Overload {
  return { name, isMethod, parameters, result, isGeneric: [...parameters, result].some(isOpen), isTotal: false, call };
}

function isOpen(type: CelType): boolean {
  return type.kind === 'parameter' || typeArguments(type).some(isOpen);
}

function unmetered(body: Body): Implementation {
  const call = body as (...values: readonly unknown[]) => unknown;
  switch (body.length) {
    case 0:
      return () => call();
    case 1:
      return (_budget, a) => call(a);
    case 2:
      return (_budget, a, b) => call(a, b);
    default:
      return (_budget, ...values) => call(...values);
  }
}

import { CelError } from '../types.ts';
import type { Expression, LoopExpression, LoopMacro } from './expression.ts';

/** Which macros there are beyond those of the language. */
export interface Macros {
  /** `cel.bind`, `math.greatest` and `math.least` */
  readonly extensions: boolean;
  /** Whether `x.orValue(d)` is x for an x that is no optional. */
  readonly orValueOfAnything: boolean;
}

/** A call that may be one of a macro. Its parts are made on demand, for a macro may not want them as values. */
export interface MacroCall {
  readonly name: string;
  readonly at: number;
  /** Number of arguments. */
  readonly size: number;
  /** What it is called on, when that is a mere name. */
  readonly namespace: string | undefined;
  receiver(): Expression;
  value(index: number): Expression;
  /** @throws CelError when the argument is no mere name */
  variable(index: number): string;
}

/** @throws CelError for wrong arguments */
export function globalMacro(call: MacroCall): Expression | undefined {
  if (call.name !== 'has' || call.size !== 1) return undefined;
  const select = call.value(0);
  if (select.kind !== 'select' || select.mode !== 'plain') throw new CelError('invalid argument to has() macro');
  return { ...select, at: call.at, mode: 'test' };
}

/** @throws CelError for wrong arguments */
export function receiverMacro(call: MacroCall, macros: Macros): Expression | undefined {
  const loop = LOOPS.get(`${call.name}/${call.size}`);
  if (loop !== undefined) return expandLoop(call, loop);
  if (call.size === 2 && (call.name === 'optMap' || call.name === 'optFlatMap')) return expandOptionalMap(call);
  if (macros.orValueOfAnything && call.name === 'orValue' && call.size === 1) return expandOrValue(call);
  return macros.extensions ? expandExtension(call) : undefined;
}

interface Loop {
  readonly macro: LoopMacro;
  readonly variables: number;
  readonly hasFilter: boolean;
}

/**
 * By name and number of arguments.
 *
 * Source: cel-go parser/macro.go, ext/comprehensions.go, ext/lists.go
 */
const LOOPS: ReadonlyMap<string, Loop> = new Map([
  ['all/2', { macro: 'all', variables: 1, hasFilter: false }],
  ['exists/2', { macro: 'exists', variables: 1, hasFilter: false }],
  ['exists_one/2', { macro: 'existsOne', variables: 1, hasFilter: false }],
  ['filter/2', { macro: 'filter', variables: 1, hasFilter: false }],
  ['map/2', { macro: 'map', variables: 1, hasFilter: false }],
  ['map/3', { macro: 'map', variables: 1, hasFilter: true }],
  ['sortBy/2', { macro: 'sortBy', variables: 1, hasFilter: false }],
  ['all/3', { macro: 'all', variables: 2, hasFilter: false }],
  ['exists/3', { macro: 'exists', variables: 2, hasFilter: false }],
  ['existsOne/3', { macro: 'existsOne', variables: 2, hasFilter: false }],
  ['exists_one/3', { macro: 'existsOne', variables: 2, hasFilter: false }],
  ['transformList/3', { macro: 'map', variables: 2, hasFilter: false }],
  ['transformList/4', { macro: 'map', variables: 2, hasFilter: true }],
  ['transformMap/3', { macro: 'transformMap', variables: 2, hasFilter: false }],
  ['transformMap/4', { macro: 'transformMap', variables: 2, hasFilter: true }],
  ['transformMapEntry/3', { macro: 'transformMapEntry', variables: 2, hasFilter: false }],
  ['transformMapEntry/4', { macro: 'transformMapEntry', variables: 2, hasFilter: true }],
]);

function expandLoop(call: MacroCall, { macro, variables, hasFilter }: Loop): LoopExpression {
  const names = Array.from({ length: variables }, (_, index) => call.variable(index));
  if (names.length === 2 && names[0] === names[1]) throw new CelError(`duplicate variable name: ${names[0]}`);
  return {
    kind: 'loop',
    at: call.at,
    macro,
    range: call.receiver(),
    variables: names,
    filter: hasFilter ? call.value(variables) : undefined,
    body: call.value(call.size - 1),
  };
}

function expandOptionalMap(call: MacroCall): Expression {
  return {
    kind: 'optionalMap',
    at: call.at,
    isFlat: call.name === 'optFlatMap',
    operand: call.receiver(),
    name: call.variable(0),
    body: call.value(1),
  };
}

/** The name says what it is, and cannot be written in an expression. */
export const OR_VALUE = '@orValue';

function expandOrValue(call: MacroCall): Expression {
  return {
    kind: 'call',
    at: call.at,
    name: OR_VALUE,
    receiver: undefined,
    arguments: [call.receiver(), call.value(0)],
  };
}

function expandExtension(call: MacroCall): Expression | undefined {
  if (call.namespace === 'cel' && call.name === 'bind' && call.size === 3) {
    return { kind: 'bind', at: call.at, name: call.variable(0), value: call.value(1), body: call.value(2) };
  }
  const isExtreme = call.namespace === 'math' && (call.name === 'greatest' || call.name === 'least');
  return isExtreme ? expandExtreme(call) : undefined;
}

/** `math.greatest(a, b, c)` is the greatest of a list. */
function expandExtreme(call: MacroCall): Expression {
  if (call.size === 0) throw new CelError(`math.${call.name}() requires at least one argument`);
  const name = call.name === 'greatest' ? 'math.@max' : 'math.@min';
  const values = Array.from({ length: call.size }, (_, index) => call.value(index));
  const list: Expression = {
    kind: 'list',
    at: call.at,
    elements: values.map((value) => ({ value, isOptional: false })),
  };
  return { kind: 'call', at: call.at, name, receiver: undefined, arguments: call.size > 2 ? [list] : values };
}

import type { CelType } from '../typing/cel-type.ts';

/** An expression after macros are understood. `at` is where it stands in the text, in UTF-16 units. */
export type Expression =
  | LiteralExpression
  | NameExpression
  | SelectExpression
  | CallExpression
  | ListExpression
  | MapExpression
  | ObjectExpression
  | LoopExpression
  | BindExpression
  | OptionalMapExpression;

interface Located {
  readonly at: number;
}

export interface LiteralExpression extends Located {
  readonly kind: 'literal';
  readonly value: unknown;
  readonly type: CelType;
}

export interface NameExpression extends Located {
  readonly kind: 'name';
  readonly name: string;
}

export interface SelectExpression extends Located {
  readonly kind: 'select';
  readonly operand: Expression;
  readonly field: string;
  /** `a.b`, `a.?b` or `has(a.b)` */
  readonly mode: 'plain' | 'optional' | 'test';
}

/** Operators are calls too, named as cel-go does: `_+_`, `_[_]`, `_?_:_`, `@in`. */
export interface CallExpression extends Located {
  readonly kind: 'call';
  readonly name: string;
  readonly receiver: Expression | undefined;
  readonly arguments: readonly Expression[];
}

export interface ListExpression extends Located {
  readonly kind: 'list';
  readonly elements: readonly Element[];
}

/** `?` before it leaves it out when its value, an optional, has none. */
export interface Element {
  readonly value: Expression;
  readonly isOptional: boolean;
}

export interface MapExpression extends Located {
  readonly kind: 'map';
  readonly entries: readonly MapEntry[];
}

export interface MapEntry extends Element {
  readonly key: Expression;
}

/** `Object.spec{…}` */
export interface ObjectExpression extends Located {
  readonly kind: 'object';
  readonly typeName: string;
  readonly fields: readonly ObjectField[];
}

export interface ObjectField extends Element {
  readonly name: string;
}

export type LoopMacro =
  | 'all'
  | 'exists'
  | 'existsOne'
  | 'filter'
  /** Also `transformList`. */
  | 'map'
  | 'transformMap'
  | 'transformMapEntry'
  | 'sortBy';

/** A macro that goes through a list or a map. */
export interface LoopExpression extends Located {
  readonly kind: 'loop';
  readonly macro: LoopMacro;
  readonly range: Expression;
  /** One, for elements or keys; or two, for index and element, or key and value. */
  readonly variables: readonly string[];
  /** What is left out where this is false. */
  readonly filter: Expression | undefined;
  readonly body: Expression;
}

/** `cel.bind(name, value, body)` */
export interface BindExpression extends Located {
  readonly kind: 'bind';
  readonly name: string;
  readonly value: Expression;
  readonly body: Expression;
}

/** `operand.optMap(name, body)`, `operand.optFlatMap(name, body)` */
export interface OptionalMapExpression extends Located {
  readonly kind: 'optionalMap';
  readonly isFlat: boolean;
  readonly operand: Expression;
  readonly name: string;
  readonly body: Expression;
}

import type { CallExpression, Expression, ObjectExpression } from '../syntax/expression.ts';
import type { CelType, ObjectType } from './cel-type.ts';
import type { Overload } from './overload.ts';

/** An expression that is well typed, and what was found out about it. */
export interface Checked {
  readonly root: Expression;
  readonly type: CelType;
  /** Which overloads of its function a call may be of. */
  readonly calls: ReadonlyMap<CallExpression, Resolution>;
  /** Names that stand for values: types, such as `int`. */
  readonly constants: ReadonlyMap<Expression, unknown>;
  /** Selections that are variables whose names have dots. */
  readonly variables: ReadonlyMap<Expression, string>;
  readonly objects: ReadonlyMap<ObjectExpression, ObjectType>;
}

export interface Resolution {
  readonly overloads: readonly Overload[];
  /** Whether what it is called on is a value, and no part of its name. */
  readonly hasReceiver: boolean;
}

import type { CallExpression, Expression, ObjectExpression } from '../syntax/expression.ts';
import { CelError } from '../types.ts';
import { Substitutions } from './assignability.ts';
import type { CelType, ObjectType } from './cel-type.ts';
import type { Resolution } from './checked.ts';
import type { FunctionTable } from './function-table.ts';

/** What expressions may refer to. */
export interface Declarations {
  readonly variables: ReadonlyMap<string, CelType>;
  readonly functions: FunctionTable;
  /** The type of `Object.spec{…}` by its name. */
  objectType(name: string): ObjectType | undefined;
}

/** A mistake in an expression, at a place of it in UTF-16 units. */
export class CheckError extends CelError {
  readonly at: number;

  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

/** What checking one expression has found out so far. */
export class Checking {
  readonly declarations: Declarations;
  readonly types = new Substitutions();
  readonly calls = new Map<CallExpression, Resolution>();
  readonly constants = new Map<Expression, unknown>();
  readonly variables = new Map<Expression, string>();
  readonly objects = new Map<ObjectExpression, ObjectType>();
  /** Lists and maps whose elements must turn out to be of one type, with these types. */
  readonly literals: { readonly at: number; readonly types: readonly CelType[] }[] = [];
  /** How many calls of `format` this is in, whose arguments may be mixed. */
  formats = 0;
  #locals: ReadonlyMap<string, CelType> = new Map();

  constructor(declarations: Declarations) {
    this.declarations = declarations;
  }

  /** The type of a variable. Nothing for one that there is not. */
  typeOf(name: string): CelType | undefined {
    return this.#locals.get(name) ?? this.declarations.variables.get(name);
  }

  /** Works something out where there are more variables, such as the one of a macro. */
  within<Result>(locals: readonly (readonly [string, CelType])[], work: () => Result): Result {
    const outer = this.#locals;
    this.#locals = new Map([...outer, ...locals]);
    try {
      return work();
    } finally {
      this.#locals = outer;
    }
  }
}

import type { VariableContext } from '../variables/context.ts';
import { prefixError, VariableError } from '../variables/errors.ts';
import { isMap } from '../variables/jmespath/evaluation.ts';
import { hasVariables, substitute } from '../variables/substitute.ts';
import { toOperand } from './operators/operand.ts';
import { findOperator } from './operators/table.ts';

/** One condition, ready to be asked. */
export interface Condition {
  /** Empty for none. */
  readonly message: string;
  /** @throws VariableError when a variable has no value, or the operator does not exist */
  holds(context: VariableContext): boolean;
}

export interface ConditionSet {
  /** Of which one has to hold; nothing when none is asked for. */
  readonly any: readonly Condition[] | undefined;
  /** Which have to hold all. */
  readonly all: readonly Condition[];
  /** Whether they are written as a list, without `any` and `all`. */
  readonly isList: boolean;
}

const NOTHING: ConditionSet = { any: undefined, all: [], isList: false };

const compiled = new WeakMap<object, ConditionSet>();

/**
 * Conditions by the object that a policy has for them, compiled once.
 *
 * @throws VariableError for what are no conditions
 */
export function compileConditions(conditions: unknown): ConditionSet {
  if (conditions === undefined || conditions === null) return NOTHING;
  if (typeof conditions !== 'object') throw new VariableError('failed to unmarshal Conditions');
  const known = compiled.get(conditions);
  if (known !== undefined) return known;
  const made = compile(conditions);
  compiled.set(conditions, made);
  return made;
}

function compile(conditions: object): ConditionSet {
  if (Array.isArray(conditions)) return { any: undefined, all: conditions.map(compileCondition), isList: true };
  const { any, all } = conditions as Readonly<Record<string, unknown>>;
  return { any: compileList(any), all: compileList(all) ?? [], isList: false };
}

function compileList(list: unknown): readonly Condition[] | undefined {
  if (list === undefined || list === null) return undefined;
  if (!Array.isArray(list)) throw new VariableError('failed to unmarshal Conditions');
  return list.map(compileCondition);
}

function compileCondition(condition: unknown): Condition {
  if (!isMap(condition)) throw new VariableError('failed to unmarshal Conditions');
  const key = compileOperand(condition.key, 'key');
  const value = compileOperand(condition.value, 'value');
  const operator = findOperator(String(condition.operator ?? ''));
  return {
    message: typeof condition.message === 'string' ? condition.message : '',
    holds(context) {
      const left = key(context);
      const right = value(context);
      if (operator === undefined)
        throw new VariableError('failed to create handler for condition operator: %!w(<nil>)');
      return operator(left, right);
    },
  };
}

function compileOperand(written: unknown, name: string): (context: VariableContext) => unknown {
  const operand = toOperand(written);
  if (!hasVariables(written)) return () => operand;
  return (context) => {
    try {
      return substitute(operand, context);
    } catch (error) {
      if (!(error instanceof VariableError)) throw error;
      throw prefixError(error, `failed to substitute variables in condition ${name}: `);
    }
  };
}

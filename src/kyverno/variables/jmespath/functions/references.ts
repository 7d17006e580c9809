import { VariableError } from '../../errors.ts';
import { type Evaluation, type ExpressionReference, Missing, orNull } from '../evaluation.ts';
import type { FunctionTable } from './signature.ts';
import { compareScalars, payFor, type Scalar } from './standard.ts';

/** Functions that evaluate an expression for each element of a list. Source: github.com/kyverno/go-jmespath/functions.go */
export const REFERENCE_FUNCTIONS: FunctionTable = {
  map: { parameters: [['expref'], ['array']], call: map },
  max_by: {
    parameters: [['array'], ['expref']],
    call: (arguments_, evaluation) => extremeBy(arguments_, evaluation, 1),
  },
  min_by: {
    parameters: [['array'], ['expref']],
    call: (arguments_, evaluation) => extremeBy(arguments_, evaluation, -1),
  },
  sort_by: { parameters: [['array'], ['expref']], call: sortBy },
};

function map([reference, list]: readonly unknown[], evaluation: Evaluation): unknown {
  const { expression } = reference as ExpressionReference;
  return (list as readonly unknown[]).map((element) => orNull(expression(element, evaluation)));
}

function extremeBy([listArgument, reference]: readonly unknown[], evaluation: Evaluation, direction: number): unknown {
  const list = listArgument as readonly unknown[];
  if (list.length < 2) return list[0] ?? null;
  const { expression } = reference as ExpressionReference;
  let best = list[0];
  let bestKey = firstKey(orNull(expression(best, evaluation)));
  for (const element of list.slice(1)) {
    const key = orNull(expression(element, evaluation));
    payFor([bestKey], evaluation);
    if (typeof key !== typeof bestKey) throw new VariableError(`invalid type, must be ${typeof bestKey}`);
    if (compareScalars(key as Scalar, bestKey) * direction > 0) {
      best = element;
      bestKey = key as Scalar;
    }
  }
  return best;
}

function firstKey(key: unknown): Scalar {
  if (typeof key === 'number' || typeof key === 'string') return key;
  throw new VariableError('invalid type, must be number of string');
}

/** Upstream sorts the list where it is, so that others see it sorted, too; this does not. */
function sortBy([listArgument, reference]: readonly unknown[], evaluation: Evaluation): unknown {
  const list = listArgument as readonly unknown[];
  if (list.length < 2) return list;
  const { expression } = reference as ExpressionReference;
  const type = typeof firstKey(orNull(expression(list[0], evaluation)));
  const keyed = list.map((element) => [keyOf(expression, element, evaluation, type), element] as const);
  payFor(
    keyed.map(([key]) => key),
    evaluation,
  );
  return keyed.sort(([a], [b]) => compareScalars(a, b)).map(([, element]) => element);
}

function keyOf(
  expression: ExpressionReference['expression'],
  element: unknown,
  evaluation: Evaluation,
  type: string,
): Scalar {
  const key = expression(element, evaluation);
  if (key instanceof Missing || typeof key !== type) throw new VariableError('error in sort_by comparison');
  return key as Scalar;
}

import { isRecord } from '../../model/manifest.ts';
import { evaluateList, withElement } from '../evaluation/elements.ts';
import { error, pass, type RuleOutcome, variableError } from '../evaluation/outcome.ts';
import { checkPreconditions } from '../evaluation/preconditions.ts';
import { once } from '../evaluation/rule-context.ts';
import type { ValidateForeach } from '../read/rule.ts';
import { typeName } from '../values/go-text.ts';
import { UnknownKeyError, VariableError } from '../variables/errors.ts';
import type { BodyEvaluator, Scope } from './scope.ts';

/** One entry of a loop with its body. */
export interface CompiledForeach {
  readonly foreach: ValidateForeach;
  readonly body: BodyEvaluator;
}

/**
 * `validate.foreach`: lists that do not exist are passed over, the first element that does not pass ends it.
 *
 * Source: kyverno pkg/engine/handlers/validation/validate_resource.go, validateForEach
 */
export function compileForeachBody(entries: readonly CompiledForeach[]): BodyEvaluator {
  return (scope) => {
    let applied = 0;
    let unevaluated: RuleOutcome | undefined;
    for (const entry of entries) {
      const result = evaluateEntry(entry, scope);
      if (typeof result === 'number') applied += result;
      else if (result.isLast) return result.outcome;
      else unevaluated = result.outcome;
    }
    return applied > 0 ? pass('rule passed') : unevaluated;
  };
}

/** How many elements passed, or an outcome, which ends the rule or stands when no element is left. */
type EntryResult = number | { readonly outcome: RuleOutcome; readonly isLast: boolean };

function evaluateEntry(entry: CompiledForeach, scope: Scope): EntryResult {
  const elements = evaluate(entry, scope);
  if (elements instanceof UnknownKeyError) return 0;
  if (!(elements instanceof VariableError)) return evaluateElements(entry, elements, scope);
  const outcome = variableError('failed to evaluate list', elements);
  return { outcome, isLast: outcome.unsupported !== undefined };
}

function evaluate({ foreach }: CompiledForeach, { context }: Scope): readonly unknown[] | VariableError {
  try {
    return evaluateList(foreach.list ?? '', context());
  } catch (thrown) {
    if (thrown instanceof VariableError) return thrown;
    throw thrown;
  }
}

/** The first element that does not pass ends the rule. */
function evaluateElements(entry: CompiledForeach, elements: readonly unknown[], scope: Scope): EntryResult {
  let applied = 0;
  for (const [index, element] of elements.entries()) {
    if (element === null || element === undefined) continue;
    const outcome = evaluateElement(entry, element, index, scope);
    if (outcome === undefined || outcome.status === 'skip') continue;
    if (outcome.status !== 'pass') return { outcome, isLast: true };
    applied++;
  }
  return applied;
}

function evaluateElement(
  { foreach, body }: CompiledForeach,
  element: unknown,
  index: number,
  { context, loader, subject, nesting }: Scope,
): RuleOutcome | undefined {
  const isScoped = foreach.elementScope ?? isRecord(element);
  if (isScoped && !isRecord(element))
    return error(
      `failed to process foreach: cannot use elementScope=true foreach rules for elements that are not maps, expected type=map got type=${typeName(element, 'float64')}`,
    );
  const loaded = loader.load(
    foreach.context ?? [],
    once(() => withElement(context(), element, index, nesting)),
  );
  if ('status' in loaded) return failed(loaded);
  const unmet = checkPreconditions(foreach.preconditions, loaded.context);
  // What is unknown is passed over, as in Kyverno; what cannot be evaluated is not.
  if (unmet?.status === 'error') return unmet.unsupported === undefined ? undefined : failed(unmet);
  if (unmet !== undefined) return unmet;
  const outcome = body({
    context: loaded.context,
    loader,
    subject: isScoped ? element : subject,
    nesting: nesting + 1,
  });
  return outcome && failed(outcome);
}

/** What an element says that did not pass. Its path begins at the element, so that it is no path of the object. */
function failed({ failedPath: _, ...outcome }: RuleOutcome): RuleOutcome {
  if (outcome.status === 'pass' || outcome.status === 'skip') return outcome;
  return { ...outcome, message: `validation failure: ${outcome.message}` };
}

import type { CelLookups } from '../../cel/lookups.ts';
import type { KubernetesObject } from '../../model/manifest.ts';
import type { FieldProblem } from '../read/problem.ts';
import { decode } from '../read/shape.ts';
import type { PolicyRequest, RuleResponse } from '../types.ts';
import { variablesOfRule } from './activation.ts';
import { type AdmissionValidator, compileAdmissionValidator } from './admission-validator.ts';
import { compileParams } from './params.ts';
import { createScope } from './scope.ts';
import { CEL_PRECONDITIONS, CEL_RULE } from './shapes.ts';
import type { CelRule, NamedExpression } from './spec.ts';
import { targetOf } from './target.ts';
import { unsupportedIn } from './unsupported.ts';
import type { Activation } from './variables.ts';

/** What `validate.cel` answers about a request. */
export type CelAnswer = Pick<RuleResponse, 'status' | 'message' | 'properties'> & {
  /** What is not supported and would have been needed. */
  readonly unsupported?: string | undefined;
};

/** A `validate.cel` of a classic policy, ready to be asked. */
export interface CompiledCelRule {
  evaluate(request: PolicyRequest, ruleName: string): CelAnswer;
}

const NONE: Readonly<Record<string, never>> = {};

/**
 * @param cel `validate.cel`, as JSON
 * @param celPreconditions of the rule, as JSON; may be undefined
 * @param params objects that `paramRef` may refer to
 * @param defaultMessage `validate.message`, for expressions that have none of their own
 * @param lookups where what is in no request is looked up, if anywhere
 *
 * Source: kyverno pkg/engine/handlers/validation/validate_cel.go
 */
export function compileCelRule(
  cel: unknown,
  celPreconditions: unknown,
  params: readonly KubernetesObject[] = [],
  defaultMessage = '',
  lookups?: CelLookups,
): CompiledCelRule | { readonly problems: readonly FieldProblem[] } {
  const problems: FieldProblem[] = [];
  const rule = decode(cel, CEL_RULE, 'validate.cel', problems) as CelRule;
  const preconditions =
    celPreconditions === undefined || celPreconditions === null
      ? []
      : (decode(celPreconditions, CEL_PRECONDITIONS, 'celPreconditions', problems) as readonly NamedExpression[]);
  if (problems.length > 0) return { problems };
  const hasParams = rule.paramKind !== undefined && rule.paramRef !== undefined;
  const validator = compileAdmissionValidator(
    {
      matchConditions: preconditions,
      variables: rule.variables ?? [],
      validations: (rule.expressions ?? []).map((each) => ({ ...each, message: each.message || defaultMessage })),
      auditAnnotations: rule.auditAnnotations ?? [],
    },
    {
      scope: createScope('rule', { hasParams, lookups }),
      path: 'validate.cel',
      validations: 'expressions',
      conditions: 'celPreconditions',
      hasVariablesInConditions: true,
      judgesAll: false,
    },
    problems,
  );
  if (problems.length > 0) return { problems };
  const collect = compileParams(rule.paramKind, rule.paramRef, params);
  return {
    evaluate: (request, ruleName) => {
      const { found, error } = collect(targetOf(request));
      if (found === undefined) return respond('error', `error in parameterized resource: ${error}`);
      for (const param of found) {
        const verdict = judge(validator, { ...variablesOfRule(request), params: param });
        if (verdict !== undefined) return verdict;
      }
      return respond('pass', `Validation rule '${ruleName}' passed.`);
    },
  };
}

/** Nothing when all is well. What could not be evaluated fails, as it would in a cluster. */
function judge(validator: AdmissionValidator, activation: Activation): CelAnswer | undefined {
  const result = validator(activation);
  if (result.type === 'no match') return respond('skip', 'cel preconditions not met');
  const [decision] = result.decisions;
  if (decision === undefined) return undefined;
  const unsupported = decision.errors.map(unsupportedIn).find((found) => found !== undefined);
  if (unsupported !== undefined) return { ...respond('error', unsupported.message), unsupported: unsupported.feature };
  return respond('fail', decision.message);
}

function respond(status: CelAnswer['status'], message: string): CelAnswer {
  return { status, message, properties: NONE };
}

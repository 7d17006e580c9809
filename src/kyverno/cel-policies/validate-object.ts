import type { FieldProblem } from '../read/problem.ts';
import { type Answer, answer, failedAnswer } from './answer.ts';
import { compileAuditAnnotations } from './audit-annotations.ts';
import { type ConditionError, compileConditions, isFailure, joinErrors } from './conditions.ts';
import { compileExceptions, type PolicyException } from './exceptions.ts';
import { errorText } from './expression.ts';
import type { Scope } from './scope.ts';
import type { ValidatingPolicySpec } from './spec.ts';
import { type CompiledValidation, compileValidations } from './validations.ts';
import { type Activation, compileVariables } from './variables.ts';

/** Judges the objects of an activation, to which it adds what the policy defines. */
export type ObjectValidator = (activation: Activation) => Answer;

const NO_VARIABLES: Readonly<Record<string, never>> = {};
const INDEX = 'cel.validationIndex';

export const SKIPPED = answer('', 'skip', 'skip');
export const PASSED = answer('', 'pass', 'success');

/**
 * A ValidatingPolicy without what it matches: exceptions, conditions, then validations up to the first that is not true.
 *
 * Source: kyverno pkg/cel/policies/vpol/compiler/policy.go, pkg/cel/policies/vpol/engine/engine.go
 */
export function compileObjectValidator(
  spec: ValidatingPolicySpec,
  scope: Scope,
  exceptions: readonly PolicyException[],
  ignoresUnsupported: boolean,
  problems: FieldProblem[],
): ObjectValidator {
  const conditions = compileConditions(scope, spec.matchConditions ?? [], 'spec.matchConditions', problems);
  const exempt = compileExceptions(scope, exceptions, problems);
  const variables = compileVariables(scope, spec.variables ?? [], 'spec.variables', problems);
  const validations = compileValidations(scope, spec.validations ?? [], 'spec.validations', problems);
  const annotate = compileAuditAnnotations(scope, spec.auditAnnotations ?? [], 'spec.auditAnnotations', problems);
  const ignoresErrors = spec.failurePolicy === 'Ignore';
  const fail = (rule: string, text: string, error: unknown, properties?: Readonly<Record<string, string>>) =>
    failedAnswer(rule, text, [error], ignoresUnsupported, properties);
  const failConditions = (errors: readonly ConditionError[]) =>
    failedAnswer(
      'evaluation',
      `failed to load context: ${joinErrors(errors)}`,
      errors.map(({ error }) => error),
      ignoresUnsupported,
    );

  return (activation) => {
    activation.variables = NO_VARIABLES;
    const exemption = exempt(activation, ignoresErrors);
    if (exemption.type === 'exempt') return { rule: 'exception', properties: {}, ...exemption.response };
    if (exemption.type === 'error') return failConditions(exemption.errors);
    activation.exceptions = exemption.exceptions;
    const { holds, errors } = conditions(activation);
    if (isFailure(errors, ignoresErrors)) return failConditions(errors);
    if (!holds) return SKIPPED;
    variables.bind(activation);
    return runValidations(activation);
  };

  function runValidations(activation: Activation): Answer {
    for (let index = 0; index < validations.length; index++) {
      const validation = validations[index];
      const verdict = validation && judge(validation, index, activation);
      if (verdict !== undefined) return verdict;
    }
    return pass(activation);
  }

  /** Nothing when it holds. */
  function judge(validation: CompiledValidation, index: number, activation: Activation): Answer | undefined {
    try {
      const result = validation.program.run(activation);
      if (result === true) return undefined;
      if (result !== false) throw new Error('output is expected to be of type bool');
      const message = messageOf(validation, index, activation);
      return answer('', 'fail', message, { [INDEX]: String(index), ...annotate(activation) });
    } catch (error) {
      return fail('', `error: ${errorText(error)}`, error, { [INDEX]: String(index) });
    }
  }

  function pass(activation: Activation): Answer {
    if ((spec.auditAnnotations ?? []).length === 0) return PASSED;
    try {
      return answer('', 'pass', 'success', annotate(activation));
    } catch (error) {
      return fail('evaluation', `failed to load context: ${errorText(error)}`, error);
    }
  }
}

function messageOf({ message, messageProgram }: CompiledValidation, index: number, activation: Activation): string {
  const text = messageProgram === undefined ? message : computeMessage(messageProgram, activation);
  return text === '' ? `CEL expression validation failed at index ${index}` : text;
}

function computeMessage(program: NonNullable<CompiledValidation['messageProgram']>, activation: Activation): string {
  try {
    const text = program.run(activation);
    return typeof text === 'string' ? text : 'failed to convert message expression to string: it is no string';
  } catch (error) {
    return `failed to evaluate message expression: ${errorText(error)}`;
  }
}

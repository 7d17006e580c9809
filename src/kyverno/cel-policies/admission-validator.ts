import { child, type FieldProblem } from '../read/problem.ts';
import { type Annotation, compileAnnotation } from './admission-annotations.ts';
import { type ConditionError, compileConditions, isFailure } from './conditions.ts';
import { errorText } from './expression.ts';
import type { Scope } from './scope.ts';
import type { AdmissionPolicySpec } from './spec.ts';
import { type CompiledValidation, compileValidations } from './validations.ts';
import { type Activation, compileVariables } from './variables.ts';

/** What Kubernetes finds of one validation that does not admit. */
export interface Decision {
  readonly evaluation: 'deny' | 'error';
  readonly message: string;
  /** What made it an error. */
  readonly errors: readonly unknown[];
}

/** What Kubernetes finds of an object. */
export type AdmissionResult =
  | { readonly type: 'no match' }
  | {
      readonly type: 'decisions';
      readonly decisions: readonly Decision[];
      readonly annotations: readonly Annotation[];
    };

export type AdmissionValidator = (activation: Activation) => AdmissionResult;

export interface ValidatorOptions {
  readonly scope: Scope;
  /** Where the fields are that problems are reported of: `spec`, or `validate.cel`. */
  readonly path: string;
  /** Name of the field that holds the validations. */
  readonly validations: string;
  /** Path of the match conditions. */
  readonly conditions: string;
  /** Kubernetes evaluates conditions before there are variables; Kyverno does not. */
  readonly hasVariablesInConditions: boolean;
  /** Whether to go on behind the first validation that does not admit. */
  readonly judgesAll: boolean;
}

const NO_MATCH: AdmissionResult = { type: 'no match' };
const NO_VARIABLES: Readonly<Record<string, never>> = {};

/** Of a message that is computed, in bytes. Source: k8s.io/apiserver pkg/apis/cel/config.go */
const MAX_MESSAGE_BYTES = 5 * 1024;

/**
 * The part of a ValidatingAdmissionPolicy that judges an object.
 *
 * Source: k8s.io/apiserver pkg/admission/plugin/policy/validating/validator.go
 */
export function compileAdmissionValidator(
  spec: Pick<
    AdmissionPolicySpec,
    'matchConditions' | 'variables' | 'validations' | 'auditAnnotations' | 'failurePolicy'
  >,
  {
    scope,
    path,
    validations: field,
    conditions: conditionsPath,
    hasVariablesInConditions,
    judgesAll,
  }: ValidatorOptions,
  problems: FieldProblem[],
): AdmissionValidator {
  const compileMatch = () => compileConditions(scope, spec.matchConditions ?? [], conditionsPath, problems);
  // What is compiled before the variables does not see them.
  const before = hasVariablesInConditions ? undefined : compileMatch();
  const variables = compileVariables(scope, spec.variables ?? [], child(path, 'variables'), problems);
  const conditions = before ?? compileMatch();
  const validations = compileValidations(scope, spec.validations ?? [], child(path, field), problems);
  const annotations = (spec.auditAnnotations ?? []).map((annotation, index) =>
    compileAnnotation(scope, annotation, `${child(path, 'auditAnnotations')}[${index}]`, problems),
  );
  return (activation) => {
    const { namespaceObject } = activation;
    // Conditions do not see the namespace.
    activation.namespaceObject = null;
    activation.variables = NO_VARIABLES;
    if (hasVariablesInConditions) variables.bind(activation);
    const { holds, errors } = conditions(activation);
    if (isFailure(errors, spec.failurePolicy === 'Ignore'))
      return {
        type: 'decisions',
        decisions: [{ evaluation: 'error', message: describeErrors(errors), errors: errors.map(({ error }) => error) }],
        annotations: [],
      };
    if (!holds) return NO_MATCH;
    activation.namespaceObject = namespaceObject;
    variables.bind(activation);
    return {
      type: 'decisions',
      decisions: decideAll(validations, activation, judgesAll),
      annotations: annotations.map((annotate) => annotate(activation)),
    };
  };
}

function decideAll(
  validations: readonly CompiledValidation[],
  activation: Activation,
  judgesAll: boolean,
): readonly Decision[] {
  const decisions: Decision[] = [];
  for (const validation of validations) {
    const decision = decide(validation, activation);
    if (decision !== undefined) decisions.push(decision);
    if (decisions.length > 0 && !judgesAll) break;
  }
  return decisions;
}

function decide(
  { program, expression, message, messageProgram }: CompiledValidation,
  activation: Activation,
): Decision | undefined {
  try {
    const result = program.run(activation);
    if (result === true) return undefined;
  } catch (error) {
    return { evaluation: 'error', message: describeError({ expression, error }), errors: [error] };
  }
  const computed = messageProgram === undefined ? '' : computeMessage(messageProgram, activation);
  const text = computed || message.trim() || `failed expression: ${expression.trim()}`;
  return { evaluation: 'deny', message: text, errors: [] };
}

function describeError({ expression, error }: ConditionError): string {
  return `expression '${expression}' resulted in error: ${errorText(error)}`;
}

/** Source: k8s.io/apimachinery pkg/util/errors/errors.go, Aggregate */
function describeErrors(errors: readonly ConditionError[]): string {
  const texts = [...new Set(errors.map(describeError))];
  return texts.length === 1 ? (texts[0] ?? '') : `[${texts.join(', ')}]`;
}

/** Empty when there is nothing usable: no text, more than one line, or too long. */
function computeMessage(program: NonNullable<CompiledValidation['messageProgram']>, activation: Activation): string {
  try {
    const value = program.run(activation);
    const text = typeof value === 'string' ? value.trim() : '';
    return text.includes('\n') || new TextEncoder().encode(text).length > MAX_MESSAGE_BYTES ? '' : text;
  } catch {
    return '';
  }
}

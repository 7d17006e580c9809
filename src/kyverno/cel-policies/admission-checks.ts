import type { FieldProblem } from '../read/problem.ts';
import type { AdmissionPolicySpec, BindingSpec, MatchResources, ResourceRule } from './spec.ts';

/**
 * What an API server would not take, beyond the types of fields.
 *
 * Source: kubernetes pkg/apis/admissionregistration/validation/validation.go
 */
export function checkAdmissionPolicy(spec: AdmissionPolicySpec, problems: FieldProblem[]): void {
  const { matchConstraints, validations = [], auditAnnotations = [] } = spec;
  if (matchConstraints === undefined) problems.push({ path: 'spec.matchConstraints', message: 'is required' });
  else if ((matchConstraints.resourceRules ?? []).length === 0)
    problems.push({ path: 'spec.matchConstraints.resourceRules', message: 'is required' });
  checkRules(matchConstraints, 'spec.matchConstraints', problems);
  if (validations.length === 0 && auditAnnotations.length === 0)
    problems.push({
      path: 'spec.validations',
      message: 'validations or auditAnnotations must contain at least one item',
    });
  for (const [index, { message = '' }] of validations.entries())
    if (/[\n\r]/.test(message.trim()))
      problems.push({ path: `spec.validations[${index}].message`, message: 'must not contain line breaks' });
}

/** Source: as above */
export function checkBinding(
  { paramRef, matchResources, validationActions }: BindingSpec,
  problems: FieldProblem[],
): void {
  if (validationActions === undefined || validationActions.length === 0)
    problems.push({ path: 'spec.validationActions', message: 'is required' });
  else if (validationActions.includes('Deny') && validationActions.includes('Warn'))
    problems.push({ path: 'spec.validationActions', message: 'must not contain both Deny and Warn' });
  checkRules(matchResources, 'spec.matchResources', problems);
  if (paramRef === undefined) return;
  const { name, selector, parameterNotFoundAction } = paramRef;
  if (name !== undefined && selector !== undefined)
    problems.push({ path: 'spec.paramRef', message: 'name and selector are mutually exclusive' });
  if (name === undefined && selector === undefined)
    problems.push({ path: 'spec.paramRef', message: 'one of name or selector must be specified' });
  if (parameterNotFoundAction === undefined)
    problems.push({ path: 'spec.paramRef.parameterNotFoundAction', message: 'is required' });
}

const REQUIRED = ['apiGroups', 'apiVersions', 'operations', 'resources'] as const;

function checkRules(match: MatchResources | undefined, path: string, problems: FieldProblem[]): void {
  const check = (rules: readonly ResourceRule[] | undefined, field: string) => {
    for (const [index, rule] of (rules ?? []).entries())
      for (const name of REQUIRED)
        if ((rule[name] ?? []).length === 0)
          problems.push({ path: `${path}.${field}[${index}].${name}`, message: 'is required' });
  };
  check(match?.resourceRules, 'resourceRules');
  check(match?.excludeResourceRules, 'excludeResourceRules');
}

import type { Cel, Deny, Mutation, Rule, ValidateForeach, Validation } from '../rule.ts';
import { child, type FieldProblem, problemIf, type RuleCheck } from './check.ts';

const IS_NESTED_ALONE = 'a nested foreach cannot contain other declarations';

/**
 * Exactly one thing that a rule does, in exactly one way.
 *
 * Source: kyverno api/kyverno/v1/rule_types.go, pkg/policy/validate/validate.go, pkg/policy/mutate/validate.go
 */
export const checkRuleBody: RuleCheck = (rule, path) => [
  ...checkOperations(rule, path),
  ...(isFilled(rule.validate) ? checkValidation(rule, child(path, 'validate')) : []),
  ...(isFilled(rule.mutate) ? checkMutation(rule, child(path, 'mutate')) : []),
];

/** Whether an operation says anything. */
export function isFilled(value: object | undefined): boolean {
  return value !== undefined && Object.keys(value).length > 0;
}

function checkOperations({ name, mutate, validate, generate, verifyImages, imageExtractors }: Rule, path: string) {
  const verifies = (verifyImages ?? []).some(isFilled);
  const count = [isFilled(mutate), isFilled(validate), isFilled(generate), verifies].filter(Boolean).length;
  return [
    ...problemIf(
      count === 0,
      path,
      `No operation defined in the rule '${name}'.(supported operations: mutate,validate,generate,verifyImages)`,
    ),
    ...problemIf(
      count > 1,
      path,
      `Multiple operations defined in the rule '${name}', only one operation (mutate,validate,generate,verifyImages) is allowed per rule`,
    ),
    ...problemIf(
      imageExtractors !== undefined && !verifies,
      child(path, 'imageExtractors'),
      `Invalid rule spec for rule '${name}', imageExtractors can only be defined for verifyImages rule`,
    ),
  ];
}

function checkValidation({ validate = {}, celPreconditions }: Rule, path: string): FieldProblem[] {
  const { foreach = [], cel } = validate;
  const count = countBodies(validate);
  return [
    ...problemIf(count === 0, path, 'one of pattern, anyPattern, deny, foreach, cel must be specified'),
    ...problemIf(count > 1, path, 'only one of pattern, anyPattern, deny, foreach, cel can be specified'),
    ...problemIf(
      validate.anyPattern !== undefined && !Array.isArray(validate.anyPattern),
      child(path, 'anyPattern'),
      'must be a list',
    ),
    ...foreach.flatMap((entry, index) => checkForeach(entry, `${path}.foreach[${index}]`)),
    ...problemIf(
      celPreconditions !== undefined && cel === undefined,
      path,
      'celPrecondition can only be used with validate.cel',
    ),
    ...(cel === undefined ? [] : checkCel(cel, child(path, 'cel'))),
    ...checkPodSecurityVersion(validate, path),
  ];
}

function countBodies({ pattern, anyPattern, deny, foreach, podSecurity, cel, manifests }: Validation): number {
  const attestors = manifests?.attestors;
  const verifiesManifests = Array.isArray(attestors) && attestors.length > 0;
  return (
    countPatterns({ pattern, anyPattern, deny }) + count(foreach, podSecurity, cel, verifiesManifests || undefined)
  );
}

function countPatterns({
  pattern,
  anyPattern,
  deny,
}: {
  pattern?: unknown;
  anyPattern?: unknown;
  deny?: Deny | undefined;
}): number {
  return count(pattern ?? undefined, anyPattern ?? undefined, deny);
}

function count(...values: unknown[]): number {
  return values.filter((value) => value !== undefined).length;
}

function checkForeach(entry: ValidateForeach, path: string): FieldProblem[] {
  const { list = '', foreach = [] } = entry;
  const bodies = countPatterns(entry) + (foreach.length > 0 ? 1 : 0);
  return [
    ...problemIf(list === '', child(path, 'list'), 'foreach.list is required'),
    ...problemIf(bodies === 0, path, 'one of pattern, anyPattern, deny, or a nested foreach must be specified'),
    ...problemIf(bodies > 1, path, 'only one of pattern, anyPattern, deny, or a nested foreach can be specified'),
    ...problemIf(
      isFilled({ anyPattern: entry.anyPattern }) && entry.anyPattern !== undefined && !Array.isArray(entry.anyPattern),
      child(path, 'anyPattern'),
      'must be a list',
    ),
    ...foreach.flatMap((nested, index) => checkForeach(nested, `${path}.foreach[${index}]`)),
  ];
}

const VERSION = /^(latest|v1\.(0|[1-9]\d*))$/;

function checkPodSecurityVersion({ podSecurity }: Validation, path: string): FieldProblem[] {
  const version = podSecurity?.version ?? '';
  return problemIf(
    version !== '' && !VERSION.test(version),
    child(path, 'podSecurity.version'),
    `must be "latest" or "v1.x", not "${version}"`,
  );
}

function checkCel({ expressions = [], paramKind, paramRef, auditAnnotations = [] }: Cel, path: string): FieldProblem[] {
  return [
    ...expressions.flatMap(({ expression }, index) =>
      problemIf(
        expression === '',
        `${path}.expressions[${index}].expression`,
        'cel.expressions.expression is required',
      ),
    ),
    ...(paramKind === undefined
      ? problemIf(paramRef !== undefined, child(path, 'paramKind'), 'cel.paramKind is required')
      : [
          ...problemIf(
            !paramKind.apiVersion,
            child(path, 'paramKind.apiVersion'),
            'cel.paramKind.apiVersion is required',
          ),
          ...problemIf(!paramKind.kind, child(path, 'paramKind.kind'), 'cel.paramKind.kind is required'),
          ...problemIf(paramRef === undefined, child(path, 'paramRef'), 'cel.paramRef is required'),
        ]),
    ...(paramRef === undefined ? [] : checkParamRef(paramRef, child(path, 'paramRef'))),
    ...auditAnnotations.flatMap(({ key, valueExpression }, index) => [
      ...problemIf(key === '', `${path}.auditAnnotations[${index}].key`, 'cel.auditAnnotation.key is required'),
      ...problemIf(
        valueExpression === '',
        `${path}.auditAnnotations[${index}].valueExpression`,
        'cel.auditAnnotation.valueExpression is required',
      ),
    ]),
  ];
}

function checkParamRef(
  { name = '', selector, parameterNotFoundAction }: NonNullable<Cel['paramRef']>,
  path: string,
): FieldProblem[] {
  return [
    ...problemIf(
      (name === '') === (selector === undefined),
      path,
      'one of cel.paramRef.name or cel.paramRef.selector must be set',
    ),
    ...problemIf(
      parameterNotFoundAction === undefined,
      child(path, 'parameterNotFoundAction'),
      'cel.paramRef.parameterNotFoundAction is required',
    ),
  ];
}

function checkMutation({ mutate = {}, celPreconditions }: Rule, path: string): FieldProblem[] {
  const { foreach = [], patchStrategicMerge, patchesJson6902 = '' } = mutate;
  const patches = countPatches(mutate);
  if (foreach.length > 0)
    return [
      ...problemIf(
        patches > 0,
        child(path, 'foreach'),
        'only one of `foreach`, `patchStrategicMerge`, or `patchesJson6902` is allowed',
      ),
      ...foreach.flatMap((entry, index) => checkMutateForeach(entry, `${path}.foreach[${index}]`)),
    ];
  return [
    ...problemIf(patches > 1, path, 'only one of `patchStrategicMerge` or `patchesJson6902` is allowed'),
    ...problemIf(
      (patchStrategicMerge ?? undefined) === undefined && patchesJson6902 === '',
      path,
      'one of foreach, patchStrategicMerge, patchesJson6902 must be specified',
    ),
    ...problemIf(celPreconditions !== undefined, path, 'celPrecondition can only be used with validate.cel'),
  ];
}

function countPatches({ patchStrategicMerge, patchesJson6902 }: Mutation): number {
  return count(patchStrategicMerge ?? undefined, patchesJson6902 || undefined);
}

function checkMutateForeach(entry: NonNullable<Mutation['foreach']>[number], path: string): FieldProblem[] {
  const { foreach = [], context, preconditions } = entry;
  const patches = countPatches(entry);
  if (foreach.length > 0)
    return [
      ...problemIf(patches > 0 || context !== undefined || preconditions !== undefined, path, IS_NESTED_ALONE),
      ...foreach.flatMap((nested, index) => checkMutateForeach(nested, `${path}.foreach[${index}]`)),
    ];
  return problemIf(patches !== 1, path, 'only one of `patchStrategicMerge` or `patchesJson6902` is allowed');
}

import type { CelLookups } from '../../../cel/lookups.ts';
import type { KubernetesObject, Manifest } from '../../../model/manifest.ts';
import type { CompiledPolicy, MutationResponse } from '../../compiled-policy.ts';
import type { FieldProblem } from '../../read/problem.ts';
import type { PolicyRequest, RuleResponse } from '../../types.ts';
import { variablesOfKyverno } from '../activation.ts';
import { type Answer, answer, failedAnswer, toRuleResponse } from '../answer.ts';
import { type AuditAnnotations, compileAuditAnnotations } from '../audit-annotations.ts';
import { type ControllerGroup, controllersOf } from '../auto-gen.ts';
import { type ConditionError, type Conditions, compileConditions, joinErrors } from '../conditions.ts';
import { compileExceptions, type Exceptions, type PolicyException } from '../exceptions.ts';
import { errorText } from '../expression.ts';
import { compileMatchResources, MATCHES_NOTHING, type ResourceMatcher } from '../match-resources.ts';
import { describePolicy } from '../policy-info.ts';
import { processOf } from '../process.ts';
import { createScope, type Scope } from '../scope.ts';
import type { MutatingPolicySpec } from '../spec.ts';
import { targetOf } from '../target.ts';
import { unsupportedIn } from '../unsupported.ts';
import { type Activation, compileVariables, type Variables } from '../variables.ts';
import { limitToNamespace } from '../within-namespace.ts';
import { rewriteMutatingPolicy } from './auto-gen.ts';
import { compileMutations, type ObjectMutator } from './mutate-object.ts';
import { isChanged } from './structural-merge.ts';

/** What a policy makes of an object, and what it says of it. */
interface Mutated {
  readonly verdict: Answer;
  readonly object: KubernetesObject | undefined;
}

interface Variant {
  readonly matcher: ResourceMatcher;
  mutate(request: PolicyRequest): Mutated;
}

/**
 * A MutatingPolicy or NamespacedMutatingPolicy. One that changes other objects than those at hand changes those at hand only.
 *
 * @param lookups where what is in no request is looked up, if anywhere
 *
 * Source: kyverno pkg/cel/policies/mpol/engine; https://kyverno.io/docs/policy-types/mutating-policy/
 */
export function compileMutatingPolicy(
  manifest: Manifest,
  spec: MutatingPolicySpec,
  exceptions: readonly PolicyException[],
  ignoresUnsupported: boolean,
  problems: FieldProblem[],
  lookups?: CelLookups,
): CompiledPolicy {
  const info = describePolicy(manifest, 'KyvernoMutatingPolicy');
  const outside = { lookups, namespace: info.kind === 'NamespacedMutatingPolicy' ? info.namespace : '' };
  const compile = (rewritten: MutatingPolicySpec) =>
    compileVariant(spec, rewritten, createScope('mutating', outside), exceptions, ignoresUnsupported, problems);
  const variants = [compile(spec), ...controllersOf(spec).map((group) => compileController(spec, group, compile))];
  const limit = limitToNamespace(info);
  const process = processOf(spec.evaluation);
  const actionOf = () => 'enforce' as const;
  return {
    info,
    concerns: (apiVersion, kind) =>
      limit.concerns(apiVersion, kind) && variants.some(({ matcher }) => matcher.concerns(apiVersion, kind)),
    validate: () => undefined,
    mutate: (request): MutationResponse | undefined => {
      const { object } = request;
      const target = targetOf(request);
      if (object === undefined || !limit.includes(target)) return undefined;
      const variant = variants.find(({ matcher }) => matcher.fit(target) !== 'not');
      if (variant === undefined) return undefined;
      const { verdict, object: patched } = variant.mutate(request);
      const isPatched = patched !== undefined && isChanged(object, patched);
      const response: RuleResponse = {
        ...toRuleResponse(verdict, 'mutate', process),
        ...(isPatched ? { patched } : undefined),
      };
      return { policy: info, responses: [response], actionOf, object: isPatched ? patched : object };
    },
  };
}

const EXTRACTION = answer('', 'skip', 'extraction mode: mutation for custom workload CRDs is not yet supported');

function compileController(
  spec: MutatingPolicySpec,
  { location, matchConstraints }: ControllerGroup,
  compile: (rewritten: MutatingPolicySpec) => Variant,
): Variant {
  if (location === 'extract') {
    const matcher = compileMatchResources(matchConstraints, false, 'spec.matchConstraints', []);
    return { matcher, mutate: () => ({ verdict: EXTRACTION, object: undefined }) };
  }
  return compile(rewriteMutatingPolicy({ ...spec, matchConstraints }, location));
}

/** Everything that is needed to change an object. */
interface Parts {
  readonly exempt: Exceptions;
  readonly conditions: Conditions;
  readonly variables: Variables;
  readonly mutators: readonly ObjectMutator[];
  readonly annotate: AuditAnnotations;
}

function compileVariant(
  written: MutatingPolicySpec,
  spec: MutatingPolicySpec,
  scope: Scope,
  exceptions: readonly PolicyException[],
  ignoresUnsupported: boolean,
  problems: FieldProblem[],
): Variant {
  const variables = compileVariables(scope, spec.variables ?? [], 'spec.variables', problems);
  const parts: Parts = {
    variables,
    conditions: compileConditions(scope, spec.matchConditions ?? [], 'spec.matchConditions', problems),
    exempt: compileExceptions(scope, exceptions, problems),
    mutators: compileMutations(scope, spec.mutations ?? [], written.evaluation?.useServerSideApply === true, problems),
    annotate: compileAuditAnnotations(scope, spec.auditAnnotations ?? [], 'spec.auditAnnotations', problems),
  };
  const matcher =
    spec.matchConstraints === undefined
      ? MATCHES_NOTHING
      : compileMatchResources(spec.matchConstraints, false, 'spec.matchConstraints', problems);
  return {
    matcher,
    mutate: (request) => {
      const activation: Activation = { ...variablesOfKyverno(request) };
      try {
        return mutate(parts, request, activation);
      } catch (error) {
        const text = `failed to evaluate policy: ${errorText(error)}`;
        return { verdict: failedAnswer('evaluation', text, [error], ignoresUnsupported), object: undefined };
      }
    },
  };
}

const SKIPPED: Mutated = { verdict: answer('', 'skip', 'skip'), object: undefined };

/** @throws when something cannot be evaluated */
function mutate(parts: Parts, { object }: PolicyRequest, activation: Activation): Mutated {
  activation.variables = {};
  const exemption = parts.exempt(activation, false);
  if (exemption.type === 'exempt')
    return { verdict: { rule: 'exception', properties: {}, ...exemption.response }, object: undefined };
  if (exemption.type === 'error') throw toError(exemption.errors);
  activation.exceptions = exemption.exceptions;
  parts.variables.bind(activation);
  const { holds, errors } = parts.conditions(activation);
  if (errors.length > 0) throw toError(errors);
  if (!holds || object === undefined) return SKIPPED;
  let patched = object;
  for (const mutator of parts.mutators) {
    patched = mutator(patched, activation);
    activation.object = patched;
  }
  return { verdict: answer('', 'pass', 'success', parts.annotate(activation)), object: patched };
}

function toError(errors: readonly ConditionError[]): Error {
  const unsupported = errors.map(({ error }) => unsupportedIn(error)).find((found) => found !== undefined);
  return new Error(joinErrors(errors), { cause: unsupported });
}

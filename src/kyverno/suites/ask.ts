import type { KubernetesObject } from '../../model/manifest.ts';
import type { MutationResponse } from '../compiled-policy.ts';
import type { PolicyRequest, PolicyResponse, RuleResponse } from '../types.ts';
import { buildCelRequest, buildRequest, hasOwnRequest, type RequestContext } from './build-request.ts';
import type { Phase, SuitePolicy } from './policies.ts';
import type { SuiteResource } from './resources.ts';
import type { RowOperation } from './suite.ts';

/** What a suite asks of an engine. */
export interface SuiteEngine {
  validate(request: PolicyRequest): readonly PolicyResponse[];
  mutate(request: PolicyRequest): Mutated;
}

interface Mutated {
  readonly object: KubernetesObject;
  readonly responses: readonly MutationResponse[];
}

/** What a policy answered in one phase; without rules when none applied. */
export interface Answer {
  readonly policy: SuitePolicy;
  readonly rules: readonly RuleResponse[];
  /** What was judged, or what mutation made of it. */
  readonly object: KubernetesObject;
}

/** What asking needs to know besides the resource. */
export interface AskContext extends RequestContext {
  readonly engine: SuiteEngine;
  /** In the order in which they were given. */
  readonly policies: readonly SuitePolicy[];
}

/**
 * Asks all policies about a resource in the order of Kyverno's CLI: policies of `kyverno.io` mutate, then they validate what came out;
 * then policies in CEL mutate, and validate what came out of that.
 *
 * Source: kyverno cmd/cli/kubectl-kyverno/processor/policy_processor.go, ApplyPoliciesOnResource
 */
export function ask(
  resource: SuiteResource,
  operation: RowOperation | undefined,
  context: AskContext,
): readonly Answer[] {
  const asking = new Asking(resource, operation, context);
  return [
    ...asking.mutate(),
    ...asking.validate('verifyImages'),
    ...asking.validate('validate'),
    ...asking.mutateByCel(),
    ...asking.validateByCel('validateCel'),
    ...asking.validateByCel('validateAdmission'),
  ];
}

/**
 * Asks about an object that is in the cluster already: what policies that mutate existing resources make of it, whatever made them do so. An
 * answer for each policy that changed it.
 *
 * Source: kyverno cmd/cli/kubectl-kyverno/commands/test/output.go, extractPatchedTargetFromEngineResponse
 */
export function askAboutTarget(target: SuiteResource, context: AskContext): readonly Answer[] {
  const existing = context.policies.filter(({ mutatesExisting }) => mutatesExisting);
  if (existing.length === 0) return [];
  const sending = { operation: undefined, policy: undefined };
  const { responses } = context.engine.mutate(buildRequest(target, target.object, sending, context));
  return existing.flatMap((policy) => {
    const response = responseOf(policy, responses);
    const rule = response?.responses.find(({ status }) => status === 'pass');
    return response === undefined || rule === undefined ? [] : [{ policy, rules: [rule], object: response.object }];
  });
}

/** Has a payload judged, which is no object of Kubernetes. */
export function askAboutPayload(payload: SuiteResource, context: AskContext): readonly Answer[] {
  const { object } = payload;
  const request = { ...buildCelRequest(payload, object, undefined, context), parent: { apiVersion: '', kind: '' } };
  const responses = context.engine.validate(request);
  return context.policies.map((policy) => ({ policy, rules: responseOf(policy, responses)?.responses ?? [], object }));
}

class Asking {
  private readonly resource: SuiteResource;
  private readonly operation: RowOperation | undefined;
  private readonly context: AskContext;
  /** The object as mutations left it. */
  private object: KubernetesObject;
  private readonly validations = new Map<string, readonly PolicyResponse[]>();
  private celValidations: readonly PolicyResponse[] | undefined;

  constructor(resource: SuiteResource, operation: RowOperation | undefined, context: AskContext) {
    this.resource = resource;
    this.operation = operation;
    this.context = context;
    this.object = resource.object;
  }

  mutate(): readonly Answer[] {
    const policies = this.policiesOf('mutate');
    const byRequest = new Map<string, readonly MutationResponse[]>();
    return policies.map((policy) => {
      const key = this.requestKey(policy);
      let responses = byRequest.get(key);
      if (responses === undefined) {
        responses = mutate(this.context.engine, this.requestFor(policy)).responses;
        byRequest.set(key, responses);
      }
      const response = responseOf(policy, responses);
      if (response !== undefined) this.object = response.object;
      return { policy, rules: response?.responses ?? [], object: this.object };
    });
  }

  validate(phase: 'verifyImages' | 'validate'): readonly Answer[] {
    return this.policiesOf(phase).map((policy) => {
      const key = this.requestKey(policy);
      let responses = this.validations.get(key);
      if (responses === undefined) {
        responses = this.context.engine.validate(this.requestFor(policy));
        this.validations.set(key, responses);
      }
      const rules = responseOf(policy, responses)?.responses ?? [];
      return {
        policy,
        rules: rules.filter(({ type }) => (type === 'verifyImages') === (phase === 'verifyImages')),
        object: this.object,
      };
    });
  }

  mutateByCel(): readonly Answer[] {
    const policies = this.policiesOf('mutateCel');
    if (policies.length === 0) return [];
    // All policies change it anew, those of kyverno.io too: what they do twice may not be what they do once.
    const { responses, object } = mutate(this.context.engine, this.celRequest(this.resource.object));
    const answered = policies.flatMap((policy) => {
      const response = responseOf(policy, responses);
      return response === undefined && policy.isSilent ? [] : [{ policy, rules: response?.responses ?? [] }];
    });
    if (object !== undefined) this.object = object;
    return answered.map((answer) => ({ ...answer, object: this.object }));
  }

  validateByCel(phase: 'validateCel' | 'validateAdmission'): readonly Answer[] {
    const policies = this.policiesOf(phase);
    if (policies.length === 0) return [];
    this.celValidations ??= this.context.engine.validate(this.celRequest(this.object));
    const responses = this.celValidations;
    return policies.flatMap((policy) => {
      const response = responseOf(policy, responses);
      if (response === undefined && policy.isSilent) return [];
      return [{ policy, rules: response?.responses ?? [], object: this.object }];
    });
  }

  private policiesOf(phase: Phase): readonly SuitePolicy[] {
    return this.context.policies.filter(({ phases }) => phases.includes(phase));
  }

  /** Policies with the same key are asked the same. */
  private requestKey({ name }: SuitePolicy): string {
    return hasOwnRequest(this.resource, name, this.context.values) ? name : '';
  }

  private requestFor(policy: SuitePolicy): PolicyRequest {
    const own = this.requestKey(policy);
    const sending = { operation: this.operation, policy: own === '' ? undefined : own };
    return buildRequest(this.resource, this.object, sending, this.context);
  }

  private celRequest(object: KubernetesObject): PolicyRequest {
    return buildCelRequest(this.resource, object, this.operation, this.context);
  }
}

/** What is deleted cannot be changed. */
function mutate(engine: SuiteEngine, request: PolicyRequest): Partial<Mutated> & Pick<Mutated, 'responses'> {
  return request.object === undefined ? { responses: [] } : engine.mutate(request);
}

function responseOf<Response extends PolicyResponse>(
  { kind, key }: SuitePolicy,
  responses: readonly Response[],
): Response | undefined {
  return responses.find(({ policy }) => policy.kind === kind && policy.key === key);
}

import { type CelPolicySettings, compileCelPolicies } from '../../../src/kyverno/cel-policies/compile.ts';
import { builtInKind } from '../../../src/kyverno/kinds.ts';
import type { Operation, PolicyRequest, PolicyResponse, UserInfo } from '../../../src/kyverno/types.ts';
import type { KubernetesObject, Manifest } from '../../../src/model/manifest.ts';

export function manifestOf(object: object): Manifest {
  return { object: object as KubernetesObject, source: { file: 'policy.yaml', lineOf: (path) => path.length + 1 } };
}

export const CREATES_PODS = [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] }];
export const ANYTHING = [{ apiGroups: ['*'], apiVersions: ['*'], operations: ['*'], resources: ['*'] }];

interface PolicyOptions {
  readonly kind?: string;
  readonly apiVersion?: string;
  readonly metadata?: object;
}

/** A policy named `p`, for pods unless its spec says something else. */
export function policyOf(
  spec: object,
  { kind = 'ValidatingPolicy', apiVersion, metadata }: PolicyOptions = {},
): object {
  const group = kind.includes('Admission') ? 'admissionregistration.k8s.io' : 'policies.kyverno.io';
  return {
    apiVersion: apiVersion ?? `${group}/v1`,
    kind,
    metadata: { name: 'p', ...metadata },
    spec: kind.endsWith('Binding') ? spec : { matchConstraints: { resourceRules: CREATES_PODS }, ...spec },
  };
}

export function exceptionOf(spec: object, metadata: object = {}): object {
  return {
    apiVersion: 'policies.kyverno.io/v1',
    kind: 'PolicyException',
    metadata: { name: 'e', namespace: 'exceptions', ...metadata },
    spec: { policyRefs: [{ kind: 'ValidatingPolicy', name: 'p' }], ...spec },
  };
}

export function podOf(fields: object = {}, spec: object = {}): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'pod', namespace: 'shop', ...fields },
    spec: { containers: [{ name: 'app', image: 'nginx' }], ...spec },
  };
}

export function deploymentOf(template: object): KubernetesObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'shop' },
    spec: { template },
  };
}

interface RequestOptions {
  readonly operation?: Operation;
  readonly oldObject?: KubernetesObject;
  readonly subresource?: string;
  readonly namespaceLabels?: Readonly<Record<string, string>>;
  readonly user?: UserInfo;
}

export function requestFor(object: KubernetesObject, options: RequestOptions = {}): PolicyRequest {
  const { operation = 'CREATE', oldObject, subresource = '', namespaceLabels = {}, user } = options;
  const isNamespaced = builtInKind(object.apiVersion, object.kind)?.isNamespaced ?? true;
  const { namespace = 'default' } = (object.metadata ?? {}) as { namespace?: string };
  return {
    operation,
    object: operation === 'DELETE' ? undefined : object,
    oldObject: operation === 'DELETE' ? object : oldObject,
    subresource,
    isNamespaced,
    namespace: isNamespaced ? namespace : '',
    namespaceLabels,
    user,
  };
}

export function compile(documents: readonly object[], settings: Partial<CelPolicySettings> = {}) {
  return compileCelPolicies(documents.map(manifestOf), {
    ignoresUnsupported: false,
    requiresBinding: true,
    ...settings,
  });
}

/** What one policy, which has to compile, answers about an object. */
export function validateWith(
  documents: readonly object[],
  request: PolicyRequest,
  settings: Partial<CelPolicySettings> = {},
): PolicyResponse | undefined {
  const { policies, problems } = compile(documents, settings);
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
  const [policy] = policies;
  if (policy === undefined) throw new Error('no policy');
  return policy.validate(request);
}

/** Status and message of the only answer; nothing where there is none. */
export function verdictOf(response: PolicyResponse | undefined): string | undefined {
  if (response === undefined) return undefined;
  return response.responses.map(({ status, message }) => `${status}: ${message}`).join('; ');
}

import { createEngine, type EngineSettings, type PolicyEngine } from '../../src/kyverno/engine.ts';
import type { PolicyRequest } from '../../src/kyverno/types.ts';
import type { KubernetesObject, Manifest } from '../../src/model/manifest.ts';

/** A document as a file has it, on line 1. */
export function manifest(object: KubernetesObject, file = 'policy.yaml'): Manifest {
  return { object, source: { file, lineOf: () => 1 } };
}

export interface PolicyParts {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly name?: string;
  readonly namespace?: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly spec?: Readonly<Record<string, unknown>>;
}

/** A classic policy with these rules. */
export function classicPolicy(rules: readonly unknown[], parts: PolicyParts = {}): KubernetesObject {
  const { apiVersion = 'kyverno.io/v1', kind = 'ClusterPolicy', name = 'p', namespace, annotations, spec } = parts;
  return {
    apiVersion,
    kind,
    metadata: { name, ...(namespace && { namespace }), ...(annotations && { annotations }) },
    spec: { ...spec, rules },
  };
}

export const MATCH_PODS = { any: [{ resources: { kinds: ['Pod'] } }] };

/** A rule on Pods, with a body that any Pod passes where none is given. */
export function rule(parts: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> {
  return {
    name: 'r',
    match: MATCH_PODS,
    ...(['validate', 'mutate', 'generate', 'verifyImages'].some((body) => body in parts)
      ? {}
      : { validate: { message: 'm', pattern: { metadata: { name: '?*' } } } }),
    ...parts,
  };
}

export interface ObjectParts {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly [field: string]: unknown;
}

export function object(parts: ObjectParts = {}): KubernetesObject {
  const { apiVersion = 'v1', kind = 'Pod', metadata = {}, ...rest } = parts;
  return { apiVersion, kind, metadata: { name: 'a', ...metadata }, ...rest };
}

/** The request that creates an object. */
export function requestOf(created: KubernetesObject | undefined, parts: Partial<PolicyRequest> = {}): PolicyRequest {
  return {
    operation: 'CREATE',
    object: created,
    subresource: '',
    isNamespaced: created?.kind !== 'Namespace',
    namespace: created?.kind === 'Namespace' ? '' : 'default',
    namespaceLabels: {},
    ...parts,
  };
}

export const SETTINGS: EngineSettings = { mode: 'strict', ignoresUnsupported: false };

/** An engine of these documents, which have to be without problems. */
export function engineOf(documents: readonly KubernetesObject[], settings: Partial<EngineSettings> = {}): PolicyEngine {
  const { engine, problems } = createEngine(
    documents.map((document) => manifest(document)),
    { ...SETTINGS, ...settings },
  );
  if (problems.length > 0) throw new Error(problems.map(({ path, message }) => `${path}: ${message}`).join('\n'));
  return engine;
}

/** What the rules of a policy answer: name, status and message. */
export function answersOf(
  policy: KubernetesObject | readonly KubernetesObject[],
  request: PolicyRequest,
  settings: Partial<EngineSettings> = {},
): [rule: string, status: string, message: string][] {
  return engineOf('kind' in policy ? [policy] : policy, settings)
    .validate(request)
    .flatMap(({ responses }) => responses.map(({ rule, status, message }) => [rule, status, message]));
}

import { groupOf, isRecord, type KubernetesObject, metadataText } from '../../model/manifest.ts';

/** What the CLI asks a policy for, one after the other. Each has an answer of its own, which may be empty. */
export type Phase = 'mutate' | 'verifyImages' | 'validate' | 'mutateCel' | 'validateAdmission' | 'validateCel';

/** A policy as rows of a suite see it. */
export interface SuitePolicy {
  readonly kind: string;
  readonly name: string;
  /** `name`, or `namespace/name`. */
  readonly key: string;
  readonly phases: readonly Phase[];
  /** Whether rows name it without a rule, or their rule counts for nothing. */
  readonly hasNoRules: boolean;
  /** Whether it answers nothing, not even that nothing applies, to objects that it does not match. */
  readonly isSilent: boolean;
  /** Whether it changes what is in the cluster already, besides or instead of what it is asked about. */
  readonly mutatesExisting: boolean;
  /** Whether what fails is a warning: it is not scored. */
  readonly isUnscored: boolean;
}

/** Reads what rows have to know of a policy; undefined for a document that is none, such as a binding. */
export function describePolicy(object: KubernetesObject): SuitePolicy | undefined {
  const phases = phasesOf(object);
  if (phases === undefined) return undefined;
  const name = metadataText(object, 'name');
  const namespace = metadataText(object, 'namespace');
  return {
    kind: object.kind,
    name,
    key: namespace === '' ? name : `${namespace}/${name}`,
    phases,
    hasNoRules: groupOf(object.apiVersion) !== 'kyverno.io',
    isSilent: isSilent(object, phases),
    mutatesExisting: mutatesExisting(object.spec),
    isUnscored: textOf(object, 'annotations', 'policies.kyverno.io/scored') === 'false',
  };
}

/** Undefined for what is no policy. */
function phasesOf({ apiVersion, kind, spec }: KubernetesObject): readonly Phase[] | undefined {
  const group = groupOf(apiVersion);
  if (group === 'kyverno.io')
    return CLASSIC.has(kind) ? phasesOfRules(isRecord(spec) ? spec.rules : undefined) : undefined;
  return PHASES[`${group}/${kind}`];
}

const CLASSIC = new Set(['ClusterPolicy', 'Policy']);

const PHASES: Readonly<Record<string, readonly Phase[]>> = {
  'admissionregistration.k8s.io/ValidatingAdmissionPolicy': ['validateAdmission'],
  'admissionregistration.k8s.io/MutatingAdmissionPolicy': [],
  'policies.kyverno.io/ValidatingPolicy': ['validateCel'],
  'policies.kyverno.io/NamespacedValidatingPolicy': ['validateCel'],
  'policies.kyverno.io/MutatingPolicy': ['mutateCel'],
  'policies.kyverno.io/NamespacedMutatingPolicy': ['mutateCel'],
  'policies.kyverno.io/ImageValidatingPolicy': [],
  'policies.kyverno.io/NamespacedImageValidatingPolicy': [],
  'policies.kyverno.io/GeneratingPolicy': [],
  'policies.kyverno.io/NamespacedGeneratingPolicy': [],
  'policies.kyverno.io/DeletingPolicy': [],
  'policies.kyverno.io/NamespacedDeletingPolicy': [],
};

/** Whether a policy judges JSON payloads. */
export function judgesPayloads({ kind, spec }: KubernetesObject): boolean {
  const evaluation = isRecord(spec) ? spec.evaluation : undefined;
  return kind.endsWith('ValidatingPolicy') && isRecord(evaluation) && evaluation.mode === 'JSON';
}

function mutatesExisting(spec: unknown): boolean {
  if (!isRecord(spec)) return false;
  const rules: unknown[] = Array.isArray(spec.rules) ? spec.rules : [];
  const evaluation = isRecord(spec.evaluation) ? spec.evaluation.mutateExisting : undefined;
  return (
    rules.some((rule) => isRecord(rule) && isRecord(rule.mutate) && !isBlank(rule.mutate.targets)) ||
    (isRecord(evaluation) && evaluation.enabled === true)
  );
}

/** Images are verified in two steps, with an answer each. */
function phasesOfRules(rules: unknown): readonly Phase[] {
  const all: unknown[] = Array.isArray(rules) ? rules : [];
  const some = (field: string) => all.some((rule) => isRecord(rule) && !isBlank(rule[field]));
  const phases: Phase[] = [];
  if (some('mutate')) phases.push('mutate');
  if (some('verifyImages')) phases.push('verifyImages');
  if (some('validate') || some('verifyImages')) phases.push('validate');
  return phases;
}

function isBlank(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'object' && Object.keys(value).length === 0);
}

/**
 * Policies in CEL are silent, unless their constraints say more than one rule without names.
 *
 * Source: kyverno cmd/cli/kubectl-kyverno/processor/policy_processor.go, hasSelector
 */
function isSilent({ spec }: KubernetesObject, phases: readonly Phase[]): boolean {
  if (!phases.includes('validateCel') && !phases.includes('mutateCel')) return false;
  const constraints = isRecord(spec) && isRecord(spec.matchConstraints) ? spec.matchConstraints : undefined;
  if (constraints === undefined) return false;
  const { namespaceSelector, objectSelector, excludeResourceRules, resourceRules } = constraints;
  if (selects(namespaceSelector) || selects(objectSelector) || !isBlank(excludeResourceRules)) return false;
  const [rule, ...others]: unknown[] = Array.isArray(resourceRules) ? resourceRules : [];
  return isRecord(rule) && others.length === 0 && isBlank(rule.resourceNames);
}

function selects(selector: unknown): boolean {
  return isRecord(selector) && (!isBlank(selector.matchLabels) || !isBlank(selector.matchExpressions));
}

function textOf({ metadata }: KubernetesObject, field: string, key: string): unknown {
  const map = isRecord(metadata) ? metadata[field] : undefined;
  return isRecord(map) && Object.hasOwn(map, key) ? map[key] : undefined;
}

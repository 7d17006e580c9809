import { evaluatePod, type PodVerdict } from '../pss/evaluate.ts';
import type { PodObject } from '../pss/pod.ts';
import { goQuote } from '../pss/text.ts';
import type { AdmissionConfiguration } from './configuration.ts';
import { isExemptNamespace, isExemptRuntimeClass, isExemptUser } from './exemptions.ts';
import {
  DEFAULT_POLICY,
  describeLabelErrors,
  formatStandard,
  isPrivileged,
  type LabelError,
  type Policy,
  resolvePolicy,
  type Standard,
} from './policy.ts';

/** A request to create an object that is, or holds, a pod. */
export interface ReviewRequest {
  /** `metadata` and `spec` of the pod or of the template, as the API server has them after defaulting. */
  readonly pod: PodObject;
  readonly namespace: string;
  /** Labels of the namespace. */
  readonly labels: Readonly<Record<string, string>>;
  /** Who asks; nobody is exempt when it is absent. */
  readonly username?: string;
}

/** What Pod Security Admission answers. */
export interface Review {
  readonly allowed: boolean;
  /** Why it is refused, in full: `pods "x" is forbidden: violates PodSecurity …`. */
  readonly message?: string;
  readonly warnings: readonly string[];
  /** By key without the prefix `pod-security.kubernetes.io/`. */
  readonly auditAnnotations: Readonly<Record<string, string>>;
}

/**
 * Judges a request to create a pod.
 *
 * Source: k8s.io/pod-security-admission/admission, ValidatePod and EvaluatePod
 * @param request `name` is empty when the API server is to make one of generateName. Its pod has to decode: the API server
 *   refuses others before they get here, and what is answered for them has no model upstream.
 */
export function reviewPod(
  request: ReviewRequest & { readonly name: string },
  configuration: AdmissionConfiguration,
): Review {
  const exempt = exemption(request, configuration);
  if (exempt !== undefined) return exempt;
  const { policy, errors } = resolvePolicy(request.labels, configuration.defaults);
  // The text is fixed, whatever versions the policy has.
  if (errors.length === 0 && isPrivileged(policy))
    return allow({ 'enforce-policy': formatStandard(DEFAULT_POLICY.enforce) });
  if (isExemptRuntimeClass(configuration, request.pod.spec?.runtimeClassName)) return allow({ exempt: 'runtimeClass' });

  const verdict = evaluatePod(standardText(policy.enforce), request.pod);
  const annotations = { ...errorAnnotation(errors), 'enforce-policy': formatStandard(policy.enforce) };
  if (verdict.allowed) return advise(request.pod, policy, annotations);
  const { auditAnnotations } = advise(request.pod, policy, annotations);
  // A request that is refused carries no warnings.
  return { allowed: false, message: forbid(request.name, policy.enforce, verdict), warnings: [], auditAnnotations };
}

/**
 * Judges a request to create an object that makes pods. It is never refused: its pods will be.
 *
 * Source: k8s.io/pod-security-admission/admission, ValidatePodController
 */
export function reviewController(request: ReviewRequest, configuration: AdmissionConfiguration): Review {
  const exempt = exemption(request, configuration);
  if (exempt !== undefined) return exempt;
  const { policy, errors } = resolvePolicy(request.labels, configuration.defaults);
  if (errors.length === 0 && policy.warn.level === 'privileged' && policy.audit.level === 'privileged') return allow();
  if (isExemptRuntimeClass(configuration, request.pod.spec?.runtimeClassName)) return allow({ exempt: 'runtimeClass' });
  return advise(request.pod, policy, errorAnnotation(errors));
}

function exemption({ namespace, username }: ReviewRequest, configuration: AdmissionConfiguration): Review | undefined {
  if (isExemptNamespace(configuration, namespace)) return allow({ exempt: 'namespace' });
  if (isExemptUser(configuration, username)) return allow({ exempt: 'user' });
  return undefined;
}

function allow(auditAnnotations: Readonly<Record<string, string>> = {}): Review {
  return { allowed: true, warnings: [], auditAnnotations };
}

/** What the audit log and the user are told of a request that goes through. */
function advise(pod: PodObject, { audit, warn }: Policy, annotations: Readonly<Record<string, string>>): Review {
  const violation = describeViolation(audit, evaluatePod(standardText(audit), pod));
  const warning = describeViolation(warn, evaluatePod(standardText(warn), pod));
  return {
    allowed: true,
    warnings: warning === undefined ? [] : [`would ${warning}`],
    auditAnnotations:
      violation === undefined ? annotations : { ...annotations, 'audit-violations': `would ${violation}` },
  };
}

function describeViolation(standard: Standard, { allowed, detail }: PodVerdict): string | undefined {
  return allowed ? undefined : `violate PodSecurity ${goQuote(formatStandard(standard))}: ${detail}`;
}

function forbid(name: string, standard: Standard, { detail }: PodVerdict): string {
  const pod = name === '' ? 'pods' : `pods ${goQuote(name)}`;
  return `${pod} is forbidden: violates PodSecurity ${goQuote(formatStandard(standard))}: ${detail}`;
}

function errorAnnotation(errors: readonly LabelError[]): Readonly<Record<string, string>> {
  return errors.length === 0 ? {} : { error: `Failed to parse policy: ${describeLabelErrors(errors)}` };
}

function standardText({ level, version }: Standard): { readonly level: string; readonly version: string } {
  return { level, version: version.text };
}

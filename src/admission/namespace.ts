import { compareLevels } from '../pss/levels.ts';
import { goQuote } from '../pss/text.ts';
import type { AdmissionConfiguration } from './configuration.ts';
import { isExemptNamespace } from './exemptions.ts';
import { levelLabel, MODES, versionLabel } from './labels.ts';
import {
  describeLabelErrors,
  formatStandard,
  isPrivileged,
  type LabelError,
  type Policy,
  resolvePolicy,
  type Standard,
} from './policy.ts';

type Labels = Readonly<Record<string, string>>;

/** What Pod Security Admission answers when someone creates or changes a namespace. */
export interface NamespaceReview {
  readonly allowed: boolean;
  /** Why it is refused, in full: `Namespace "x" is invalid: metadata.labels[…]…`. */
  readonly message?: string;
  readonly warnings: readonly string[];
}

/**
 * Judges a request to create or change a namespace: labels have to be valid unless they were wrong in the same way before,
 * and a stricter enforced standard warns of the pods that are already there.
 *
 * Source: k8s.io/pod-security-admission/admission, ValidateNamespace
 * @param request `oldLabels` are absent when the namespace is created
 * @param scan warnings about the pods that exist, see `describeExistingPods`; called only when upstream would list them
 */
export function reviewNamespace(
  request: { readonly name: string; readonly labels: Labels; readonly oldLabels?: Labels },
  configuration: AdmissionConfiguration,
  scan: () => readonly string[] = () => [],
): NamespaceReview {
  const { name, labels, oldLabels } = request;
  const current = resolvePolicy(labels, configuration.defaults);
  const previous = oldLabels === undefined ? undefined : resolvePolicy(oldLabels, configuration.defaults);
  if (current.errors.length > 0 && !areSameErrors(current.errors, previous?.errors ?? [])) {
    const message = `Namespace ${goQuote(name)} is invalid: ${describeLabelErrors(current.errors)}`;
    return { allowed: false, message, warnings: [] };
  }
  if (previous !== undefined && !needsScan(current.policy.enforce, previous.policy.enforce)) return ALLOWED;
  if (isExemptNamespace(configuration, name)) {
    const warning = exemptWarning(name, labels, current.policy, configuration);
    return warning === '' ? ALLOWED : { allowed: true, warnings: [warning] };
  }
  return previous === undefined ? ALLOWED : { allowed: true, warnings: scan() };
}

const ALLOWED: NamespaceReview = { allowed: true, warnings: [] };

/** Errors that stay as they were are tolerated; mending one of two is not. */
function areSameErrors(current: readonly LabelError[], previous: readonly LabelError[]): boolean {
  return (
    current.length === previous.length &&
    current.every(({ key, value }, index) => previous[index]?.key === key && previous[index]?.value === value)
  );
}

/** Whether pods that were fine may no longer be. Another version counts, also an older one. */
function needsScan(current: Standard, previous: Standard): boolean {
  if (current.level === 'privileged') return false;
  return current.version.text !== previous.version.text || compareLevels(current.level, previous.level) > 0;
}

/**
 * What a person is told who labels a namespace that the cluster's configuration exempts; the empty string when the labels
 * change nothing. Lists only modes that the labels name, so that the parentheses may be empty.
 *
 * Source: k8s.io/pod-security-admission/admission, exemptNamespaceWarning
 * @param policy what the labels resolve to
 */
export function exemptWarning(
  name: string,
  labels: Labels,
  policy: Policy,
  { defaults }: Pick<AdmissionConfiguration, 'defaults'>,
): string {
  if (isPrivileged(policy) || MODES.every((mode) => areEquivalent(policy[mode], defaults[mode]))) return '';
  const modes = MODES.filter(
    (mode) =>
      policy[mode].level !== 'privileged' &&
      (Object.hasOwn(labels, levelLabel(mode)) || Object.hasOwn(labels, versionLabel(mode))),
  ).map((mode) => `${mode}=${formatStandard(policy[mode])}`);
  return `namespace ${goQuote(name)} is exempt from Pod Security, and the policy (${modes.join(', ')}) will be ignored`;
}

function areEquivalent(a: Standard, b: Standard): boolean {
  return a.level === b.level && (a.level === 'privileged' || a.version.text === b.version.text);
}

export { describeExistingPods, type ExistingPod } from './existing-pods.ts';

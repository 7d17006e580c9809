import { groupBy } from '../model/group-by.ts';
import { compareUtf8, goQuote } from '../pss/text.ts';
import { formatStandard, type Standard } from './policy.ts';

/** A pod that runs in the namespace when its labels change. */
export interface ExistingPod {
  readonly name: string;
  /** Why it breaks the new standard, without details (`PodVerdict.reason`); empty when it does not. */
  readonly reason: string;
  /** UID of the controller that it belongs to; absent when it has none. */
  readonly owner?: string;
}

/** More pods than these are not looked at. Upstream also stops after a second. */
const MAX_PODS = 3000;

/**
 * The warnings of a namespace whose enforced standard became stricter: pods by what is wrong with them, each group under
 * the name that comes first.
 *
 * Source: k8s.io/pod-security-admission/admission, EvaluatePodsInNamespace
 * @param pods without those of an exempt runtime class, in the order in which they are listed
 */
export function describeExistingPods(
  namespace: string,
  standard: Standard,
  pods: readonly ExistingPod[],
): readonly string[] {
  const checked = prioritize(pods).slice(0, MAX_PODS);
  const groups = groupBy(
    checked.filter(({ reason }) => reason !== ''),
    ({ reason }) => reason,
  );
  const warnings: string[] = [];
  if (checked.length < pods.length) {
    const counts = `${checked.length} of ${pods.length}`;
    warnings.push(`new PodSecurity enforce level only checked against the first ${counts} existing pods`);
  }
  if (groups.size > 0) {
    const level = goQuote(formatStandard(standard));
    warnings.push(
      `existing pods in namespace ${goQuote(namespace)} violate the new PodSecurity enforce level ${level}`,
    );
  }
  return [...warnings, ...[...groups].map(describeGroup).sort(compareUtf8)];
}

/** One pod of each controller before its replicas, which are likely to be the same. */
function prioritize(pods: readonly ExistingPod[]): readonly ExistingPod[] {
  const seen = new Set<string>();
  const first: ExistingPod[] = [];
  const replicas: ExistingPod[] = [];
  for (const pod of pods) {
    const isReplica = pod.owner !== undefined && seen.has(pod.owner);
    (isReplica ? replicas : first).push(pod);
    if (pod.owner !== undefined) seen.add(pod.owner);
  }
  return [...first, ...replicas];
}

function describeGroup([reason, pods]: readonly [string, readonly ExistingPod[]]): string {
  const [name] = pods.map((pod) => pod.name).sort(compareUtf8);
  const others = pods.length - 1;
  if (others === 0) return `${name}: ${reason}`;
  return `${name} (and ${others} other ${others === 1 ? 'pod' : 'pods'}): ${reason}`;
}

import { defineCheck, type Forbidden, podViolation } from '../check.ts';
import type { Pod } from '../pod.ts';
import { joinQuote, pluralize } from '../text.ts';

/**
 * hostPathVolumes (baseline): pods do not mount directories of their node.
 *
 * Restricted fields  spec.volumes[*].hostPath
 * Allowed values     unset
 * Versions           v1.0. At the restricted level restrictedVolumes takes its place.
 * Source             k8s.io/pod-security-admission/policy/check_hostPathVolumes.go
 */
export const hostPathVolumes = defineCheck({
  id: 'hostPathVolumes',
  level: 'baseline',
  control: 'HostPath Volumes',
  summary: 'Pods do not mount directories of their node.',
  fields: ['spec.volumes[*].hostPath'],
  allowed: 'unset',
  remediation: 'Use a configMap, emptyDir, persistentVolumeClaim or another volume that does not reach the node.',
  versions: [{ since: 'v1.0', evaluate: forbidHostPath }],
});

function forbidHostPath({ spec }: Pod): Forbidden | undefined {
  const volumes = (spec.volumes ?? [])
    .map((volume, index) => ({ name: volume?.name ?? '', source: volume?.hostPath, index }))
    .filter(({ source }) => source != null);
  if (volumes.length === 0) return undefined;
  return {
    reason: 'hostPath volumes',
    detail: `${pluralize('volume', 'volumes', volumes.length)} ${joinQuote(volumes.map(({ name }) => name))}`,
    violations: () => volumes.map(({ source, index }) => podViolation(['volumes', index, 'hostPath'], source, 'unset')),
  };
}

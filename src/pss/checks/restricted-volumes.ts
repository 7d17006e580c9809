import { defineCheck, type Forbidden, podViolation } from '../check.ts';
import { ALLOWED_VOLUME_SOURCES, type Optional, OTHER_VOLUME_SOURCES, type Pod, type Volume } from '../pod.ts';
import { joinQuote, pluralize, sortedSet } from '../text.ts';

/**
 * restrictedVolumes (restricted): pods use only volume types that cannot reach the node or bypass storage policy.
 *
 * Restricted fields  spec.volumes[*].*
 * Allowed values     configMap, csi, downwardAPI, emptyDir, ephemeral, image, persistentVolumeClaim, projected, secret.
 *                    A volume with any of these passes, whatever else it holds.
 * Versions           v1.0. Overrides hostPathVolumes.
 * Source             k8s.io/pod-security-admission/policy/check_restrictedVolumes.go
 */
export const restrictedVolumes = defineCheck({
  id: 'restrictedVolumes',
  level: 'restricted',
  control: 'Volume Types',
  summary: 'Pods use only volume types that do not reach the node.',
  fields: ['spec.volumes[*]'],
  allowed: ALLOWED_VOLUME_SOURCES.join(', '),
  remediation: 'Use one of the allowed volume types, for example a persistentVolumeClaim.',
  versions: [{ since: 'v1.0', evaluate: forbidOtherVolumes, overrides: ['hostPathVolumes'] }],
});

function forbidOtherVolumes({ spec }: Pod): Forbidden | undefined {
  const list = spec.volumes;
  if (list == null || list.every(isAllowed)) return undefined;
  const volumes = list
    .map((volume, index) => ({ volume, index, name: volume?.name ?? '', type: typeOf(volume) }))
    .filter(({ volume }) => !isAllowed(volume));
  const types = sortedSet(volumes.map(({ type }) => type));
  return {
    reason: 'restricted volume types',
    detail: [
      pluralize('volume', 'volumes', volumes.length),
      joinQuote(volumes.map(({ name }) => name)),
      pluralize('uses', 'use', volumes.length),
      pluralize('restricted volume type', 'restricted volume types', types.length),
      joinQuote(types),
    ].join(' '),
    violations: () =>
      volumes.map(({ volume, index, type }) =>
        podViolation(
          ['volumes', index, ...(type === UNKNOWN ? [] : [type])],
          volume?.[type],
          `one of ${ALLOWED_VOLUME_SOURCES.join(', ')}`,
        ),
      ),
  };
}

const UNKNOWN = 'unknown';

function isAllowed(volume: Optional<Volume>): boolean {
  if (volume == null) return false;
  for (const source of ALLOWED_VOLUME_SOURCES) if (volume[source] != null) return true;
  return false;
}

function typeOf(volume: Optional<Volume>): string {
  return OTHER_VOLUME_SOURCES.find((source) => volume?.[source] != null) ?? UNKNOWN;
}

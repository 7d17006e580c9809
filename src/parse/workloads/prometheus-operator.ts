import { groupOf, isRecord, type KubernetesObject } from '../../model/manifest.ts';
import type { DerivedPods } from './argo-workflow.ts';

/** Containers that the operator makes, by kind. */
const OPERATOR_CONTAINERS: Readonly<
  Record<string, { readonly containers: readonly string[]; readonly initContainers: readonly string[] }>
> = {
  Prometheus: { containers: ['prometheus', 'config-reloader'], initContainers: ['init-config-reloader'] },
  PrometheusAgent: { containers: ['prometheus', 'config-reloader'], initContainers: ['init-config-reloader'] },
  Alertmanager: { containers: ['alertmanager', 'config-reloader'], initContainers: ['init-config-reloader'] },
  ThanosRuler: { containers: ['thanos-ruler', 'config-reloader'], initContainers: [] },
};

/** What the operator sets on each of its own containers since version 0.57. */
const HARDENED = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ['ALL'] },
};

/**
 * Pods of the Prometheus operator's kinds: its own, hardened containers, the manifest's containers merged into them by
 * name, and the manifest's pod-level fields.
 *
 * Source: prometheus-operator pkg/prometheus/server/statefulset.go, pkg/k8sutil MergePatchContainers
 * @returns nothing for other kinds
 */
export function derivePrometheusPods(object: KubernetesObject): DerivedPods | undefined {
  const own = groupOf(object.apiVersion) === 'monitoring.coreos.com' ? OPERATOR_CONTAINERS[object.kind] : undefined;
  if (own === undefined) return undefined;
  const spec = object.spec ?? {};
  if (!isRecord(spec)) return { pods: [{ pod: spec, paths: [{ pod: [], object: ['spec'] }] }], unjudged: [] };
  const containers = mergeContainers(own.containers, spec.containers);
  const initContainers = mergeContainers(own.initContainers, spec.initContainers);
  return {
    pods: [
      {
        pod: {
          metadata: spec.podMetadata,
          spec: {
            containers: listOr(spec.containers, containers),
            initContainers: listOr(spec.initContainers, initContainers),
            securityContext: spec.securityContext,
            volumes: spec.volumes,
            hostNetwork: spec.hostNetwork,
            hostUsers: spec.hostUsers,
          },
        },
        paths: [
          { pod: [], object: [] },
          { pod: ['metadata'], object: ['spec', 'podMetadata'] },
          ...containers.map(({ index }, position) => ({
            pod: ['spec', 'containers', position],
            object: index === undefined ? ['spec'] : ['spec', 'containers', index],
          })),
          ...initContainers.map(({ index }, position) => ({
            pod: ['spec', 'initContainers', position],
            object: index === undefined ? ['spec'] : ['spec', 'initContainers', index],
          })),
        ],
      },
    ],
    unjudged: [],
  };
}

/** The merged containers, or what stands where a list has to be, so that it is refused. */
function listOr(listed: unknown, merged: readonly MergedContainer[]): unknown {
  return listed == null || Array.isArray(listed) ? merged.map(({ container }) => container) : listed;
}

/** A container of the pod, and its index in the manifest when it stands there. */
interface MergedContainer {
  readonly container: unknown;
  readonly index?: number;
}

function mergeContainers(names: readonly string[], listed: unknown): MergedContainer[] {
  const list = Array.isArray(listed) ? listed : [];
  const merged: MergedContainer[] = names.map((name) => {
    const index = list.findIndex((container) => isRecord(container) && container.name === name);
    if (index === -1) return { container: { name, securityContext: HARDENED } };
    return { container: harden(list[index]), index };
  });
  for (const [index, container] of list.entries()) {
    const isMerged = isRecord(container) && names.includes(String(container.name));
    if (!isMerged) merged.push({ container, index });
  }
  return merged;
}

function harden(container: Readonly<Record<string, unknown>>): unknown {
  const { securityContext } = container;
  if (!isRecord(securityContext)) return { ...container, securityContext: HARDENED };
  const { capabilities } = securityContext;
  return {
    ...container,
    securityContext: {
      ...HARDENED,
      ...securityContext,
      capabilities: isRecord(capabilities) ? { ...HARDENED.capabilities, ...capabilities } : HARDENED.capabilities,
    },
  };
}

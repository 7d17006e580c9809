import type { FieldPath } from '../../model/field-path.ts';
import { containerViolation, defineCheck, type Forbidden } from '../check.ts';
import { containersWhere } from '../offenders.ts';
import type { Handler, Optional, Pod, PodContainer } from '../pod.ts';
import { joinQuote, pluralize, sortedSet } from '../text.ts';

/**
 * hostProbesAndHostLifecycle (baseline): the kubelet's probes and lifecycle hooks stay within the pod.
 *
 * Restricted fields  {livenessProbe,readinessProbe,startupProbe,lifecycle.postStart,lifecycle.preStop}
 *                    .{httpGet,tcpSocket}.host of every container, init container and ephemeral container
 * Allowed values     unset, ""
 * Versions           v1.34 first. Even localhost and the pod's own address are refused.
 * Source             k8s.io/pod-security-admission/policy/check_hostProbesAndhostLifecycle.go,
 *                    https://github.com/kubernetes/enhancements/issues/4940
 */
export const hostProbesAndHostLifecycle = defineCheck({
  id: 'hostProbesAndHostLifecycle',
  level: 'baseline',
  control: 'Host Probes / Lifecycle Hooks',
  summary: 'Probes and lifecycle hooks name no host, so that the kubelet cannot be sent to other addresses.',
  fields: [
    'spec.containers[*].livenessProbe.{httpGet,tcpSocket}.host',
    'spec.containers[*].readinessProbe.{httpGet,tcpSocket}.host',
    'spec.containers[*].startupProbe.{httpGet,tcpSocket}.host',
    'spec.containers[*].lifecycle.{postStart,preStop}.{httpGet,tcpSocket}.host',
    'the same fields of spec.initContainers[*] and spec.ephemeralContainers[*]',
  ],
  allowed: 'unset or empty',
  remediation: 'Remove host from the probe or hook; without it the kubelet asks the pod itself.',
  versions: [{ since: 'v1.34', evaluate: forbidHosts }],
});

const ALLOWED = 'unset or empty';

function forbidHosts(pod: Pod): Forbidden | undefined {
  const containers = containersWhere(pod, hasHost);
  if (containers.length === 0) return undefined;
  // Unlike in all other checks, names are a sorted set here.
  const names = sortedSet(containers.map(({ name }) => name));
  const hosts = sortedSet(containers.flatMap((container) => hostsOf(container).map(({ host }) => host)));
  return {
    reason: 'probe or lifecycle host',
    detail: [
      pluralize('container', 'containers', names.length),
      joinQuote(names),
      pluralize('uses', 'use', names.length),
      pluralize('probe or lifecycle host', 'probe or lifecycle hosts', hosts.length),
      joinQuote(hosts),
    ].join(' '),
    violations: () =>
      containers.flatMap((container) =>
        hostsOf(container).map(({ host, path }) => containerViolation(container, path, host, ALLOWED)),
      ),
  };
}

function hasHost({ container: { livenessProbe, readinessProbe, startupProbe, lifecycle } }: PodContainer): boolean {
  return (
    namesHost(livenessProbe) ||
    namesHost(readinessProbe) ||
    namesHost(startupProbe) ||
    (lifecycle != null && (namesHost(lifecycle.postStart) || namesHost(lifecycle.preStop)))
  );
}

function namesHost(handler: Optional<Handler>): boolean {
  return handler != null && (!!handler.httpGet?.host || !!handler.tcpSocket?.host);
}

function hostsOf({ container }: PodContainer): { host: string; path: FieldPath }[] {
  const handlers: [FieldPath, Optional<Handler>][] = [
    [['livenessProbe'], container.livenessProbe],
    [['readinessProbe'], container.readinessProbe],
    [['startupProbe'], container.startupProbe],
    [['lifecycle', 'postStart'], container.lifecycle?.postStart],
    [['lifecycle', 'preStop'], container.lifecycle?.preStop],
  ];
  return handlers.flatMap(([path, handler]) =>
    (['httpGet', 'tcpSocket'] as const).flatMap((action) => {
      const host = handler?.[action]?.host;
      return host ? [{ host, path: [...path, action, 'host'] }] : [];
    }),
  );
}

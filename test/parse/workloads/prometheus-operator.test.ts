import { describe, expect, it } from 'vitest';
import type { Workload } from '../../../src/model/workload.ts';
import { createWorkloadExtractor } from '../../../src/parse/workloads/extract.ts';
import { derivePrometheusPods } from '../../../src/parse/workloads/prometheus-operator.ts';
import { judgePod } from '../../../src/pss/evaluate.ts';
import type { PodObject } from '../../../src/pss/pod.ts';
import { LATEST } from '../../../src/pss/versions.ts';
import { manifestOf, placeOf } from './manifest.ts';

const extract = createWorkloadExtractor();

/** The only pod of an object of the operator. */
function derive(kind: string, fields: string): Workload {
  const { workloads, unjudged } = extract(
    manifestOf(`{apiVersion: monitoring.coreos.com/v1, kind: ${kind}, ${fields}}`),
  );
  const [workload] = workloads;
  if (workload === undefined || workloads.length > 1) throw new Error('not one pod');
  expect(unjudged).toEqual([]);
  return workload;
}

const prometheus = (spec: string) => derive('Prometheus', `spec: ${spec}`);
const specOf = (workload: Workload) => (workload.pod as { spec: Record<string, unknown> }).spec;
const containersOf = (workload: Workload, list = 'containers') =>
  specOf(workload)[list] as { name?: string; securityContext?: unknown }[];

const HARDENED = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ['ALL'] },
};

describe('kinds', () => {
  it.each<[kind: string, containers: string[], initContainers: string[]]>([
    ['Prometheus', ['prometheus', 'config-reloader'], ['init-config-reloader']],
    ['PrometheusAgent', ['prometheus', 'config-reloader'], ['init-config-reloader']],
    ['Alertmanager', ['alertmanager', 'config-reloader'], ['init-config-reloader']],
    ['ThanosRuler', ['thanos-ruler', 'config-reloader'], []],
  ])('%s has the containers of the operator, hardened', (kind, containers, initContainers) => {
    const workload = derive(kind, 'spec: {}');
    expect(containersOf(workload)).toEqual(containers.map((name) => ({ name, securityContext: HARDENED })));
    expect(containersOf(workload, 'initContainers')).toEqual(
      initContainers.map((name) => ({ name, securityContext: HARDENED })),
    );
  });

  it('without a spec has its pod too', () => {
    expect(containersOf(derive('Prometheus', 'metadata: {}')).map(({ name }) => name)).toEqual([
      'prometheus',
      'config-reloader',
    ]);
  });

  it.each([
    ['monitoring.coreos.com/v1', 'ServiceMonitor'],
    ['monitoring.coreos.com/v1', 'PrometheusRule'],
    ['example.com/v1', 'Prometheus'],
    ['v1', 'Prometheus'],
  ])('%s %s makes no pod', (apiVersion, kind) => {
    expect(derivePrometheusPods(manifestOf(`{apiVersion: ${apiVersion}, kind: ${kind}}`).object)).toBeUndefined();
  });
});

describe('containers of the manifest', () => {
  it.each<[name: string, container: string, securityContext: unknown]>([
    ['without a security context', '{name: prometheus}', HARDENED],
    ['with an empty one', '{name: prometheus, securityContext: {}}', HARDENED],
    ['with null', '{name: prometheus, securityContext: null}', HARDENED],
    [
      'that is privileged',
      '{name: prometheus, securityContext: {privileged: true}}',
      { ...HARDENED, privileged: true },
    ],
    [
      'that may escalate',
      '{name: prometheus, securityContext: {allowPrivilegeEscalation: true}}',
      { ...HARDENED, allowPrivilegeEscalation: true },
    ],
    [
      'that adds capabilities',
      '{name: prometheus, securityContext: {capabilities: {add: [SYS_ADMIN]}}}',
      { ...HARDENED, capabilities: { drop: ['ALL'], add: ['SYS_ADMIN'] } },
    ],
    [
      'that drops other capabilities',
      '{name: prometheus, securityContext: {capabilities: {drop: [CHOWN]}}}',
      { ...HARDENED, capabilities: { drop: ['CHOWN'] } },
    ],
    [
      'with capabilities: null',
      '{name: prometheus, securityContext: {capabilities: null, runAsUser: 0}}',
      { ...HARDENED, runAsUser: 0 },
    ],
  ])('are merged into that of the operator: one %s', (_, container, securityContext) => {
    const workload = prometheus(`{containers: [${container}]}`);
    expect(containersOf(workload)).toEqual([
      { name: 'prometheus', securityContext },
      { name: 'config-reloader', securityContext: HARDENED },
    ]);
  });

  it('keep their other fields', () => {
    const workload = prometheus('{containers: [{name: prometheus, image: a, ports: [{hostPort: 80}]}]}');
    expect(containersOf(workload)[0]).toEqual({
      name: 'prometheus',
      image: 'a',
      ports: [{ hostPort: 80 }],
      securityContext: HARDENED,
    });
  });

  it('of other names come behind, as they are', () => {
    const workload = prometheus(
      '{containers: [{name: proxy}, {name: config-reloader}, {name: other, securityContext: {privileged: true}}]}',
    );
    expect(containersOf(workload)).toEqual([
      { name: 'prometheus', securityContext: HARDENED },
      { name: 'config-reloader', securityContext: HARDENED },
      { name: 'proxy' },
      { name: 'other', securityContext: { privileged: true } },
    ]);
  });

  it('of init are merged with init containers only', () => {
    const workload = prometheus(
      '{initContainers: [{name: init-config-reloader, image: a}, {name: prometheus}, {name: setup}]}',
    );
    expect(containersOf(workload, 'initContainers')).toEqual([
      { name: 'init-config-reloader', image: 'a', securityContext: HARDENED },
      { name: 'prometheus' },
      { name: 'setup' },
    ]);
  });

  it('that are no objects stay, so that judging them fails', () => {
    const workload = prometheus('{containers: [text, null]}');
    expect(containersOf(workload).slice(2)).toEqual(['text', null]);
  });
});

describe('fields of the pod', () => {
  it('are those of the spec', () => {
    const workload = prometheus(
      '{podMetadata: {annotations: {a: b}}, securityContext: {runAsUser: 0}, volumes: [{name: v}], hostNetwork: true, hostUsers: false, other: 1}',
    );
    expect(workload.pod).toMatchObject({
      metadata: { annotations: { a: 'b' } },
      spec: { securityContext: { runAsUser: 0 }, volumes: [{ name: 'v' }], hostNetwork: true, hostUsers: false },
    });
  });
});

describe('places', () => {
  const workload = prometheus(
    '{containers: [{name: proxy}, {name: prometheus}], initContainers: [{name: setup}], podMetadata: {}}',
  );

  it.each<[name: string, path: (string | number)[], place: string]>([
    ['a merged container', ['spec', 'containers', 0, 'securityContext'], 'spec.containers[1].securityContext'],
    ['a container of the operator: the spec', ['spec', 'containers', 1], 'spec'],
    ['a container of the manifest', ['spec', 'containers', 2, 'ports'], 'spec.containers[0].ports'],
    ['an init container of the operator: the spec', ['spec', 'initContainers', 0], 'spec'],
    ['an init container of the manifest', ['spec', 'initContainers', 1, 'name'], 'spec.initContainers[0].name'],
    ['annotations', ['metadata', 'annotations', 'a'], 'spec.podMetadata.annotations.a'],
    ['the security context', ['spec', 'securityContext', 'runAsUser'], 'spec.securityContext.runAsUser'],
    ['volumes', ['spec', 'volumes', 0, 'hostPath'], 'spec.volumes[0].hostPath'],
    ['the pod', [], ''],
  ])('%s', (_, path, place) => {
    expect(placeOf(workload, ...path)).toBe(place);
  });
});

describe('judged as restricted', () => {
  const broken = (spec: string) =>
    judgePod('restricted', LATEST, prometheus(spec).pod as PodObject)
      .filter(({ forbidden }) => forbidden !== undefined)
      .map(({ check }) => check.id);

  const GOOD = 'securityContext: {runAsNonRoot: true, runAsUser: 1000, seccompProfile: {type: RuntimeDefault}}';

  it.each<[name: string, spec: string, checks: string[]]>([
    ['a secured pod passes', `{${GOOD}}`, []],
    ['a bare pod may run as root and without seccomp', '{}', ['runAsNonRoot', 'seccompProfile_restricted']],
    [
      'what a container adds is seen',
      `{${GOOD}, containers: [{name: prometheus, securityContext: {capabilities: {add: [NET_RAW]}}}]}`,
      ['capabilities_restricted'],
    ],
    [
      'a sidecar is not hardened',
      `{${GOOD}, containers: [{name: proxy}]}`,
      ['allowPrivilegeEscalation', 'capabilities_restricted'],
    ],
    ['the host network is seen', `{${GOOD}, hostNetwork: true}`, ['hostNamespaces']],
  ])('%s', (_, spec, checks) => {
    expect(broken(spec).sort()).toEqual(checks);
  });
});

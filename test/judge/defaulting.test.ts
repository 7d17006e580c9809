import { describe, expect, it } from 'vitest';
import { applyDefaults } from '../../src/judge/defaulting.ts';
import type { PodObject, PodSpec } from '../../src/pss/pod.ts';
import { VOLUME_SOURCES } from '../../src/pss/pod.ts';

/** The spec of a pod with defaults. */
const defaulted = (spec: PodSpec, isPod = true) => applyDefaults({ spec }, isPod).spec;

describe('volumes', () => {
  it.each<[name: string, volume: Record<string, unknown> | null, expected: Record<string, unknown>]>([
    ['without a source', { name: 'a' }, { name: 'a', emptyDir: {} }],
    ['without anything', {}, { emptyDir: {} }],
    ['that are null', null, { emptyDir: {} }],
    ['with a source that is null', { name: 'a', hostPath: null }, { name: 'a', hostPath: null, emptyDir: {} }],
    ['with an emptyDir that is null', { name: 'a', emptyDir: null }, { name: 'a', emptyDir: {} }],
    ['with a source that nobody knows', { name: 'a', floppyDisk: {} }, { name: 'a', floppyDisk: {}, emptyDir: {} }],
  ])('%s become an emptyDir', (_, volume, expected) => {
    for (const isPod of [true, false]) expect(defaulted({ volumes: [volume] }, isPod)).toEqual({ volumes: [expected] });
  });

  it.each(VOLUME_SOURCES)('with %s stay as they are', (source) => {
    const spec = { volumes: [{ name: 'a', [source]: {} }] };
    expect(defaulted(spec)).toEqual(spec);
  });

  it('with a source stay as they are beside one without', () => {
    expect(defaulted({ volumes: [{ name: 'a', hostPath: { path: '/' } }, { name: 'b' }] })).toEqual({
      volumes: [
        { name: 'a', hostPath: { path: '/' } },
        { name: 'b', emptyDir: {} },
      ],
    });
  });
});

describe('ports on the host network', () => {
  const ports = [
    { containerPort: 80 },
    { containerPort: 90, hostPort: 9090 },
    { containerPort: 70, hostPort: 0 },
    null,
  ];
  const opened = [
    { containerPort: 80, hostPort: 80 },
    { containerPort: 90, hostPort: 9090 },
    { containerPort: 70, hostPort: 70 },
    null,
  ];

  it('of a Pod are host ports', () => {
    const spec = { hostNetwork: true, containers: [{ name: 'a', ports }], initContainers: [{ name: 'i', ports }] };
    expect(defaulted(spec)).toEqual({
      hostNetwork: true,
      containers: [{ name: 'a', ports: opened }],
      initContainers: [{ name: 'i', ports: opened }],
    });
  });

  it.each<[name: string, spec: PodSpec, isPod: boolean]>([
    ['of a template', { hostNetwork: true, containers: [{ ports }] }, false],
    ['of a Pod on its own network', { hostNetwork: false, containers: [{ ports }] }, true],
    ['of a Pod that does not say', { containers: [{ ports }] }, true],
    ['of a Pod that says null', { hostNetwork: null, containers: [{ ports }] }, true],
    ['of ephemeral containers', { hostNetwork: true, ephemeralContainers: [{ ports }] }, true],
    ['that are none', { hostNetwork: true, containers: [{ ports: null }, {}, null, { ports: [] }] }, true],
  ])('%s stay as they are', (_, spec, isPod) => {
    expect(defaulted(spec, isPod)).toEqual(spec);
  });
});

describe('a pod', () => {
  it.each<[name: string, pod: PodObject]>([
    ['without a spec', {}],
    ['with spec: null', { spec: null }],
    ['with an empty spec', { spec: {} }],
    [
      'that needs no defaults',
      { metadata: { annotations: {} }, spec: { volumes: [{ emptyDir: {} }], containers: [{}] } },
    ],
  ])('%s is handed back', (_, pod) => {
    expect(applyDefaults(pod, true)).toBe(pod);
  });

  it('that gets defaults is not changed itself', () => {
    const pod: PodObject = {
      metadata: { annotations: { a: 'b' } },
      spec: {
        hostNetwork: true,
        volumes: [{ name: 'v' }],
        containers: [{ name: 'a', ports: [{ containerPort: 80 }] }],
      },
    };
    const before = structuredClone(pod);
    const after = applyDefaults(pod, true);
    expect(pod).toEqual(before);
    expect(after).toEqual({
      metadata: { annotations: { a: 'b' } },
      spec: {
        hostNetwork: true,
        volumes: [{ name: 'v', emptyDir: {} }],
        containers: [{ name: 'a', ports: [{ containerPort: 80, hostPort: 80 }] }],
      },
    });
  });
});

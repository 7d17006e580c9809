import { describe, expect, it } from 'vitest';
import { VariableError } from '../../../src/kyverno/variables/errors.ts';
import { imagesOf } from '../../../src/kyverno/variables/images.ts';

const SPEC = {
  containers: [{ name: 'app', image: 'nginx' }, { name: 'none' }, { name: 'blank', image: ' ' }],
  initContainers: [{ name: 'init', image: `ghcr.io/a/b@sha256:${'a'.repeat(64)}` }],
};

const IMAGES = (path: string) => ({
  initContainers: {
    init: {
      registry: 'ghcr.io',
      path: 'a/b',
      name: 'b',
      digest: `sha256:${'a'.repeat(64)}`,
      reference: `ghcr.io/a/b@sha256:${'a'.repeat(64)}`,
      referenceWithTag: 'ghcr.io/a/b:',
      jsonPointer: `/${path}/initContainers/0/image`,
    },
  },
  containers: {
    app: {
      registry: 'docker.io',
      path: 'nginx',
      name: 'nginx',
      tag: 'latest',
      reference: 'docker.io/nginx:latest',
      referenceWithTag: 'docker.io/nginx:latest',
      jsonPointer: `/${path}/containers/0/image`,
    },
  },
});

describe('imagesOf', () => {
  it('finds them in pods', () => {
    expect(imagesOf({ kind: 'Pod', spec: SPEC })).toEqual(IMAGES('spec'));
  });

  it.each(['DaemonSet', 'Deployment', 'Job', 'ReplicaSet', 'ReplicationController', 'StatefulSet'])(
    'finds them in a %s',
    (kind) => {
      expect(imagesOf({ kind, spec: { template: { spec: SPEC } } })).toEqual(IMAGES('spec/template/spec'));
    },
  );

  it('finds them in a CronJob', () => {
    const spec = { jobTemplate: { spec: { template: { spec: SPEC } } } };
    expect(imagesOf({ kind: 'CronJob', spec })).toEqual(IMAGES('spec/jobTemplate/spec/template/spec'));
  });

  it.each([{ kind: 'ConfigMap', spec: SPEC }, { kind: 'Pod' }, { kind: 'Pod', spec: null }, { kind: 'Pod', spec: {} }])(
    'finds none in %j',
    (object) => {
      expect(imagesOf(object)).toEqual({});
    },
  );

  it.each([
    [{ containers: [{ image: 'a' }] }, 'invalid key'],
    [{ containers: 'x' }, 'invalid image config'],
    ['x', 'invalid image config'],
    [
      { containers: [{ name: 'a', image: 'A' }] },
      "invalid image 'A' (bad image: docker.io/A, defaultRegistry: docker.io, enableDefaultRegistryMutation: true: repository name must be lowercase)",
    ],
  ])('does not read %j', (spec, message) => {
    expect(() => imagesOf({ kind: 'Pod', spec })).toThrow(new VariableError(message));
  });

  it('takes names that are special in JavaScript', () => {
    const images = imagesOf({ kind: 'Pod', spec: { containers: [{ name: '__proto__', image: 'a' }] } });
    expect(Object.keys(images.containers as object)).toEqual(['__proto__']);
  });
});

import { describe, expect, it } from 'vitest';
import { imagesByName, namesInDetail, normalizeImage } from '../../../src/kyverno/pod-security/images.ts';
import { viewPod } from '../../../src/pss/pod.ts';

const SHA256 = `sha256:${'0a'.repeat(32)}`;

describe('normalizeImage', () => {
  it.each([
    ['nginx', 'docker.io/nginx:latest'],
    ['nginx:1.25', 'docker.io/nginx:1.25'],
    ['library/nginx', 'docker.io/library/nginx:latest'],
    ['quay.io/a/b:v1', 'quay.io/a/b:v1'],
    ['localhost/x', 'localhost/x:latest'],
    ['registry:5000/x/y', 'registry:5000/x/y:latest'],
    ['[::1]:5000/x', '[::1]:5000/x:latest'],
    ['Registry/x', 'Registry/x:latest'],
    ['registry/x', 'docker.io/registry/x:latest'],
    [`nginx@${SHA256}`, `docker.io/nginx@${SHA256}`],
    [`nginx:1@${SHA256}`, `docker.io/nginx@${SHA256}`],
    ['a/b__c/d--e.f:T_x', 'docker.io/a/b__c/d--e.f:T_x'],
    [`a/${'b'.repeat(253)}`, `docker.io/a/${'b'.repeat(253)}:latest`],
  ])('%s is %s', (image, expected) => {
    expect(normalizeImage(image)).toBe(expected);
  });

  it.each([
    ...['', ' ', 'Nginx', 'nginx:', 'a b', '/a', 'a//b', 'a___b', 'nginx@sha256:abc', `nginx@${SHA256.toUpperCase()}`],
    `nginx@md5:${'0'.repeat(32)}`,
    `a:${'t'.repeat(129)}`,
    `a/${'b'.repeat(254)}`,
    'a'.repeat(1_000_000),
  ])('%s is none', (image) => {
    expect(normalizeImage(image)).toBeUndefined();
  });
});

describe('imagesByName', () => {
  it('prefers containers, then init containers', () => {
    const named = (name: string, image?: unknown) => ({ name, image });
    const find = imagesByName(
      viewPod({
        spec: {
          initContainers: [named('a', 'init'), named('b', 'init'), named('e', 5)],
          containers: [named('a', 'main'), named('d', ' '), named('f', 'first'), named('f', 'second')],
          ephemeralContainers: [named('b', 'later'), named('c', 'later')],
        },
      }),
    );
    expect(['a', 'b', 'c', 'd', 'e', 'f', 'g'].map(find)).toEqual([
      'docker.io/main:latest',
      'docker.io/init:latest',
      'docker.io/later:latest',
      undefined,
      undefined,
      'docker.io/second:latest',
      undefined,
    ]);
  });
});

describe('namesInDetail', () => {
  it.each([
    ['container "a" must not set securityContext.privileged=true', ['a']],
    ['pod or containers "a", "b" must set securityContext.runAsNonRoot=true', ['a', 'b']],
    ['container "a" must set drop=["ALL"]; container "b" must not include "X"', ['a']],
    ['container "a" and annotation must not set AppArmor profile type to "x"', ['aandannotation']],
    ['pod must not set runAsNonRoot=false\npod or container "a" must set runAsNonRoot=true', ['a']],
    ['container\t"a" \n must x', ['a']],
    ['containers must', ['']],
    ['container "x" uses\ncontainer "y" must', ['y']],
    ['container "a" uses hostPort 80', undefined],
    ['hostNetwork=true', undefined],
    ['container "a"\nmore\nmust', undefined],
    ['', undefined],
  ])('%j names %j', (detail, names) => {
    expect(namesInDetail(detail)).toEqual(names);
  });

  it('takes no time for hostile names', () => {
    const started = performance.now();
    expect(namesInDetail(`${'container\nx'.repeat(50_000)}must`)).toBeUndefined();
    expect(namesInDetail('container'.repeat(100_000))).toBeUndefined();
    expect(namesInDetail(`container${' '.repeat(500_000)}x${' '.repeat(500_000)}must`)).toEqual(['x']);
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});

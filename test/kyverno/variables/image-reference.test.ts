import { describe, expect, it } from 'vitest';
import { VariableError } from '../../../src/kyverno/variables/errors.ts';
import { normaliseImage, parseImageReference } from '../../../src/kyverno/variables/image-reference.ts';

const SHA256 = `sha256:${'a'.repeat(64)}`;

describe('parseImageReference', () => {
  it('reads all parts', () => {
    expect(parseImageReference(`ghcr.io:443/a/b/c:v1@${SHA256}`)).toEqual({
      registry: 'ghcr.io:443',
      path: 'a/b/c',
      name: 'c',
      tag: 'v1',
      digest: SHA256,
      reference: `ghcr.io:443/a/b/c@${SHA256}`,
      referenceWithTag: 'ghcr.io:443/a/b/c:v1',
    });
  });

  it('leaves the tag open where there is a digest', () => {
    const { tag, referenceWithTag } = parseImageReference(`nginx@${SHA256}`);
    expect([tag, referenceWithTag]).toEqual(['', 'docker.io/nginx:']);
  });

  it.each([
    ['nginx', 'docker.io/nginx:latest'],
    ['library/nginx:1.2', 'docker.io/library/nginx:1.2'],
    ['localhost/a', 'localhost/a:latest'],
    ['localhost:5000/a:b', 'localhost:5000/a:b'],
    ['REG/a', 'REG/a:latest'],
    ['[::1]:80/a', '[::1]:80/a:latest'],
    ['a_b/c--d__e.f', 'docker.io/a_b/c--d__e.f:latest'],
    ['x:y/z', 'docker.io/x:y/z'],
  ])('normalises %s', (image, expected) => {
    if (image === 'x:y/z') expect(() => normaliseImage(image)).toThrow('invalid reference format');
    else expect(normaliseImage(image)).toBe(expected);
  });

  it.each([
    ['', 'invalid reference format'],
    ['NGINX', 'repository name must be lowercase'],
    ['a___b', 'invalid reference format'],
    ['a:', 'invalid reference format'],
    [`a:${'t'.repeat(129)}`, 'invalid reference format'],
    ['a'.repeat(256), 'repository name must not be more than 255 characters'],
    ['a'.repeat(3000), 'invalid reference format'],
    [`a@sha256:${'a'.repeat(63)}`, 'invalid checksum digest length'],
    [`a@sha256:${'A'.repeat(64)}`, 'invalid checksum digest format'],
    [`a@md5:${'a'.repeat(32)}`, 'unsupported digest algorithm'],
  ])('refuses %s', (image, problem) => {
    expect(() => parseImageReference(image)).toThrow(
      new VariableError(
        `bad image: docker.io/${image}, defaultRegistry: docker.io, enableDefaultRegistryMutation: true: ${problem}`,
      ),
    );
  });
});

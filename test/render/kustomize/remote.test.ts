import { describe, expect, it } from 'vitest';
import { isRemote } from '../../../src/render/kustomize/remote.ts';

describe('isRemote', () => {
  const SHAPES = [
    'https://example.com/manifests.yaml',
    'http://example.com/manifests.yaml',
    'HTTPS://example.com/manifests.yaml',
    'https://github.com/org/repo',
    'https://github.com/org/repo//path?ref=v1',
    'https://user:token@example.com/org/repo.git',
    'git::https://example.com/org/repo.git',
    'git::git@example.com:org/repo.git//path?ref=main',
    'git@github.com:org/repo',
    'git@github.com:org/repo.git//deploy?ref=v1.0.0',
    'user@host.example:repo',
    'ssh://git@example.com/org/repo',
    'ssh://git@example.com:2222/org/repo?ref=v1',
    'git://example.com/org/repo',
    'file:///etc/kubernetes',
    'file://../other',
    'ftp://example.com/a.yaml',
    's3::https://bucket.s3.amazonaws.com/a',
    'oci://example.com/org/artifact',
    'gh:org/repo',
    'github.com/org/repo',
    'github.com/org/repo?ref=v1',
    'github.com/org/repo//path?ref=v1&timeout=90s',
    'gitlab.example.com/group/repo/path',
    'example.com/org/repo.git',
    'dev.azure.com/org/project/_git/repo?path=/a',
    'org/repo.git',
    'org/repo.git/path',
    'org/repo?ref=main',
    '../repo?ref=main',
  ];

  it.each(SHAPES)('%s', (entry) => {
    expect(isRemote(entry, false)).toBe(true);
  });

  it.each([
    'a.yaml',
    './a.yaml',
    '../base',
    'my.app',
    'v1.2.3',
    'org/repo',
    'base/',
    'a-b_c/d.yaml',
    '..config/a.yaml',
    'deploy.git.yaml',
    '{"op": "add", "path": "/a", "value": "x@y:z"}',
  ])('not %s, whether it exists or not', (entry) => {
    expect([isRemote(entry, true), isRemote(entry, false)]).toEqual([false, false]);
  });

  it.each(['github.com/org/repo', 'my.app/a.yaml', 'a@b.yaml', 'org/repo.git', 'what?.yaml'])(
    'not %s where it exists',
    (entry) => {
      expect([isRemote(entry, true), isRemote(entry, false)]).toEqual([false, true]);
    },
  );

  it.each(['https://example.com/a.yaml', ' file:///a.yaml'])('%s also where it seems to exist', (entry) => {
    expect(isRemote(entry, true)).toBe(true);
  });
});

import { describe, expect, it } from 'vitest';
import { findTouched, mergeClosures, NOTHING_READ } from '../../src/changes/closure.ts';
import { PathSet } from '../../src/changes/path-set.ts';

describe('a closure', () => {
  const closure = {
    inputs: ['charts/web', 'values/web.yaml'],
    selections: [{ directory: 'apps', selects: (path: string) => path.endsWith('.yaml') }],
  };

  it('is touched by its files, by what is below its directories, and by what it selects', () => {
    expect(findTouched(closure, new PathSet(['values/web.yaml']))).toBe('values/web.yaml');
    expect(findTouched(closure, new PathSet(['charts/web/templates/a.yaml']))).toBe('charts/web/templates/a.yaml');
    expect(findTouched(closure, new PathSet(['apps/README.md', 'apps/deep/a.yaml']))).toBe('apps/deep/a.yaml');
  });

  it('is touched by a change to the directory itself, as when it becomes a link', () => {
    expect(findTouched(closure, new PathSet(['apps']))).toBe('apps');
    expect(findTouched(closure, new PathSet(['charts']))).toBe('charts');
  });

  it('is not touched by anything else', () => {
    expect(
      findTouched(closure, new PathSet(['charts/web2/a.yaml', 'values/web.yml', 'apps/README.md'])),
    ).toBeUndefined();
    expect(findTouched(NOTHING_READ, new PathSet(['a']))).toBeUndefined();
  });

  it('of several is touched by what any reads, and unclear when one is', () => {
    const merged = mergeClosures([NOTHING_READ, closure, { ...NOTHING_READ, isUnclear: true }]);
    expect(findTouched(merged, new PathSet(['values/web.yaml']))).toBe('values/web.yaml');
    expect(merged.isUnclear).toBe(true);
    expect(mergeClosures([closure]).isUnclear).toBe(false);
  });
});

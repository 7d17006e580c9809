import { describe, expect, it } from 'vitest';
import { findOutOfBoundsLink } from '../../src/applications/out-of-bounds-links.ts';

describe('a link', () => {
  it.each([
    ['a', 'b'],
    ['a', '.'],
    ['a', './b/../c'],
    ['d/a', '..'],
    ['d/a', '../'],
    ['d/e/a', '../../b/c'],
    ['a', '..b'],
    ['a', 'missing/whatever'],
    ['a', 'a'],
    ['a', ''],
  ])('%s to %j stays inside', (path, target) => {
    expect(findOutOfBoundsLink(new Map([[path, target]]))).toBeUndefined();
  });

  it.each([
    ['a', '/'],
    ['a', '/repository/b'],
    ['a', '..'],
    ['a', '../b'],
    ['a', '../repository/b'],
    ['a', 'b/../../repository/b'],
    ['d/a', '../../b'],
    ['d/a', '..//..'],
  ])('%s to %j leaves the repository', (path, target) => {
    expect(findOutOfBoundsLink(new Map([[path, target]]))).toBe(path);
  });

  it('that leaves it first, as Argo CD walks, is the one that is named', () => {
    const out = ['z', 'a-b', 'a/c', 'a.b'].map((path) => [path, '/x'] as const);
    expect(findOutOfBoundsLink(new Map([...out, ['A', 'fine']]))).toBe('a/c');
  });
});

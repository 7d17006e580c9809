import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ancestorsOf, PathSet } from '../../src/changes/path-set.ts';

const path = fc
  .array(fc.constantFrom('a', 'b', 'a-b', 'c.yaml', 'ab'), { minLength: 1, maxLength: 4 })
  .map((names) => names.join('/'));

const isAt = (inner: string, outer: string) => outer === '.' || inner === outer || inner.startsWith(`${outer}/`);

describe('a set of paths', () => {
  it('knows what is below a directory, and not what only begins like it', () => {
    const set = new PathSet(['b/c', 'a/b', 'a-b/c', 'a', 'a/b/c']);
    expect(set.below('a')).toEqual(['a/b', 'a/b/c']);
    expect(set.below('a-b')).toEqual(['a-b/c']);
    expect(set.below('c')).toEqual([]);
    expect(set.below('.')).toEqual(['a', 'a-b/c', 'a/b', 'a/b/c', 'b/c']);
  });

  it('is touched by what is equal, below, or above as a link would be', () => {
    const set = new PathSet(['apps/web/values.yaml', 'link']);
    expect(set.touching('apps/web/values.yaml')).toBe('apps/web/values.yaml');
    expect(set.touching('apps/web')).toBe('apps/web/values.yaml');
    expect(set.touching('.')).toBe('apps/web/values.yaml');
    expect(set.touching('link/inside/file.yaml')).toBe('link');
    expect(set.touching('apps/we')).toBeUndefined();
    expect(set.touching('apps/web/values.yaml.bak')).toBeUndefined();
  });

  it('answers as a look at every member does', () => {
    fc.assert(
      fc.property(fc.array(path, { maxLength: 12 }), fc.oneof(path, fc.constant('.')), (members, asked) => {
        const set = new PathSet(members);
        const below = [...new Set(members)].filter((member) => member !== asked && isAt(member, asked)).sort();
        expect(set.below(asked)).toEqual(below);
        const isTouched = members.some((member) => isAt(member, asked) || isAt(asked, member));
        expect(set.touching(asked) !== undefined).toBe(isTouched);
      }),
    );
  });
});

it('a path has the directories around it, nearest first', () => {
  expect(ancestorsOf('a/b/c.yaml')).toEqual(['a/b', 'a', '.']);
  expect(ancestorsOf('a')).toEqual(['.']);
  expect(ancestorsOf('.')).toEqual([]);
});

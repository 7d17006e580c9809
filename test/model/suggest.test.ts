import { describe, expect, it } from 'vitest';
import { suggest } from '../../src/model/suggest.ts';

const KNOWN = ['workloads', 'group', 'kind', 'path', 'level'];

describe('suggest', () => {
  it.each([
    ['workload', 'workloads'],
    ['workloadz', 'workloads'],
    ['worklaods', 'workloads'],
    ['WORKLOADS', 'workloads'],
    ['Workloads', 'workloads'],
    ['wrkloads', 'workloads'],
    ['wrklods', 'workloads'],
    ['wrklds', undefined],
    ['groups', 'group'],
    ['grup', 'group'],
    ['kinds', 'kind'],
    ['paths', 'path'],
    ['pat', 'path'],
    ['lvl', undefined],
    ['levels', 'level'],
    ['kind', 'kind'],
    ['x', undefined],
    ['', undefined],
    ['namespace', undefined],
    ['workloads-of-the-world', undefined],
    ['completely different', undefined],
  ])('%s → %s', (word, suggestion) => {
    expect(suggest(word, KNOWN)).toBe(suggestion);
  });

  it('prefers the nearest', () => {
    expect(suggest('levels1', ['level', 'levels'])).toBe('levels');
    expect(suggest('restrit', ['restricted', 'restrict'])).toBe('restrict');
  });

  it('prefers the first of equally near ones', () => {
    expect(suggest('bat', ['cat', 'rat'])).toBe('cat');
    expect(suggest('bat', ['rat', 'cat'])).toBe('rat');
  });

  it('knows nothing where nothing is known', () => {
    expect(suggest('a', [])).toBeUndefined();
  });
});

import { describe, expect, it } from 'vitest';
import { chooseRef } from '../../../src/applications/revisions/choose-ref.ts';

const REFS = ['HEAD', 'refs/heads/main', 'refs/heads/both', 'refs/pull/1/head', 'refs/tags/both', 'refs/tags/v1.0.0']
  .concat(['refs/tags/v1.10.0', 'refs/tags/v1.9.0', 'refs/tags/2.0.0-rc1', 'refs/tags/latest', 'refs/heads/abcdef0'])
  .map((name) => ({ name, id: `id of ${name}` }));

describe('chooseRef', () => {
  it.each([
    ['', 'HEAD'],
    ['HEAD', 'HEAD'],
    ['main', 'refs/heads/main'],
    ['refs/heads/main', 'refs/heads/main'],
    ['refs/pull/1/head', 'refs/pull/1/head'],
    ['both', 'refs/heads/both'],
    ['v1.0.0', 'refs/tags/v1.0.0'],
    ['1.*', 'refs/tags/v1.10.0'],
    ['>=1, <1.10', 'refs/tags/v1.9.0'],
    ['>1.9.0-0', 'refs/tags/2.0.0-rc1'],
    ['latest', 'refs/tags/latest'],
    ['abcdef0', 'refs/heads/abcdef0'],
  ])('%j names %s', (revision, name) => {
    expect(chooseRef(revision, REFS)).toEqual({ id: `id of ${name}` });
  });

  it('takes a full id as it is, and the beginning of one only where nothing is called so', () => {
    const id = 'ABCDEF01'.repeat(5);
    expect(chooseRef(id, [])).toEqual({ id: id.toLowerCase() });
    expect(chooseRef('ABCDEF01', REFS)).toEqual({ truncated: 'abcdef01' });
  });

  it.each(['gone', '3.*', '1.0.0', 'abcdef'])('%j names nothing', (revision) => {
    expect(chooseRef(revision, REFS)).toBeUndefined();
  });
});

import { describe, expect, it } from 'vitest';
import { readConstraint } from '../../../src/applications/revisions/constraint.ts';
import { readVersion } from '../../../src/applications/revisions/version.ts';

/** Vectors of github.com/Masterminds/semver v3.4: constraint, versions it wants, versions it does not want. */
const VECTORS: readonly (readonly [string, string, string])[] = [
  ['*', '0.0.1 1.2.3 v2', '1.2.3-rc.1'],
  ['1.*', '1.0.0 1.9.9', '0.9.0 2.0.0'],
  ['v1.2.x', '1.2.0 v1.2.9', '1.3.0 1.1.9'],
  ['1.x.x', '1.0.0 1.4.5', '2.0.0'],
  ['=1.2.3', '1.2.3', '1.2.4'],
  ['!=1.2.3', '1.2.4', '1.2.3'],
  ['!=4.x', '5.1.0', '4.1.0'],
  ['!=4.1', '4.2.0 5.1.0', '4.1.3'],
  ['>1.2.3', '1.2.4 2.0.0', '1.2.3 1.0.0'],
  ['>11', '12.1.0', '11.1.0'],
  ['>11.1', '11.2.1 12.0.0', '11.1.1 11.1.0'],
  ['>= 1.2', '1.2.0 3.0.0', '1.1.9'],
  ['=>1.2, <2', '1.2.0 1.99.0', '2.0.0 1.1.0'],
  ['>=1.2 <2', '1.2.0', '2.0.0'],
  ['<2.0.0', '1.9.9', '2.0.0'],
  ['<=11', '11.2.0 9.0.0', '12.0.0'],
  ['<=1.1', '1.1.7 1.0.9 0.4.0', '1.2.0 2.0.0'],
  ['<=1.1.0', '1.1.0', '1.1.1'],
  ['~1.2.3', '1.2.3 1.2.9', '1.3.0 1.2.2'],
  ['~> 1', '1.9.0', '2.0.0'],
  ['~1.4', '1.4.7', '1.5.0'],
  ['~0.0.0', '5.0.0', '5.0.0-rc1'],
  ['^1.2.3', '1.2.3 1.9.0', '2.0.0 1.2.2'],
  ['^1', '1.9.0', '2.0.0 0.9.0'],
  ['^0.2.3', '0.2.9', '0.3.0'],
  ['^0.2', '0.2.0', '0.3.0'],
  ['^0.0.3', '0.0.3', '0.0.4'],
  ['^0.0', '0.0.9', '0.1.0'],
  ['^0', '0.9.0', '1.0.0'],
  ['1.2 - 1.4.5', '1.2.0 1.4.5', '1.4.6 1.1.0'],
  ['~1.2 || ^3.1, !=3.2.0', '1.2.9 3.1.0 3.3.0', '3.2.0 1.3.0 4.0.0'],
  ['>=1.0.0-0', '1.0.0-rc.1 2.0.0-alpha 1.0.0', '0.9.0'],
  ['>=1.0.0-beta, <2', '1.0.0-rc1 1.5.0-x', '1.0.0-alpha'],
  ['~1.1.0-alpha.10', '1.1.0-alpha.11 1.1.0', '1.1.0-alpha.9'],
];

describe('readConstraint', () => {
  it.each(VECTORS)('%s wants %s, and not %s', (text, wanted, unwanted) => {
    const isWanted = readConstraint(text);
    const check = (version: string) => [version, isWanted?.(readVersion(version) ?? fail(version))];
    expect(wanted.split(' ').map(check)).toEqual(wanted.split(' ').map((version) => [version, true]));
    expect(unwanted.split(' ').map(check)).toEqual(unwanted.split(' ').map((version) => [version, false]));
  });

  it.each([
    '',
    ' ',
    '1.2.3',
    'v1.2',
    '1',
    'main',
    'release-1.x',
    'feature/^1',
    '>=',
    '>=1 main',
    '>=1.0 ||',
    `>=${'1'.repeat(300)}`,
  ])('takes %j for no constraint', (text) => expect(readConstraint(text)).toBeUndefined());
});

function fail(version: string): never {
  throw new Error(`${version} is no version`);
}

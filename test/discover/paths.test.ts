import { describe, expect, it } from 'vitest';
import { directoryOf, inDirectory, isBelow, leavesRoot, nameOf, resolveIn } from '../../src/discover/paths.ts';

it.each([
  ['a.yaml', '.', 'a.yaml'],
  ['apps/a.yaml', 'apps', 'a.yaml'],
  ['apps/b/a.yaml', 'apps/b', 'a.yaml'],
])('%s lies in %s and is called %s', (path, directory, name) => {
  expect(directoryOf(path)).toBe(directory);
  expect(nameOf(path)).toBe(name);
  expect(inDirectory(directory, name)).toBe(path);
});

describe('resolveIn', () => {
  it.each([
    ['apps/a', 'deployment.yaml', 'apps/a/deployment.yaml'],
    ['apps/a', './deployment.yaml', 'apps/a/deployment.yaml'],
    ['apps/a', '../base', 'apps/base'],
    ['apps/a', '../base/', 'apps/base'],
    ['apps/a', '../../base/./x', 'base/x'],
    ['apps/a', '.', 'apps/a'],
    ['apps/a', '..', 'apps'],
    ['apps/a', '../..', '.'],
    ['apps/a', '../../', '.'],
    ['.', 'base', 'base'],
    ['.', './base/', 'base'],
    ['.', '.', '.'],
    ['.', '../x', '../x'],
    ['apps', '../../x', '../x'],
    ['apps', '../..', '..'],
    ['apps', '/etc/passwd', 'apps/etc/passwd'],
  ])('from %s, %s is %s', (directory, path, resolved) => {
    expect(resolveIn(directory, path)).toBe(resolved);
  });
});

describe('isBelow', () => {
  it.each([
    ['apps/a.yaml', 'apps', true],
    ['apps/a/b.yaml', 'apps', true],
    ['apps', 'apps', false],
    ['apps2/a.yaml', 'apps', false],
    ['a.yaml', '.', true],
    ['apps/a.yaml', '.', true],
  ])('%s below %s: %s', (path, directory, below) => {
    expect(isBelow(path, directory)).toBe(below);
  });
});

describe('leavesRoot', () => {
  it.each([
    ['..', true],
    ['../a', true],
    ['/a', true],
    ['.', false],
    ['a', false],
    ['..a', false],
    ['..a/b', false],
    ['a/..b', false],
  ])('%s: %s', (path, leaves) => {
    expect(leavesRoot(path)).toBe(leaves);
  });
});

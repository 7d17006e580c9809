import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findScope } from '../../src/files/find-root.ts';
import { UsageError } from '../../src/model/errors.ts';
import { temporaryDirectory } from './temporary-directory.ts';

/** Files of a repository with another one in it, and a directory beside them. */
const FILES = {
  'repo/.git/HEAD': '',
  'repo/apps/a/x.yaml': '',
  'repo/apps/b/y.yaml': '',
  'repo/inner/.git/HEAD': '',
  'repo/inner/z.yaml': '',
  'repo/own/.gate.yaml': '',
  'repo/own/apps/x.yaml': '',
  'worktree/.git': 'gitdir: ../repo/.git/worktrees/w',
  'worktree/apps/x.yaml': '',
  'plain/a/b/x.yaml': '',
  'plain/a/c/y.yaml': '',
  'plain/d.yaml': '',
  'plain/own/.gate.yaml': '',
  'plain/own/apps/x.yaml': '',
};

const CONFIG_FILE = '.gate.yaml';

/** The scope of paths, seen from a working directory; all below a temporary one. */
function scopeOf(workingDirectory: string, ...paths: string[]) {
  const top = temporaryDirectory(FILES);
  const scope = findScope(paths, join(top, workingDirectory), CONFIG_FILE);
  return [scope.root.slice(top.length + 1), ...scope.paths];
}

describe('in a repository', () => {
  it.each<[name: string, workingDirectory: string, paths: string[], scope: string[]]>([
    ['its root', 'repo', ['.'], ['repo', '.']],
    ['its root from below', 'repo/apps/a', ['../..'], ['repo', '.']],
    ['a directory from below', 'repo/apps/a', ['.'], ['repo', 'apps/a']],
    ['a file', 'repo', ['apps/a/x.yaml'], ['repo', 'apps/a/x.yaml']],
    ['a file from beside it', 'repo/apps/a', ['x.yaml'], ['repo', 'apps/a/x.yaml']],
    ['a directory with a slash', 'repo', ['apps/'], ['repo', 'apps']],
    ['several paths', 'repo', ['apps/a', 'apps/b/y.yaml'], ['repo', 'apps/a', 'apps/b/y.yaml']],
    ['the same path twice', 'repo', ['apps', 'apps'], ['repo', 'apps', 'apps']],
    ['from elsewhere', 'plain', ['../repo/apps'], ['repo', 'apps']],
    ['a worktree, whose .git is a file', 'worktree', ['apps'], ['worktree', 'apps']],
    ['a repository in a repository', 'repo', ['inner/z.yaml'], ['repo/inner', 'z.yaml']],
    ['both of them', 'repo', ['inner/z.yaml', 'apps'], ['repo', 'inner/z.yaml', 'apps']],
    ['standard input', 'repo/apps', ['-'], ['repo', '-']],
    ['standard input and a file', 'plain', ['-', '../repo/apps/a/x.yaml'], ['repo', '-', 'apps/a/x.yaml']],
  ])('%s', (_, workingDirectory, paths, scope) => {
    expect(scopeOf(workingDirectory, ...paths)).toEqual(scope);
  });
});

describe('outside of one', () => {
  it.each<[name: string, workingDirectory: string, paths: string[], scope: string[]]>([
    ['the working directory', 'plain', ['.'], ['plain', '.']],
    ['a file below it', 'plain', ['a/b/x.yaml'], ['plain', 'a/b/x.yaml']],
    ['several files below it', 'plain', ['a/b/x.yaml', 'd.yaml'], ['plain', 'a/b/x.yaml', 'd.yaml']],
    ['a directory above it', 'plain/a/b', ['../..'], ['plain', '.']],
    ['a file beside it', 'plain/a/b', ['../c/y.yaml'], ['plain/a/c', 'y.yaml']],
    ['files here and beside it', 'plain/a/b', ['x.yaml', '../c/y.yaml'], ['plain/a', 'b/x.yaml', 'c/y.yaml']],
    ['a file above and one below', 'plain/a', ['../d.yaml', 'b/x.yaml'], ['plain', 'd.yaml', 'a/b/x.yaml']],
    ['standard input', 'plain', ['-'], ['plain', '-']],
  ])('%s', (_, workingDirectory, paths, scope) => {
    expect(scopeOf(workingDirectory, ...paths)).toEqual(scope);
  });
});

describe('a directory with a configuration of its own', () => {
  it.each<[name: string, workingDirectory: string, paths: string[], scope: string[]]>([
    ['is a root when it is named', 'repo', ['own'], ['repo/own', '.']],
    ['is a root when it is named from within', 'repo/own/apps', ['..'], ['repo/own', '.']],
    ['is a root when it is the working directory', 'repo/own', ['.'], ['repo/own', '.']],
    ['is a root outside of a repository', 'plain', ['own'], ['plain/own', '.']],
    ['is a root with standard input', 'repo', ['own', '-'], ['repo/own', '.', '-']],
    ['is none for a directory in it', 'repo', ['own/apps'], ['repo', 'own/apps']],
    ['is none for a file in it', 'repo', ['own/apps/x.yaml'], ['repo', 'own/apps/x.yaml']],
    ['is none for the configuration itself', 'repo', ['own/.gate.yaml'], ['repo', 'own/.gate.yaml']],
    ['is none for a directory above it', 'repo', ['.'], ['repo', '.']],
    ['is none when something else is named, too', 'repo', ['own', 'apps'], ['repo', 'own', 'apps']],
    ['is none when something in it is named, too', 'repo', ['own', 'own/apps'], ['repo', 'own', 'own/apps']],
    ['is none for standard input alone', 'repo/own', ['-'], ['repo', '-']],
  ])('%s', (_, workingDirectory, paths, scope) => {
    expect(scopeOf(workingDirectory, ...paths)).toEqual(scope);
  });
});

describe('two repositories', () => {
  it('have the directory above them for a root', () => {
    expect(scopeOf('plain', '../repo/apps', '../worktree/apps')).toEqual(['', 'repo/apps', 'worktree/apps']);
  });
});

describe('paths', () => {
  it('may be absolute', () => {
    const top = temporaryDirectory(FILES);
    expect(findScope([join(top, 'repo/apps/a')], join(top, 'plain'), CONFIG_FILE)).toEqual({
      root: join(top, 'repo'),
      paths: ['apps/a'],
    });
  });

  it('may have spaces and letters of any language', () => {
    const top = temporaryDirectory({ '.git/HEAD': '', 'my apps/é/x.yaml': '' });
    expect(findScope(['my apps/é/x.yaml'], top, CONFIG_FILE)).toEqual({ root: top, paths: ['my apps/é/x.yaml'] });
  });

  it('stay what they are where they are links', () => {
    const top = temporaryDirectory({ '.git/HEAD': '', 'a/x.yaml': '' });
    symlinkSync('a/x.yaml', join(top, 'link.yaml'));
    expect(findScope(['link.yaml'], top, CONFIG_FILE).paths).toEqual(['link.yaml']);
  });

  it.each<[name: string, path: string]>([
    ['that do not exist', 'missing.yaml'],
    ['below a file', 'a/x.yaml/y'],
    ['that are links to nothing', 'dangling'],
  ])('%s are refused, as they were written', (_, path) => {
    const top = temporaryDirectory({ 'a/x.yaml': '' });
    symlinkSync('nowhere', join(top, 'dangling'));
    const find = () => findScope(['a', path], top, CONFIG_FILE);
    expect(find).toThrow(UsageError);
    expect(find).toThrow(`${path}: no such file or directory`);
  });

  it('a file called - is standard input all the same', () => {
    const top = temporaryDirectory({ '-': '' });
    mkdirSync(join(top, '.git'));
    expect(findScope(['-'], top, CONFIG_FILE).paths).toEqual(['-']);
    expect(findScope(['./-'], top, CONFIG_FILE).paths).not.toEqual(['-']);
  });
});

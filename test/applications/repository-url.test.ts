import { describe, expect, it } from 'vitest';
import { normalizeRepositoryUrl } from '../../src/applications/repository-url.ts';

describe('one repository', () => {
  it.each([
    'https://github.com/org/repo',
    'https://github.com/org/repo.git',
    'https://github.com/org/repo/',
    'https://github.com/org/repo.git/',
    'http://github.com/org/repo',
    'HTTPS://GitHub.com/Org/Repo.GIT',
    ' https://github.com/org/repo ',
    'https://user@github.com/org/repo',
    'https://user:token@github.com/org/repo',
    'https://github.com:443/org/repo',
    'https://github.com//org/repo',
    'ssh://git@github.com/org/repo.git',
    'ssh://git@github.com:22/org/repo.git',
    'ssh://github.com/org/repo',
    'git+ssh://git@github.com/org/repo',
    'git://github.com/org/repo.git',
    'git@github.com:org/repo',
    'git@github.com:org/repo.git',
    'git@GitHub.com:Org/repo/',
    'github.com:org/repo.git',
  ])('%s', (url) => {
    expect(normalizeRepositoryUrl(url)).toBe('github.com/org/repo');
  });
});

describe('other repositories are told apart', () => {
  it.each([
    ['https://gitlab.com/org/repo', 'gitlab.com/org/repo'],
    ['https://github.com/org/other', 'github.com/org/other'],
    ['https://github.com/repo', 'github.com/repo'],
    ['https://github.com/org/group/repo', 'github.com/org/group/repo'],
    ['https://github.com/org/repo.git.git', 'github.com/org/repo.git'],
    ['https://github.com/org/repo.github.io', 'github.com/org/repo.github.io'],
    ['https://github.com/org/my.repo', 'github.com/org/my.repo'],
    ['git@github.example:2222/repo', 'github.example/2222/repo'],
    ['file:///srv/git/repo.git', 'file:///srv/git/repo'],
    ['/srv/git/repo.git/', 'srv/git/repo'],
    ['https://github.com', 'https://github.com'],
    ['org/repo', 'org/repo'],
    ['', ''],
  ])('%s is %s', (url, normalized) => {
    expect(normalizeRepositoryUrl(url)).toBe(normalized);
  });
});

import { chmodSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createEmptyRepository, fetchCommit, listRefs, type Remote } from '../../src/git/remote.ts';
import { listenForConnections, publish, serveFiles } from '../fetch/server.ts';
import { temporaryDirectory } from '../files/temporary-directory.ts';
import { commit, git, repositoryWith } from './fixture.ts';

function remote(url: string, changes: Partial<Remote> = {}): Remote {
  const searchPath = process.env.PATH ?? '';
  return { url, protocol: 'http', proxy: '', searchPath, timeoutMs: 20_000, ...changes };
}

async function draft(): Promise<string> {
  const directory = temporaryDirectory();
  await createEmptyRepository(directory);
  return directory;
}

/** A PATH whose `ssh` notes its arguments and serves a repository instead of connecting. */
function playSsh(repository: string): { readonly searchPath: string; readonly log: string } {
  const directory = temporaryDirectory();
  const program =
    (process.env.PATH ?? '')
      .split(delimiter)
      .map((each) => join(each, 'git'))
      .find(existsSync) ?? '';
  const log = join(directory, 'log');
  mkdirSync(join(directory, 'bin'));
  symlinkSync(program, join(directory, 'bin', 'git'));
  writeFileSync(
    join(directory, 'bin', 'ssh'),
    `#!/bin/sh\necho "$@ agent=$SSH_AUTH_SOCK token=$GITHUB_TOKEN" >> '${log}'\nexec git upload-pack '${repository}'\n`,
  );
  chmodSync(join(directory, 'bin', 'ssh'), 0o755);
  return { searchPath: join(directory, 'bin'), log };
}

describe('a remote', () => {
  it('lists its references, with tags as what they are put on', async () => {
    const root = repositoryWith({ a: '1' });
    git(root, 'tag', '--annotate', '--message', 'x', 'v1');
    const id = git(root, 'rev-parse', 'HEAD');
    const directory = temporaryDirectory();
    publish(root, directory, 'x');
    const { url } = await serveFiles(directory);
    expect(await listRefs(await draft(), remote(`${url}/x.git`))).toEqual(
      ['HEAD', 'refs/heads/main', 'refs/tags/v1'].map((name) => ({ name, id })),
    );
  });

  it('is reached by SSH without questions, and gives one commit without its history', async () => {
    const root = repositoryWith({ a: '1' });
    const first = git(root, 'rev-parse', 'HEAD');
    const second = commit(root, { a: '2' });
    commit(root, { a: '3' });
    const { searchPath, log } = playSsh(root);
    const directory = await draft();
    const settings = { protocol: 'ssh', searchPath, sshAgent: '/agent' } as const;
    expect(await fetchCommit(directory, remote('git@git.example:acme/x.git', settings), second)).toBe(second);
    const count = (revision: string) => git(join(directory, '.git'), 'rev-list', '--count', revision);
    expect(count(second)).toBe('1');
    expect(() => count(first)).toThrow();
    expect(readFileSync(log, 'utf8')).toMatch(
      /^-o BatchMode=yes -o ConnectTimeout=30 .*git@git\.example git-upload-pack 'acme\/x\.git' agent=\/agent token=\n$/,
    );
  });

  it('completes the beginning of an id', async () => {
    const root = repositoryWith({ a: '1' });
    const first = git(root, 'rev-parse', 'HEAD');
    commit(root, { a: '2' });
    const settings = { protocol: 'ssh', searchPath: playSsh(root).searchPath } as const;
    expect(await fetchCommit(await draft(), remote('ssh://git.example/x', settings), first.slice(0, 8))).toBe(first);
    await expect(fetchCommit(await draft(), remote('ssh://git.example/x', settings), 'deadbeef')).rejects.toThrow(
      'deadbeef: no branch or tag of ssh://git.example/x leads to such a commit',
    );
  });

  it.each([
    'ext::touch canary',
    'file:///tmp',
    'git://127.0.0.1:1/x',
    'https://127.0.0.1:1/x',
    '--upload-pack=touch canary',
  ])('speaks no other protocol: %s', async (url) => {
    const directory = await draft();
    await expect(listRefs(directory, remote(url))).rejects.toThrow(/^git: |unsafe|not permitted/i);
    expect(existsSync(join(directory, 'canary'))).toBe(false);
  });

  it('needs git', async () => {
    await expect(listRefs(await draft(), remote('http://git.example/x', { searchPath: '/nowhere' }))).rejects.toThrow(
      'git was not found on PATH, and fetching a repository needs it',
    );
  });

  it('that does not answer is given up', async () => {
    const { url } = await listenForConnections();
    await expect(listRefs(await draft(), remote(`${url}/x`))).rejects.toThrow('git: ');
    const settings = { protocol: 'ssh', searchPath: playSsh('/dev/null').searchPath, timeoutMs: 1 } as const;
    await expect(listRefs(await draft(), remote('ssh://git.example/x', settings))).rejects.toThrow(
      'git: no answer from ssh://git.example/x after 0.001 s',
    );
  });
});

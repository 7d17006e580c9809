import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { rememberReport } from '../../src/pipeline/remember-report.ts';
import { openSession, type SessionSettings } from '../../src/pipeline/session.ts';
import { git, makeGitRepository, pathWithGit } from '../commands/git-repository.ts';

let cacheDirectory: string;
beforeEach(() => {
  cacheDirectory = mkdtempSync(join(tmpdir(), 'pss-gate-test-cache-'));
});

function reportOf(status: 'evaluated' | 'error' | 'skipped', mark: string): Report {
  const targets = { total: 1, evaluated: 0, error: 0, skipped: 0, [status]: 1 };
  return {
    schemaVersion: '1',
    tool: { name: 'pss-gate', version: '0', renderers: { helm: null, kustomize: null } },
    repository: {},
    verdict: 'pass',
    notes: [mark],
    summary: { targets, workloads: 0, namespaces: 0, results: { pass: 0, fail: 0, warn: 0, error: 0, skip: 0 } },
    targets: [],
    namespaces: [],
    findings: [],
  };
}

let runs = 0;

/** Runs once and tells whether the report is new. */
async function isNew(
  root: string,
  {
    settings = {},
    status = 'evaluated',
    session: more = {},
    meanwhile = () => {},
  }: {
    settings?: unknown;
    status?: 'evaluated' | 'error' | 'skipped';
    session?: Partial<SessionSettings>;
    meanwhile?: () => void;
  } = {},
): Promise<boolean> {
  const session = await openSession({
    paths: ['.'],
    workingDirectory: root,
    searchPath: pathWithGit(),
    cacheDirectory,
    cachesRenders: true,
    timeoutMs: 10_000,
    jobs: 1,
    apiVersions: [],
    readStandardInput: async () => new Uint8Array(),
    ...more,
  });
  const mark = `run ${++runs}`;
  try {
    const report = await rememberReport(session, settings, async () => {
      meanwhile();
      return reportOf(status, mark);
    });
    return report.notes[0] === mark;
  } finally {
    await session.dispose();
  }
}

describe('a report', () => {
  it('is remembered as long as no file changes', async () => {
    const root = await makeGitRepository({ 'a.yaml': 'a' });
    expect(await isNew(root)).toBe(true);
    expect(await isNew(root)).toBe(false);
    writeFileSync(join(root, 'a.yaml'), 'b');
    expect(await isNew(root)).toBe(true);
    writeFileSync(join(root, 'untracked.txt'), '');
    expect(await isNew(root)).toBe(true);
    expect(await isNew(root)).toBe(false);
  });

  it('is another one with other settings, paths, tags and remotes', async () => {
    const root = await makeGitRepository({ 'a/a.yaml': 'a' });
    expect(await isNew(root)).toBe(true);
    expect(await isNew(root, { settings: { level: 'restricted' } })).toBe(true);
    expect(await isNew(root, { session: { paths: ['a'] } })).toBe(true);
    expect(await isNew(root, { session: { kubeVersion: 'v1.30.0' } })).toBe(true);
    git(root, 'tag', 'v1.0.0');
    expect(await isNew(root)).toBe(true);
    git(root, 'remote', 'add', 'origin', 'https://git.example/a.git');
    expect(await isNew(root)).toBe(true);
    expect(await isNew(root)).toBe(false);
  });

  it.each(['error', 'skipped'] as const)('in which something has the status %s is not remembered', async (status) => {
    const root = await makeGitRepository({ 'a.yaml': 'a' });
    expect(await isNew(root, { status })).toBe(true);
    expect(await isNew(root, { status })).toBe(true);
  });

  it('is not remembered when a file changes while it is made', async () => {
    const root = await makeGitRepository({ 'a.yaml': 'a' });
    const meanwhile = () => writeFileSync(join(root, 'a.yaml'), 'b');
    expect(await isNew(root, { meanwhile })).toBe(true);
    writeFileSync(join(root, 'a.yaml'), 'a');
    expect(await isNew(root)).toBe(true);
  });

  it.each<[string, Partial<SessionSettings>]>([
    ['a revision', { revision: 'HEAD' }],
    ['standard input', { paths: ['-'] }],
    ['what is fetched', { allowFetch: ['git.example'] }],
    ['renders that are not remembered', { cachesRenders: false }],
  ])('of %s is not remembered', async (_, session) => {
    const root = await makeGitRepository({ 'a.yaml': 'a' });
    expect(await isNew(root, { session })).toBe(true);
    expect(await isNew(root, { session })).toBe(true);
  });
});

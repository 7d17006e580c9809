import { relative } from 'node:path';
import { pathWithGit } from './git-repository.ts';
import { type CliResult, makeRepository, runCli } from './run-cli.ts';

/** An Application whose source (or `sources`, whole) is given as flow YAML. */
export function application(name: string, source: string): string {
  return `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: ${name}, namespace: argocd}
spec:
  ${source.startsWith('sources') ? source : `source: {${source}}`}
  destination: {name: in-cluster, namespace: pay}
`;
}

/** What a run may fetch, and with what. */
export interface FetchRun {
  readonly allow?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Nothing is kept without it. */
  readonly cache?: string;
  readonly files?: Readonly<Record<string, string>>;
}

/** Checks Applications in a repository of their own. */
export async function check(
  applications: readonly string[],
  { allow = [], env = {}, cache, files = {} }: FetchRun,
): Promise<CliResult> {
  const root = await makeRepository({ ...files, 'apps.yaml': applications.join('---\n') });
  const args = ['check', '.', '-o', 'json', '--no-unowned', ...allow.flatMap((pattern) => ['--allow-fetch', pattern])];
  const kept = cache === undefined ? ['--no-cache'] : ['--cache-dir', relative(root, cache)];
  return runCli([...args, ...kept], { cwd: root, env: { PATH: pathWithGit(), ...env } });
}

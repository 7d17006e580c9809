import { chmod, mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { deployment } from './manifests.ts';
import { type CliOptions, makeRepository, runCli } from './run-cli.ts';

/** A program of our user's, outside of the repository. */
async function program(script: string): Promise<string> {
  const file = join(await mkdtemp(join(tmpdir(), 'pss-gate-test-')), 'plugin');
  await writeFile(file, `#!/bin/sh\n${script}`);
  await chmod(file, 0o755);
  return file;
}

function application(plugin: string, name = 'a'): string {
  return `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: ${name}, namespace: argocd}
spec:
  source: {repoURL: "https://git.example/gitops", targetRevision: main, path: apps/web, plugin: ${plugin}}
  destination: {name: in-cluster, namespace: pay}
`;
}

const PRIVILEGED = deployment('api', '          securityContext: {privileged: true}\n');
const FILES = { 'apps/web/in.txt': PRIVILEGED, 'lib/x.txt': 'lib\n' };

async function check(plugin: string, args: readonly string[], options: CliOptions = {}) {
  const root = await makeRepository({ ...FILES, 'argocd/a.yaml': application(plugin) });
  const result = await runCli(['check', '.', '-o', 'json', '--no-unowned', ...args], {
    cwd: root,
    ...options,
    env: { PATH: process.env.PATH ?? '', ...options.env },
  });
  return {
    root,
    ...result,
    target: JSON.parse(result.stdout).targets[0],
    findings: JSON.parse(result.stdout).findings,
  };
}

describe('an Application of a plugin', () => {
  it('is judged by what the program prints that its owner names', async () => {
    const file = await program('cat in.txt');
    const { target, findings, code } = await check('{name: kasane-v1.0}', ['--plugin', `kasane=${file}`]);
    expect([target.status, target.workloads, code]).toEqual(['evaluated', 1, 1]);
    const [found] = findings.filter(({ check: id }: { check: string }) => id === 'privileged');
    expect(found.resource).toMatchObject({ kind: 'Deployment', namespace: 'pay', name: 'api' });
    expect(found.location).toEqual({ file: 'apps/web' });
  });

  it('may be named in the environment, a line for each', async () => {
    const file = await program('cat in.txt');
    const env = { PSS_GATE_PLUGIN: `other=/bin/false\n*=${file} --flag\n` };
    expect((await check('{}', [], { env })).target.status).toBe('evaluated');
  });

  it('starts nothing of the repository, even without a PATH', async () => {
    const file = await program('tool || echo "kind: none"');
    const root = await makeRepository({
      ...FILES,
      'argocd/a.yaml': application('{name: p}'),
      'apps/web/tool': '#!/bin/sh\necho started >&2\nexit 0\n',
    });
    await chmod(join(root, 'apps/web/tool'), 0o755);
    for (const PATH of ['', ':.:']) {
      const { stdout } = await runCli(['render', '.', '-o', 'json', '--no-unowned', '--plugin', `p=${file}`], {
        cwd: root,
        env: { PATH },
      });
      expect(stdout).toContain('"none"');
    }
  });

  it('runs in a copy, with the variables of Argo CD and no others', async () => {
    const file = await program(`printf '%s\\n' 'apiVersion: v1' 'kind: ConfigMap' 'metadata: {name: seen}' 'data:'
env | sort | while IFS='=' read -r name value; do case "$name" in
  ARGOCD_*|PARAM_*|GITHUB_TOKEN) printf '  %s: |-\\n    %s\\n' "$name" "$value";; esac; done
echo "  lib: $(cat ../../lib/x.txt)"
printf '  args: |-\\n    %s\\n' "$*"
echo spoilt > in.txt; echo x > new.txt; echo y > "$HOME/left"
`);
    const root = await makeRepository({
      ...FILES,
      'argocd/a.yaml': application(
        '{name: p, env: [{name: A, value: "of $ARGOCD_APP_NAME"}], parameters: [{name: x, string: w}]}',
      ),
    });
    const { stdout, stderr } = await runCli(
      ['render', '.', '-o', 'json', '--no-unowned', '--plugin', `p=${file} a 'b`],
      {
        cwd: root,
        env: { GITHUB_TOKEN: 'secret', PATH: process.env.PATH ?? '' },
      },
    );
    expect(stderr).toBe('');
    expect(JSON.parse(stdout).data).toEqual({
      ARGOCD_APP_NAME: 'a',
      ARGOCD_APP_NAMESPACE: 'pay',
      ARGOCD_APP_PROJECT_NAME: 'default',
      ARGOCD_APP_SOURCE_PATH: 'apps/web',
      ARGOCD_APP_SOURCE_REPO_URL: 'https://git.example/gitops',
      ARGOCD_APP_SOURCE_TARGET_REVISION: 'main',
      ARGOCD_APP_PARAMETERS: '[{"name":"x","string":"w"}]',
      ARGOCD_ENV_A: 'of a',
      PARAM_X: 'w',
      lib: 'lib',
      args: "a 'b",
    });
    expect(await readdir(join(root, 'apps/web'))).toEqual(['in.txt']);
  });

  it.each([
    ['fails', 'echo "no such value: \\033[31mx" >&2; exit 3', 'the plugin p of Argo CD: no such value:  [31mx'],
    ['never ends', 'sleep 60', 'the plugin p of Argo CD: no answer after 1 s'],
    ['prints no YAML', 'echo "a: ["', 'flow'],
  ])('is not evaluated when the program %s', async (_, script, reason) => {
    const file = await program(script);
    const { target, code } = await check('{name: p}', ['--timeout', '1', '--plugin', `p=${file}`]);
    expect([target.status, code]).toEqual(['error', 3]);
    expect(target.reason).toContain(reason);
  });

  it.each([
    [
      '{name: p}',
      'the plugin p of Argo CD renders it, in a container of its own; --plugin p=COMMAND names a program for it',
    ],
    ['{}', "a plugin of Argo CD renders it, in a container of its own; --plugin '*=COMMAND' names a program for it"],
  ])('is not evaluated when nobody names a program: %s', async (plugin, reason) => {
    const { target, code } = await check(plugin, ['--plugin', 'other=/bin/cat']);
    expect([target.status, target.reason, code]).toEqual(['error', reason, 3]);
  });

  it.each([
    [['--plugin', 'p'], 'Allowed: NAME=COMMAND.'],
    [
      ['--plugin', 'p=./render.sh'],
      '--plugin: p: got ./render.sh, allowed: an absolute path, or the name of a program on PATH',
    ],
  ])('is refused as an option: %j', async (args, message) => {
    const root = await makeRepository({ 'apps/web/render.sh': '' });
    const { code, stderr } = await runCli(['check', '.', ...args], { cwd: root });
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  });

  it('cannot be given a program by the repository', async () => {
    const root = await makeRepository({ '.pss-gate.yaml': 'plugin: {p: /bin/cat}\n' });
    const { code, stderr } = await runCli(['check', '.'], { cwd: root });
    expect([code, stderr]).toEqual([2, expect.stringContaining('plugin')]);
  });
});

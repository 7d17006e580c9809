import { mkdir, mkdtemp, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { git, makeGitRepository, pathWithGit } from './git-repository.ts';
import { application, chart, deployment, REPOSITORY_URL } from './manifests.ts';
import { type CliResult, makeRepository, runCli } from './run-cli.ts';

const NAMESPACE = `apiVersion: v1
kind: Namespace
metadata:
  name: pay
  labels: {pod-security.kubernetes.io/enforce: baseline}
`;

/** A Deployment whose container is privileged when a value says so. */
const TEMPLATE = deployment(
  '{{ .Release.Name }}',
  '          securityContext: {privileged: {{ .Values.privileged }}}\n',
);

const CHART = {
  ...chart('web', { 'd.yaml': TEMPLATE }, 'charts/web'),
  'charts/web/values.yaml': 'privileged: false\n',
  'charts/web/values-bad.yaml': 'privileged: true\n',
};

async function check(files: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<CliResult> {
  const root = await makeRepository({ 'ns/pay.yaml': NAMESPACE, ...files });
  return runCli(['check', '.', '-o', 'json', ...args], { cwd: root });
}

/** Ids of targets with their status. */
const targetsOf = ({ report }: CliResult) =>
  report.targets.map(({ id, status, unowned }) => `${id} ${status}${unowned === true ? ' unowned' : ''}`);

const privilegedOf = ({ report }: CliResult) =>
  report.findings
    .filter(({ check: id }) => id === 'privileged')
    .map(({ target, resource }) => `${target} ${resource?.namespace}/${resource?.name}`);

describe('an Application', () => {
  it('is rendered with its values, into its namespace, and its chart is no target of its own', async () => {
    const result = await check({
      ...CHART,
      'argocd/good.yaml': application('good', 'path: charts/web'),
      'argocd/bad.yaml': application('bad', 'path: charts/web, helm: {valueFiles: [values-bad.yaml]}'),
      'argocd/set.yaml': application(
        'set',
        'path: charts/web, helm: {parameters: [{name: privileged, value: "true"}]}',
      ),
      'argocd/inline.yaml': application(
        'inline',
        'path: charts/web, helm: {valuesObject: {privileged: true}, releaseName: other}',
      ),
    });
    expect(result.stderr).toBe('');
    expect(targetsOf(result)).toEqual([
      'directory:argocd evaluated unowned',
      'application:argocd/bad evaluated',
      'application:argocd/good evaluated',
      'application:argocd/inline evaluated',
      'application:argocd/set evaluated',
      'directory:ns evaluated unowned',
    ]);
    expect(privilegedOf(result)).toEqual([
      'application:argocd/bad pay/bad',
      'application:argocd/inline pay/other',
      'application:argocd/set pay/set',
    ]);
    expect(result.code).toBe(1);
  });

  it('is built with the edits of its kustomize block', async () => {
    const result = await check({
      'k/kustomization.yaml': 'resources: [d.yaml]\n',
      'k/d.yaml': deployment('api', '          securityContext: {privileged: true}\n'),
      'argocd/a.yaml': application('a', 'path: k, kustomize: {namePrefix: prod-, namespace: shop}'),
    });
    expect(privilegedOf(result)).toEqual(['application:argocd/a shop/prod-api']);
    expect(targetsOf(result)).not.toContain('kustomize:k evaluated');
  });

  it('reads a directory as it says, and leaves the rest to nobody', async () => {
    const bad = (name: string) => deployment(name, '          securityContext: {privileged: true}\n');
    const result = await check({
      'd/a.yaml': bad('a'),
      'd/sub/b.yaml': bad('b'),
      'd/sub/c.yaml': bad('c'),
      'argocd/a.yaml': application('a', 'path: d, directory: {recurse: true, exclude: "sub/c*"}'),
    });
    expect(privilegedOf(result)).toEqual([
      'application:argocd/a pay/a',
      'application:argocd/a pay/b',
      'directory:d/sub default/c',
    ]);
  });

  it('may come from another one, and so on, and in a circle', async () => {
    const result = await check({
      ...CHART,
      'root/app.yaml': application('root', 'path: apps'),
      'apps/child.yaml': application('child', 'path: charts/apps'),
      'apps/root.yaml': application('root', 'path: apps'),
      ...chart(
        'apps',
        { 'a.yaml': application('grandchild', 'path: charts/web, helm: {valueFiles: [values-bad.yaml]}') },
        'charts/apps',
      ),
    });
    expect(targetsOf(result).filter((each) => each.startsWith('application'))).toEqual([
      'application:argocd/root evaluated',
      'application:argocd/child evaluated',
      'application:argocd/grandchild evaluated',
    ]);
    expect(privilegedOf(result)).toEqual(['application:argocd/grandchild pay/grandchild']);
  });

  it.each<[name: string, app: string, reason: string]>([
    [
      'of a chart repository',
      application('a', 'chart: redis').replace(REPOSITORY_URL, 'https://charts.example'),
      'https://charts.example is the repository of the chart redis; nothing is fetched, unless --allow-fetch lets it',
    ],
    [
      'of another repository',
      `${application('a', 'path: x').replace(REPOSITORY_URL, 'https://git.example/other')}---\n${application('b', 'path: charts/web')}`,
      'https://git.example/other is another repository; --checkout URL=DIRECTORY gives its files',
    ],
    [
      'whose path is not there',
      `${application('a', 'path: gone')}---\n${application('b', 'path: charts/web')}`,
      'gone: app path does not exist',
    ],
    [
      'of a plugin',
      application('a', 'path: charts/web, plugin: {name: kasane}'),
      'the plugin kasane of Argo CD renders it',
    ],
    [
      'with a submodule that is not there',
      `${application('a', 'path: d, directory: {recurse: true}')}---\n${application('b', 'path: charts/web')}`,
      'd/lib is a submodule, and its files are not here',
    ],
    [
      'with values outside of the repository',
      application('a', 'path: charts/web, helm: {valueFiles: [../../../x.yaml]}'),
      'x.yaml',
    ],
    [
      'with two types',
      application('a', 'path: charts/web, helm: {releaseName: x}, kustomize: {namePrefix: y}'),
      'multiple application sources defined',
    ],
  ])('is not evaluated, and says why: %s', async (_, app, reason) => {
    const module = { 'd/x.yaml': deployment('x'), '.gitmodules': '[submodule "lib"]\n\tpath = d/lib\n' };
    const result = await check({ ...CHART, ...module, 'argocd/a.yaml': app }, '--no-unowned');
    expect(result.code).toBe(3);
    const [target] = result.report.targets.filter(({ id }) => id === 'application:argocd/a');
    expect([target?.status, target?.reason]).toEqual(['error', expect.stringContaining(reason)]);
  });

  it('of another repository is skipped when the configuration says so, or rendered from a given checkout', async () => {
    const other = 'https://git.example/other.git';
    const app = application('a', 'path: charts/web, helm: {valueFiles: [values-bad.yaml]}').replace(
      REPOSITORY_URL,
      other,
    );
    const skipped = await check({ 'argocd/a.yaml': app, '.pss-gate.yaml': 'applications: {external: skip}\n' });
    expect(targetsOf(skipped)).toContain('application:argocd/a skipped');
    expect(skipped.code).toBe(0);
    const elsewhere = await makeRepository(CHART);
    const given = await check({ 'argocd/a.yaml': app }, '--checkout', `${other}=${elsewhere}`);
    expect(privilegedOf(given)).toEqual(['application:argocd/a pay/a']);
  });

  it('that is pinned is rendered from what the clone holds, with places at that revision', async () => {
    const bad = { ...CHART, 'charts/web/values.yaml': 'privileged: true\n', 'ns/pay.yaml': NAMESPACE };
    const root = await makeGitRepository(bad, { ...CHART, 'ns/pay.yaml': NAMESPACE });
    const first = git(root, 'rev-parse', 'HEAD~1').trim();
    git(root, 'tag', '--annotate', '--message', 'x', 'v1.2.0', first);
    git(root, 'tag', 'v1.10.0', 'HEAD');
    git(root, 'branch', '9.x', first);
    git(root, 'branch', '7.0.0', first);
    const pinned = {
      tag: 'v1.2.0',
      commit: first,
      part: first.slice(0, 8),
      old: '~1.2',
      new: '1.*',
      none: '3.*',
      like: '9.x',
      called: '7.0.0',
    };
    const applications = Object.entries(pinned).map(([name, revision]) =>
      application(name, 'path: charts/web').replace('targetRevision: main', `targetRevision: "${revision}"`),
    );
    await writeFile(join(root, 'apps.yaml'), applications.join('---\n'));
    const run = () => runCli(['check', '.', '-o', 'json'], { cwd: root, env: { PATH: pathWithGit() } });
    const result = await run();
    expect(privilegedOf(result)).toEqual(
      ['commit', 'old', 'part', 'tag'].map((name) => `application:argocd/${name} pay/${name}`),
    );
    const places = result.report.findings
      .filter(({ check: id }) => id === 'privileged')
      .map(({ location }) => location);
    expect(places).toEqual(
      [first.slice(0, 10), '~1.2', first.slice(0, 8), 'v1.2.0'].map((name) => ({
        file: `${name}:charts/web/templates/d.yaml`,
      })),
    );
    expect(result.report.targets.find(({ name }) => name === 'none')).toMatchObject({
      status: 'skipped',
      reason: 'it follows tags that match 3.*, which is neither checked out nor in this clone',
    });
    expect((await run()).stdout).toBe(result.stdout);
  });

  it('that is pinned to a commit that the clone does not hold is skipped', async () => {
    const files = (more: Record<string, string>) => ({ ...CHART, 'ns/pay.yaml': NAMESPACE, ...more });
    const root = await makeGitRepository(
      files({}),
      files({
        'argocd/a.yaml': `${application('a', 'path: charts/web').replace('targetRevision: main', `targetRevision: ${'deadbeef'.repeat(5)}`)}---\n${application('b', 'path: charts/web')}`,
      }),
    );
    const result = await runCli(['check', '.', '-o', 'json'], { cwd: root, env: { PATH: pathWithGit() } });
    expect(targetsOf(result)).toContain('application:argocd/a skipped');
    expect(targetsOf(result)).toContain('application:argocd/b evaluated');
    expect(result.code).toBe(0);
  });

  it('leaves what it does not use to be judged, unless that is switched off', async () => {
    const files = {
      ...CHART,
      ...chart('lonely', { 'd.yaml': deployment('lonely') }),
      'argocd/a.yaml': application('a', 'path: charts/web'),
    };
    expect(targetsOf(await check(files))).toContain('helm:lonely evaluated unowned');
    expect(targetsOf(await check(files, '--no-unowned'))).toEqual(['application:argocd/a evaluated']);
  });
});

describe('an ApplicationSet', () => {
  const set = (generators: string, template: string, more = '') => `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: all, namespace: argocd}
spec:
${more}  generators:
${generators}
  template:
    metadata: {name: "${template.includes('{{.') ? '{{.name}}' : '{{name}}'}"}
    spec:
      project: default
      source: {repoURL: "${REPOSITORY_URL}", targetRevision: main, ${template}}
      destination: {server: https://kubernetes.default.svc, namespace: pay}
`;

  it('is expanded by lists and directories', async () => {
    const result = await check({
      ...CHART,
      'argocd/set.yaml': set(
        '    - list: {elements: [{name: one, file: values.yaml}, {name: two, file: values-bad.yaml}]}',
        'path: charts/web, helm: {valueFiles: ["{{file}}"]}',
      ),
      'argocd/dirs.yaml': set(
        `    - git: {repoURL: "${REPOSITORY_URL}", revision: main, directories: [{path: "teams/*"}]}`,
        'path: "{{path}}"',
      )
        .replace('name: all', 'name: dirs')
        .replace('"{{name}}"', '"team-{{path.basename}}"'),
      'teams/x/d.yaml': deployment('x', '          securityContext: {privileged: true}\n'),
      'teams/y/d.yaml': deployment('y'),
    });
    expect(privilegedOf(result)).toEqual(['application:argocd/two pay/two', 'application:argocd/team-x pay/x']);
  });

  it('is expanded with Go templates, and a patch', async () => {
    const patch =
      '  goTemplate: true\n  templatePatch: |\n    spec:\n      source:\n        helm: {valueFiles: ["values-{{ .env | lower }}.yaml"]}\n';
    const result = await check({
      ...CHART,
      'argocd/set.yaml': set(
        '    - list: {elements: [{name: one, env: BAD}]}',
        'path: charts/web, helm: {releaseName: "{{.name}}"}',
        patch,
      ),
    });
    expect(privilegedOf(result)).toEqual(['application:argocd/one pay/one']);
  });

  it('that gives a name twice says so at its own target, and makes neither', async () => {
    const result = await check(
      {
        ...CHART,
        'argocd/set.yaml': set('    - list: {elements: [{name: one}, {name: two}, {name: one}]}', 'path: charts/web'),
      },
      '--no-unowned',
    );
    expect(targetsOf(result)).toEqual(['applicationset:argocd/all error', 'application:argocd/two evaluated']);
    expect(result.report.targets[0]?.reason).toContain(
      'ApplicationSet all contains applications with duplicate name: one',
    );
  });

  it('that needs an API is not evaluated, unless its parameters were recorded', async () => {
    const files = {
      ...CHART,
      'argocd/set.yaml': set(
        '    - pullRequest: {github: {owner: a, repo: b}}',
        'path: charts/web, helm: {valueFiles: [values-bad.yaml]}',
      ),
    };
    const result = await check(files, '--no-unowned');
    expect(result.code).toBe(3);
    expect(result.report.targets.find(({ id }) => id === 'applicationset:argocd/all')?.reason).toContain('pullRequest');
    const recorded = await check(
      { ...files, 'recorded.txt': 'argocd/all: [{name: pr-1}]\n' },
      '--appset-parameters',
      'recorded.txt',
    );
    expect(privilegedOf(recorded)).toEqual(['application:argocd/pr-1 pay/pr-1']);
  });
});

describe('--revision', () => {
  it('renders a commit, whatever lies in the working tree', async () => {
    const bad = deployment('a', '          securityContext: {privileged: true}\n');
    const root = await makeGitRepository(
      { 'ns.yaml': NAMESPACE, 'd/a.yaml': bad },
      { 'ns.yaml': NAMESPACE, 'd/a.yaml': deployment('a') },
    );
    const run = (...args: readonly string[]) =>
      runCli(['check', '.', '-o', 'json', ...args], { cwd: root, env: { PATH: pathWithGit() } });
    expect((await run()).code).toBe(0);
    const before = await run('--revision', 'HEAD~1');
    expect([before.code, new Set(before.report.findings.map(({ check: id }) => id)).has('privileged')]).toEqual([
      1,
      true,
    ]);
    expect((await run('--revision', 'nope')).code).toBe(2);
  });

  it('gives the report of a clean working tree, to the byte', async () => {
    const sources = `sources:
    - {repoURL: "${REPOSITORY_URL}", path: charts/web, helm: {valueFiles: [$values/values/prod.yaml, ../../values/*.yaml]}}
    - {repoURL: "${REPOSITORY_URL}", ref: values}`;
    const root = await makeGitRepository({
      ...CHART,
      ...chart('broken', { 'd.yaml': '{{ fail "no" }}' }),
      '.pss-gate.yaml': 'namespaces:\n  unknown: baseline\n',
      'ns/pay.yaml': NAMESPACE,
      'values/prod.yaml': 'privileged: true\n',
      'k/base/kustomization.yaml': 'resources: [d.yaml]\n',
      'k/base/d.yaml': deployment('api', '          securityContext: {privileged: true}\n'),
      'k/prod/kustomization.yaml': 'resources: [../base]\nnamePrefix: prod-\n',
      'd/a.yaml': deployment('a', '          securityContext: {privileged: true}\n'),
      'd/sub/b.yaml': 'a: [\n',
      'argocd/a.yaml': application('a', sources),
      'argocd/k.yaml': application('k', 'path: k/prod, kustomize: {nameSuffix: -x}'),
      'argocd/d.yaml': application('d', 'path: d, directory: {recurse: true}'),
      'argocd/linked.yaml': application('linked', 'path: linked'),
    });
    const links = {
      'd/link.yaml': '../k/base/d.yaml',
      linked: 'd',
      'charts/web/linked.yaml': 'values.yaml',
      no: 'where',
    };
    for (const [path, target] of Object.entries(links)) await symlink(target, join(root, path));
    git(root, 'add', '--all');
    git(root, 'commit', '--quiet', '--message', 'links');
    for (const format of ['json', 'text']) {
      const run = (...args: readonly string[]) =>
        runCli(['check', '.', '-o', format, ...args], { cwd: root, env: { PATH: pathWithGit() } });
      const [tree, revision] = [await run(), await run('--revision', 'HEAD')];
      expect(tree.stderr).toBe('');
      expect(revision).toMatchObject({ code: tree.code, stderr: '', stdout: tree.stdout });
    }
  });

  it('takes the configuration of that revision, and names the revision', async () => {
    const root = await makeGitRepository(
      { 'd/a.yaml': deployment('a'), '.pss-gate.yaml': 'namespaces: {unknown: x}\n' },
      {
        'd/a.yaml': deployment('a'),
      },
    );
    const run = (...args: readonly string[]) =>
      runCli(['check', '.', '-o', 'json', ...args], { cwd: root, env: { PATH: pathWithGit() } });
    const before = await run('--revision', 'HEAD~1');
    expect([before.code, before.stderr]).toEqual([
      2,
      expect.stringMatching(/^error: .pss-gate.yaml: namespaces.unknown: /),
    ]);
    git(root, 'commit', '--quiet', '--allow-empty', '--message', 'more');
    const { report } = await run('--revision', 'HEAD~1');
    expect(report.repository.revision).toBe(git(root, 'rev-parse', 'HEAD~1').trim());
  });

  it('leaves nothing in temporary directories', async () => {
    const root = await makeGitRepository({ ...CHART, 'ns.yaml': NAMESPACE });
    const temporary = await mkdtemp(join(tmpdir(), 'pss-gate-test-'));
    const env = { PATH: pathWithGit(), TMPDIR: temporary };
    expect((await runCli(['check', '.', '--revision', 'HEAD', '--base', 'HEAD'], { cwd: root, env })).stderr).toBe('');
    expect(await readdir(temporary)).toEqual([]);
  });

  it('does not go with --write', async () => {
    const root = await makeGitRepository({ 'ns.yaml': NAMESPACE });
    const args = ['labels', '.', '--write', '--revision', 'HEAD'];
    const { code, stderr } = await runCli(args, { cwd: root, env: { PATH: pathWithGit() } });
    expect([code, stderr]).toEqual([2, expect.stringContaining('does not go with --revision')]);
  });
});

describe('remembered renders', () => {
  const files = {
    ...CHART,
    'ns/pay.yaml': NAMESPACE,
    'values/a.yaml': 'privileged: false\n',
    'k/kustomization.yaml': 'resources: [d.yaml]\n',
    'k/d.yaml': deployment('api', '          securityContext: {privileged: false}\n'),
    'argocd/a.yaml': application('a', 'path: charts/web, helm: {valueFiles: [/values/a.yaml]}'),
    'argocd/k.yaml': application('k', 'path: k'),
  };
  const bad = '          securityContext: {privileged: true}\n';

  it.each<[name: string, changes: Record<string, string>, broken: string[]]>([
    ['nothing that they read', { 'other/values.yaml': 'privileged: true\n' }, []],
    ['a value file', { 'values/a.yaml': 'privileged: true\n' }, ['application:argocd/a pay/a']],
    ['a template', { 'charts/web/templates/d.yaml': deployment('web', bad) }, ['application:argocd/a pay/web']],
    ['a new template', { 'charts/web/templates/e.yaml': deployment('new', bad) }, ['application:argocd/a pay/new']],
    ['a resource', { 'k/d.yaml': deployment('api', bad) }, ['application:argocd/k pay/api']],
    ['a kustomization', { 'k/kustomization.yaml': 'resources: [d.yaml]\nnamePrefix: x-\n' }, []],
    [
      'an Application',
      { 'argocd/a.yaml': application('a', 'path: charts/web, helm: {valueFiles: [values-bad.yaml]}') },
      ['application:argocd/a pay/a'],
    ],
  ])('give the same report, and the new one after a change of %s', async (_, changes, broken) => {
    const root = await makeRepository(files);
    const run = (...args: readonly string[]) =>
      runCli(['check', '.', '-o', 'json', '--no-unowned', ...args], { cwd: root });
    const cached = ['--cache-dir', join(root, '.cache')];
    const cold = await run(...cached);
    expect([cold.stderr, privilegedOf(cold)]).toEqual(['', []]);
    expect((await run(...cached)).stdout).toBe(cold.stdout);
    for (const [path, content] of Object.entries(changes)) {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), content);
    }
    const warm = await run(...cached);
    expect(privilegedOf(warm)).toEqual(broken);
    expect(warm.stdout).toBe((await run('--no-cache')).stdout);
  });

  it('are not believed when somebody damaged them', async () => {
    const root = await makeRepository(files);
    const run = () => runCli(['check', '.', '-o', 'json', '--cache-dir', join(root, '.cache')], { cwd: root });
    const { stdout } = await run();
    const renders = join(root, '.cache', 'renders');
    let damaged = 0;
    for (const name of await readdir(renders, { recursive: true })) {
      const path = join(renders, name);
      if (!(await stat(path)).isFile()) continue;
      const content = await readFile(path);
      await writeFile(path, content.fill(0x20, content.length >> 1));
      damaged++;
    }
    expect(damaged).toBeGreaterThan(2);
    expect((await run()).stdout).toBe(stdout);
  });

  it('are whole or absent after a run was killed at any moment', async () => {
    const root = await makeRepository(files);
    const check = ['check', '.', '-o', 'json', '--no-unowned'];
    const started = performance.now();
    const { stdout } = await runCli([...check, '--no-cache'], { cwd: root });
    const wholeMs = performance.now() - started;
    let killed = 0;
    for (const share of [0.2, 0.35, 0.5, 0.6, 0.7, 0.8, 0.9]) {
      const cached = [...check, '--cache-dir', join(root, '.cache', String(share))];
      const { code } = await runCli(cached, { cwd: root, kill: { signal: 'SIGKILL', afterMs: wholeMs * share } });
      if (code === null) killed++;
      expect((await runCli(cached, { cwd: root })).stdout).toBe(stdout);
      expect((await runCli(cached, { cwd: root })).stdout).toBe(stdout);
    }
    expect(killed).toBeGreaterThan(2);
  });
});

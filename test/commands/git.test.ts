import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pointerTo, storeLfs } from '../git/lfs-files.ts';
import { git, makeGitRepository, pathWithGit } from './git-repository.ts';
import { chart, deployment } from './manifests.ts';
import { type CliResult, runCli } from './run-cli.ts';

const URL = 'https://git.example/gitops.git';

function application(name: string, source: string): string {
  return `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: ${name}, namespace: argocd}
spec:
  project: default
  source: {repoURL: "${URL}", targetRevision: main, ${source}}
  destination: {server: https://kubernetes.default.svc, namespace: pay}
`;
}

const PRIVILEGED = '          securityContext: {privileged: true}\n';
const TEMPLATE = deployment('{{ .Release.Name }}', '          securityContext: {privileged: {{ .Values.bad }}}\n');
const CHART = { ...chart('web', { 'd.yaml': TEMPLATE }, 'charts/web'), 'charts/web/values.yaml': 'bad: false\n' };

const run = (root: string, ...args: readonly string[]) =>
  runCli(['check', '.', '-o', 'json', ...args], { cwd: root, env: { PATH: pathWithGit() } });

/** What could not be evaluated, by its target. */
const reasonsOf = ({ report }: CliResult) =>
  Object.fromEntries(report.targets.flatMap(({ id, status, reason }) => (status === 'error' ? [[id, reason]] : [])));

const privilegedOf = ({ report }: CliResult) =>
  report.findings
    .filter(({ check }) => check === 'privileged')
    .map(({ target }) => target)
    .sort();

async function commitAll(root: string): Promise<void> {
  git(root, 'add', '--all');
  git(root, 'commit', '--quiet', '--message', 'more');
}

describe('submodules', () => {
  const clone = ['-c', 'protocol.file.allow=always', 'clone', '--quiet'] as const;

  /** A repository that has everything of use in a submodule, and a clone of it without and with its files. */
  async function clones() {
    const library = await makeGitRepository({
      ...chart('lib', { 'd.yaml': TEMPLATE }, 'chart'),
      'chart/values.yaml': 'bad: true\n',
      'values/bad.yaml': 'bad: true\n',
      'd/a.yaml': deployment('a', PRIVILEGED),
      'base/kustomization.yaml': 'resources: [d.yaml]\n',
      'base/d.yaml': deployment('api', PRIVILEGED),
      'component/kustomization.yaml': 'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nnamePrefix: x-\n',
    });
    const origin = await makeGitRepository({
      ...CHART,
      'apps/fine.yaml': application('fine', 'path: charts/web, helm: {valueFiles: [/values/*.yaml]}'),
      'values/good.yaml': 'bad: false\n',
      'apps/chart.yaml': application('chart', 'path: sub/chart'),
      'apps/dir.yaml': application('dir', 'path: sub/d'),
      'apps/top.yaml': application('top', 'path: ., directory: {recurse: true, include: "sub/d/*"}'),
      'apps/kustomize.yaml': application('kustomize', 'path: k'),
      'apps/component.yaml': application(
        'component',
        'path: k2, kustomize: {components: [../sub/component], ignoreMissingComponents: true}',
      ),
      'apps/value-file.yaml': application(
        'value-file',
        'path: charts/web, helm: {valueFiles: [/sub/values/bad.yaml], ignoreMissingValueFiles: true}',
      ),
      'apps/glob.yaml': application(
        'glob',
        'path: charts/web, helm: {valueFiles: ["/*/values/*.yaml"], ignoreMissingValueFiles: true}',
      ),
      'apps/linked.yaml': application(
        'linked',
        'path: charts/web, helm: {valueFiles: [/linked/values/bad.yaml], ignoreMissingValueFiles: true}',
      ),
      'apps/links.yaml': application('links', 'path: links'),
      'links/b.yaml': deployment('b'),
      'k/kustomization.yaml': 'resources: [../sub/base]\n',
      'k2/kustomization.yaml': 'resources: [d.yaml]\n',
      'k2/d.yaml': deployment('k2'),
    });
    await symlink('sub', join(origin, 'linked'));
    await symlink('../sub/d/a.yaml', join(origin, 'links/a.yaml'));
    git(origin, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', library, 'sub');
    await commitAll(origin);
    const [without, whole] = [`${origin}-without`, `${origin}-whole`];
    git(origin, ...clone, origin, without);
    git(origin, ...clone, '--recurse-submodules', origin, whole);
    return { library, without, whole };
  }

  it('that are not here are an error of what needs them, and of nothing else', async () => {
    const { library, without } = await clones();
    const reason = `sub is a submodule of ${library}, which is not here: nothing is fetched`;
    for (const args of [[], ['--revision', 'HEAD']]) {
      const result = await run(without, ...args);
      const names = ['chart', 'component', 'dir', 'glob', 'kustomize', 'linked', 'value-file'];
      const inSub = reason.replace('sub is', 'sub, which is');
      expect(reasonsOf(result)).toEqual({
        ...Object.fromEntries(names.map((name) => [`application:argocd/${name}`, reason])),
        'application:argocd/links': `links/a.yaml is a link into ${inSub}`,
        'application:argocd/top': `links/a.yaml is a link into ${inSub} (and 1 more)`,
        'directory:links': `links/a.yaml: is in ${inSub}`,
        'directory:sub': reason.slice('sub '.length),
      });
      expect([result.stderr, privilegedOf(result)]).toEqual(['', []]);
    }
  });

  it('that are here are read as they are recorded', async () => {
    const { whole } = await clones();
    const tree = await run(whole);
    const revision = await run(whole, '--revision', 'HEAD');
    expect(reasonsOf(tree)).toEqual({});
    const names = ['chart', 'dir', 'glob', 'kustomize', 'linked', 'links', 'top', 'value-file'];
    expect(privilegedOf(tree).filter((id) => id.startsWith('application'))).toEqual(
      names.map((name) => `application:argocd/${name}`),
    );
    expect(revision.stdout).toBe(tree.stdout);
  });

  it('are followed by a run on what changed', async () => {
    const { library, whole } = await clones();
    git(whole, 'commit', '--quiet', '--allow-empty', '--message', 'nothing');
    const changedIn = async (...args: readonly string[]) => {
      const { report } = await run(whole, '--changed-since', 'HEAD~1', ...args);
      return report.targets.map(({ id }) => id).sort();
    };
    expect(await changedIn('--revision', 'HEAD')).toEqual([]);
    await writeFile(join(library, 'chart/values.yaml'), 'bad: false\n');
    await commitAll(library);
    git(join(whole, 'sub'), '-c', 'protocol.file.allow=always', 'pull', '--quiet', 'origin', 'main');
    await commitAll(whole);
    const ids = ['chart', 'dir', 'glob', 'kustomize', 'top', 'value-file'];
    for (const args of [[], ['--revision', 'HEAD']])
      expect(await changedIn(...args)).toEqual(expect.arrayContaining(ids.map((id) => `application:argocd/${id}`)));
    expect(await changedIn()).not.toContain('application:argocd/fine');
  });

  it('without a .gitmodules are empty, as for Argo CD', async () => {
    const root = await makeGitRepository({ 'd/a.yaml': deployment('a') });
    git(root, 'update-index', '--add', '--cacheinfo', `160000,${'a'.repeat(40)},d/sub`);
    git(root, 'commit', '--quiet', '--message', 'link');
    await mkdir(join(root, 'd/sub'), { recursive: true });
    for (const args of [[], ['--revision', 'HEAD']]) expect(reasonsOf(await run(root, ...args))).toEqual({});
  });
});

describe('Git LFS', () => {
  const bad = 'bad: true\n';
  const files = {
    ...CHART,
    ...chart('packed', {}, 'charts/packed'),
    'values/a.yaml': pointerTo(bad),
    'charts/packed/charts/lib-1.0.0.tgz': pointerTo('archive'),
    ...chart('template', { 'd.yaml': pointerTo(deployment('t', PRIVILEGED)) }, 'charts/template'),
    'k/kustomization.yaml': 'resources: [d.yaml]\n',
    'k/d.yaml': pointerTo(deployment('k', PRIVILEGED)),
    'd/a.yaml': pointerTo(deployment('a', PRIVILEGED)),
    'apps/fine.yaml': application('fine', 'path: charts/web'),
    'apps/values.yaml': application('values', 'path: charts/web, helm: {valueFiles: [/values/a.yaml]}'),
    'apps/parameter.yaml': application(
      'parameter',
      'path: charts/web, helm: {fileParameters: [{name: x, path: /values/a.yaml}]}',
    ),
    'apps/packed.yaml': application('packed', 'path: charts/packed'),
    'apps/template.yaml': application('template', 'path: charts/template'),
    'apps/k.yaml': application('k', 'path: k'),
    'apps/d.yaml': application('d', 'path: d'),
    'other/a.yaml': pointerTo(deployment('other', PRIVILEGED)),
  };
  const isPointer = 'is a Git LFS pointer, and its content is not here';

  it.each<[name: string, args: string[]]>([
    ['the working tree', []],
    ['the working tree, without a cache', ['--no-cache']],
    ['a revision', ['--revision', 'HEAD']],
  ])('is an error of what reads a pointer: %s', async (_, args) => {
    const root = await makeGitRepository(files);
    const result = await run(root, ...args, '--cache-dir', join(root, '.git/cache'));
    expect(reasonsOf(result)).toEqual({
      'application:argocd/d': `d/a.yaml: ${isPointer}`,
      'application:argocd/k': `k/d.yaml ${isPointer}`,
      'application:argocd/packed': `charts/packed/charts/lib-1.0.0.tgz ${isPointer}`,
      'application:argocd/parameter': `values/a.yaml ${isPointer}`,
      'application:argocd/template': `charts/template/templates/d.yaml ${isPointer}`,
      'application:argocd/values': `values/a.yaml ${isPointer}`,
      'directory:other': `other/a.yaml: ${isPointer}`,
      'directory:values': `values/a.yaml: ${isPointer}`,
    });
    expect(privilegedOf(result)).toEqual([]);
  });

  it('gives a revision the contents that are here', async () => {
    const { 'charts/packed/charts/lib-1.0.0.tgz': _, ...others } = files;
    const root = await makeGitRepository(others);
    for (const content of [bad, ...['t', 'k', 'a', 'other'].map((name) => deployment(name, PRIVILEGED))])
      storeLfs(join(root, '.git'), content);
    const result = await run(root, '--revision', 'HEAD');
    expect(reasonsOf(result)).toEqual({});
    expect(privilegedOf(result)).toEqual([
      ...['d', 'k', 'template', 'values'].map((name) => `application:argocd/${name}`),
      'directory:other',
    ]);
  });
});

describe('a link that leaves the repository', () => {
  const files = {
    ...CHART,
    'd/a.yaml': deployment('a'),
    'k/kustomization.yaml': 'resources: [d.yaml]\n',
    'k/d.yaml': deployment('k'),
    'other/a.yaml': deployment('other'),
    'apps/web.yaml': application('web', 'path: charts/web'),
    'apps/k.yaml': application('k', 'path: k'),
    'apps/d.yaml': application('d', 'path: d'),
  };
  const refusal = (link: string) => `repository contains out-of-bounds symlinks. file: ${link}`;
  const all = (reason: string) =>
    Object.fromEntries(['d', 'k', 'web'].map((name) => [`application:argocd/${name}`, reason]));

  it.each([
    ['docs/far/away', '/etc/passwd'],
    ['docs/far/away', '../../../x'],
    ['away', '../back/in'],
  ])('stops every Application, and nothing else: %s to %s', async (path, target) => {
    const root = await makeGitRepository(files);
    await mkdir(join(root, 'docs/far'), { recursive: true });
    await symlink(target, join(root, path));
    await commitAll(root);
    for (const args of [[], ['--revision', 'HEAD']])
      expect(reasonsOf(await run(root, ...args))).toEqual(all(refusal(path)));
    expect(reasonsOf(await run(root, '--revision', 'HEAD~1'))).toEqual({});
  });

  it('makes a run on what changed judge every Application, when it comes and when it goes', async () => {
    const root = await makeGitRepository(files);
    await symlink('/etc/passwd', join(root, 'away'));
    await commitAll(root);
    const since = ['--changed-since', 'HEAD~1'];
    expect(reasonsOf(await run(root, ...since))).toEqual(all(refusal('away')));
    await rm(join(root, 'away'));
    await commitAll(root);
    const gone = await run(root, ...since);
    expect(reasonsOf(gone)).toEqual({});
    expect(gone.report.targets.map(({ id }) => id)).toEqual(expect.arrayContaining(Object.keys(all(''))));
  });

  it('does not when Argo CD allows it, and is read all the same by nobody', async () => {
    const root = await makeGitRepository({
      ...files,
      '.pss-gate.yaml': 'applications: {allowOutOfBoundsSymlinks: true}\n',
      'apps/reads.yaml': application('reads', 'path: charts/web, helm: {valueFiles: [/away/values.yaml]}'),
    });
    const outside = await makeGitRepository({ 'values.yaml': 'bad: true\n', 'a.yaml': deployment('x', PRIVILEGED) });
    await symlink(outside, join(root, 'away'));
    await symlink(join(outside, 'a.yaml'), join(root, 'd/away.yaml'));
    await commitAll(root);
    for (const args of [[], ['--revision', 'HEAD']]) {
      const result = await run(root, ...args);
      expect(reasonsOf(result)).toEqual({
        'application:argocd/d': 'd/away.yaml is a link that leaves the repository',
        'application:argocd/reads': expect.stringContaining('link'),
        'directory:d': expect.stringContaining('link'),
      });
      expect(privilegedOf(result)).toEqual([]);
    }
  });

  it('does not while nobody has committed it, as in a virtual environment', async () => {
    const root = await makeGitRepository({ ...files, '.gitignore': '.venv\n' });
    await mkdir(join(root, '.venv/bin'), { recursive: true });
    await symlink('/usr/bin/python3', join(root, '.venv/bin/python3'));
    expect(reasonsOf(await run(root))).toEqual({});
  });

  it('stops what refers to a checkout that has one', async () => {
    const other = 'https://git.example/other.git';
    const sources = (file: string) => `sources:
    - {repoURL: "${URL}", path: charts/web, helm: {valueFiles: [${file}]}}
    - {repoURL: "${other}", ref: values}`;
    const multiple = (name: string, file: string) =>
      application(name, '').replace(/ {2}source: .*\n/, `  ${sources(file)}\n`);
    const root = await makeGitRepository({
      ...files,
      'apps/refers.yaml': multiple('refers', '$values/a.yaml'),
      'apps/alone.yaml': multiple('alone', 'values.yaml'),
      'apps/other.yaml': application('other', 'path: .').replace(URL, other),
    });
    const given = await makeGitRepository({ 'a.yaml': 'bad: true\n' });
    await symlink('/etc', join(given, 'out'));
    await commitAll(given);
    const expected = {
      'application:argocd/other': refusal('out'),
      'application:argocd/refers': expect.stringContaining(refusal('out')),
    };
    expect(reasonsOf(await run(root, '--checkout', `${other}=${given}`))).toEqual(expected);
    await rm(join(given, '.git'), { recursive: true });
    expect(reasonsOf(await run(root, '--checkout', `${other}=${given}`))).toEqual(expected);
  });
});

describe('links inside of the repository', () => {
  it('are followed to files, and neither to directories nor to nothing', async () => {
    const root = await makeGitRepository({
      'd/a.yaml': deployment('a'),
      'real/b.yaml': deployment('b', PRIVILEGED),
      'apps/d.yaml': application('d', 'path: d, directory: {recurse: true}'),
      'apps/linked.yaml': application('linked', 'path: linked'),
    });
    await symlink('../real/b.yaml', join(root, 'd/b.yaml'));
    await symlink('../real', join(root, 'd/directory'));
    await symlink('missing.yaml', join(root, 'd/dangling.yaml'));
    await symlink('real', join(root, 'linked'));
    await commitAll(root);
    for (const args of [[], ['--revision', 'HEAD']]) {
      const result = await run(root, '--no-unowned', ...args);
      expect(reasonsOf(result)).toEqual({});
      const counts = result.report.targets.map(({ id, objects }) => [id, objects]);
      expect(counts).toEqual([
        ['application:argocd/d', 2],
        ['application:argocd/linked', 0],
      ]);
      expect(privilegedOf(result)).toEqual(['application:argocd/d']);
    }
  });
});

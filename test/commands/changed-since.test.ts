import { symlinkSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { git, makeGitRepository, pathWithGit } from './git-repository.ts';
import { application as applicationOf, chart, deployment, REPOSITORY_URL } from './manifests.ts';
import { type CliResult, runCli } from './run-cli.ts';

type Files = Readonly<Record<string, string>>;

/** An Application that goes to a namespace. */
const application = (name: string, source: string, namespace: string, more?: string) =>
  applicationOf(name, source, { namespace, ...(more === undefined ? {} : { more }) });

function privileged(is: boolean): string {
  return `          securityContext: {privileged: ${is}}\n`;
}

function namespace(name: string, level: string): string {
  return `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: ${name}\n  labels: {pod-security.kubernetes.io/enforce: ${level}}\n`;
}

const TEMPLATE = deployment(
  '{{ .Release.Name }}',
  '          securityContext: {privileged: {{ .Values.privileged }}}\n',
);

/** One of everything: who reads what is spread over the repository. */
const ESTATE: Files = {
  ...chart('web', { 'd.yaml': TEMPLATE }, 'charts/web'),
  'charts/web/values.yaml': 'privileged: false\n',
  ...chart('umbrella', { 'd.yaml': deployment('umbrella') }, 'charts/umbrella'),
  'charts/umbrella/Chart.yaml':
    'apiVersion: v2\nname: umbrella\nversion: 1.0.0\ndependencies: [{name: web, version: 1.0.0, repository: "file://../web"}]\n',
  ...chart('spaces', { 'n.yaml': namespace('dev', '{{ .Values.level }}') }, 'charts/spaces'),
  'charts/spaces/values.yaml': 'level: baseline\n',
  ...chart(
    'apps',
    { 'a.yaml': application('{{ .Values.name }}', 'path: "directories/{{ .Values.name }}"', 'shop') },
    'charts/apps',
  ),
  'charts/apps/values.yaml': 'name: child\n',
  'values/a.yaml': 'privileged: false\n',
  'values/b.yaml': 'privileged: false\n',
  'values/c.yaml': 'privileged: false\n',
  'values/glob-1.yaml': 'privileged: false\n',
  'values/glob-0.yaml': 'privileged: true\n',
  'values/perhaps.yaml': 'privileged: true\n',
  'base/kustomization.yaml': 'resources: [deployment.yaml]\n',
  'base/deployment.yaml': deployment('api', privileged(false)),
  'components/hard/kustomization.yaml': `apiVersion: kustomize.config.k8s.io/v1alpha1
kind: Component
patches: [{path: patch.yaml}]
`,
  'components/hard/patch.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: {name: api}
spec: {template: {spec: {hostNetwork: false}}}
`,
  'overlays/a/kustomization.yaml': 'resources: [../../base]\n',
  'overlays/b/kustomization.yaml': 'resources: [../../base]\ncomponents: [../../components/hard]\nnameSuffix: -b\n',
  'overlays/c/kustomization.yaml': 'resources: [../../base/]\n',
  'overlays/shop/kustomization.yaml': 'resources: [../../namespaces]\nnamePrefix: ""\n',
  'namespaces/kustomization.yaml': 'resources: [shop.yaml]\n',
  'namespaces/shop.yaml': namespace('shop', 'baseline'),
  'directories/one/deployment.yaml': deployment('one', privileged(false)),
  'directories/one/deep/deployment.yaml': deployment('deep', privileged(false)),
  'directories/one/left-out.yaml': deployment('left-out', privileged(false)),
  'directories/child/deployment.yaml': deployment('child', privileged(false)),
  'directories/two/deployment.yaml': deployment('two', privileged(false)),
  'directories/three.yaml': deployment('three', privileged(false)),
  'directories/three/own.yaml': deployment('own', privileged(false)),
  'sets/x/deployment.yaml': deployment('x', privileged(false)),
  'sets/y/deployment.yaml': deployment('y', privileged(false)),
  'plain/pay.yaml': namespace('pay', 'baseline'),
  'plain/deployment.yaml': deployment('plain', privileged(false)),
  'plain/README.md': 'text\n',
  'argocd/web-a.yaml': application('web-a', 'path: charts/web, helm: {valueFiles: [/values/a.yaml]}', 'pay'),
  'argocd/web-b.yaml': application('web-b', 'path: charts/web, helm: {valueFiles: [../../values/b.yaml]}', 'pay'),
  'argocd/web-glob.yaml': application(
    'web-glob',
    'path: charts/web, helm: {valueFiles: ["/values/glob-*.yaml"]}',
    'dev',
  ),
  'argocd/web-link.yaml': application('web-link', 'path: charts/web, helm: {valueFiles: [/values/link.yaml]}', 'dev'),
  'argocd/web-maybe.yaml': application(
    'web-maybe',
    'path: charts/web, helm: {valueFiles: [/values/perhaps.yaml, /values/maybe.yaml], ignoreMissingValueFiles: true}',
    'pay',
  ),
  'argocd/web-ref.yaml': application(
    'web-ref',
    `sources: [{repoURL: "${REPOSITORY_URL}", path: charts/web, helm: {valueFiles: [$files/values/c.yaml]}}, {repoURL: "${REPOSITORY_URL}", ref: files}]`,
    'shop',
  ),
  'argocd/umbrella.yaml': application('umbrella', 'path: charts/umbrella', 'pay'),
  'argocd/spaces.yaml': application('spaces', 'path: charts/spaces', 'dev'),
  'argocd/shop.yaml': application('shop', 'path: overlays/shop', 'shop'),
  'argocd/apps.yaml': application('apps', 'path: charts/apps', 'argocd'),
  'argocd/a.yaml': application('a', 'path: overlays/a', 'pay'),
  'argocd/b.yaml': application('b', 'path: "overlays/b"', 'shop'),
  'argocd/c.yaml': application(
    'c',
    'path: ./overlays//c, kustomize: {components: [../../components/hard]}',
    'team',
    '  syncPolicy:\n    syncOptions: [CreateNamespace=true]\n    managedNamespaceMetadata: {labels: {pod-security.kubernetes.io/enforce: baseline}}\n',
  ),
  'argocd/one.yaml': application('one', 'path: directories/one, directory: {recurse: true, exclude: "left-*"}', 'team'),
  'argocd/three.yaml': application('three', 'path: directories/three', 'dev'),
  'argocd/linked.yaml': application('linked', 'path: linked', 'dev'),
  // One name in two control planes.
  'argocd/a-too.yaml': application('a', 'path: directories/two', 'dev').replace('project: default', 'project: other'),
  'argocd/set.yaml': `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: set, namespace: argocd}
spec:
  generators:
    - git: {repoURL: "${REPOSITORY_URL}", revision: main, directories: [{path: "sets/*"}]}
  template:
    metadata: {name: "set-{{path.basename}}"}
    spec:
      project: default
      source: {repoURL: "${REPOSITORY_URL}", targetRevision: main, path: "{{path}}"}
      destination: {server: https://kubernetes.default.svc, namespace: pay}
`,
};

/** Changes to one place each; nothing stands for a file that is removed. */
const CHANGES: readonly (readonly [path: string, content: string | undefined])[] = [
  ['charts/web/values.yaml', 'privileged: true\n'],
  ['charts/web/templates/d.yaml', TEMPLATE.replace('containers:', 'hostNetwork: true\n      containers:')],
  ['charts/umbrella/templates/d.yaml', deployment('umbrella', privileged(true))],
  ['charts/spaces/values.yaml', 'level: restricted\n'],
  ['charts/apps/values.yaml', 'name: two\n'],
  ['values/a.yaml', 'privileged: true\n'],
  ['values/b.yaml', 'privileged: true\n'],
  ['values/b.yaml', undefined],
  ['values/c.yaml', 'privileged: true\n'],
  ['values/glob-1.yaml', undefined],
  ['values/perhaps.yaml', undefined],
  ['base/deployment.yaml', undefined],
  ['components/hard/patch.yaml', undefined],
  ['values/glob-2.yaml', 'privileged: true\n'],
  ['values/maybe.yaml', 'privileged: true\n'],
  ['base/deployment.yaml', deployment('api', privileged(true))],
  [
    'components/hard/patch.yaml',
    `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: api}\nspec: {template: {spec: {hostNetwork: true}}}\n`,
  ],
  ['overlays/a/kustomization.yaml', 'resources: [../../base]\ncomponents: [../../components/hard]\n'],
  ['overlays/c/.argocd-source-c.yaml', 'kustomize: {namePrefix: other-}\n'],
  ['overlays/a/Chart.yaml', 'apiVersion: v2\nname: a\nversion: 1.0.0\n'],
  ['namespaces/shop.yaml', namespace('shop', 'restricted')],
  ['directories/one/deep/deployment.yaml', deployment('deep', privileged(true))],
  ['directories/one/left-out.yaml', deployment('left-out', privileged(true))],
  ['directories/child/deployment.yaml', deployment('child', privileged(true))],
  ['directories/two/deployment.yaml', undefined],
  ['directories/three.yaml', deployment('three', privileged(true))],
  ['sets/x/deployment.yaml', deployment('x', privileged(true))],
  ['sets/z/deployment.yaml', deployment('z', privileged(true))],
  ['sets/y/deployment.yaml', undefined],
  ['plain/pay.yaml', namespace('pay', 'privileged')],
  ['plain/pay.yaml', undefined],
  ['plain/deployment.yaml', deployment('plain', privileged(true))],
  ['plain/README.md', 'other text\n'],
  ['plain/new.yaml', namespace('dev', 'restricted')],
  ['argocd/web-a.yaml', application('web-a', 'path: charts/web, helm: {valueFiles: [/values/a.yaml]}', 'shop')],
  ['argocd/new.yaml', application('new', 'path: overlays/a', 'pay')],
  ['argocd/b.yaml', undefined],
  ['argocd/set.yaml', ESTATE['argocd/set.yaml']?.replace('namespace: pay', 'namespace: dev')],
  ['argocd/c.yaml', ESTATE['argocd/c.yaml']?.replace('enforce: baseline', 'enforce: restricted')],
  ['argocd/one.yaml', `# a comment\n${ESTATE['argocd/one.yaml']}`],
];

let cache: string;
beforeAll(async () => {
  cache = await mkdtemp(join(tmpdir(), 'pss-gate-test-cache-'));
});

async function makeEstate(files: Files = ESTATE): Promise<string> {
  const root = await makeGitRepository(files);
  git(root, 'remote', 'add', 'origin', REPOSITORY_URL);
  symlinkSync('b.yaml', join(root, 'values/link.yaml'));
  symlinkSync('directories/one', join(root, 'linked'));
  symlinkSync('../three.yaml', join(root, 'directories/three/linked.yaml'));
  git(root, 'add', '--all');
  git(root, 'commit', '--quiet', '--message', 'links');
  return root;
}

async function change(root: string, changes: typeof CHANGES): Promise<void> {
  for (const [path, content] of changes) {
    if (content === undefined) await rm(join(root, path), { force: true });
    else {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), content);
    }
  }
}

async function check(root: string, ...args: readonly string[]): Promise<CliResult> {
  const env = { PATH: pathWithGit() };
  return runCli(['check', '.', '-o', 'json', '--cache-dir', cache, '--kube-version', 'v1.34.0', ...args], {
    cwd: root,
    env,
  });
}

/** Everything that a report says of a target. */
function describeTargets({ targets, findings }: Report): Map<string, string> {
  const texts = targets.map(({ chosen: _, ...target }) => {
    const own = findings.filter((finding) => finding.target === target.id && !finding.rule.startsWith('namespace-'));
    return [target.id, JSON.stringify([target, own])] as const;
  });
  return new Map(texts);
}

/** Ids of targets that a report says nothing of, although they are judged otherwise than before. */
function findMissed(
  before: ReadonlyMap<string, string>,
  now: ReadonlyMap<string, string>,
  { targets }: Report,
): string[] {
  const chosen = new Set(targets.map(({ id }) => id));
  return [...now].filter(([id, text]) => before.get(id) !== text && !chosen.has(id)).map(([id]) => id);
}

/** Ids of targets that a report judges otherwise than a run on everything does. */
function findDifferent(now: ReadonlyMap<string, string>, report: Report): string[] {
  const isPart = new Set(report.targets.filter(({ chosen }) => chosen?.startsWith('labels of')).map(({ id }) => id));
  return [...describeTargets(report)].filter(([id, text]) => !isPart.has(id) && now.get(id) !== text).map(([id]) => id);
}

describe('--changed-since', () => {
  it('judges all that is judged otherwise than at the revision, as a run on everything does', {
    timeout: 600_000,
  }, async () => {
    const root = await makeEstate();
    const before = describeTargets((await check(root)).report);
    const some = { minLength: 1, maxLength: 3, selector: ([path]: (typeof CHANGES)[number]) => path };
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.constantFrom(...CHANGES), some),
        fc.boolean(),
        async (changes, isCommitted) => {
          git(root, 'checkout', '--quiet', '--force', '--detach', 'main');
          git(root, 'clean', '--quiet', '-ffdx');
          await change(root, changes);
          git(root, 'add', '--all');
          if (isCommitted) git(root, 'commit', '--quiet', '--allow-empty', '--message', 'change');
          const head = isCommitted ? ['--revision', 'HEAD'] : [];
          const result = await check(root, '--changed-since', 'main', ...head);
          expect(result.stderr).toBe('');
          const now = describeTargets((await check(root, ...head)).report);
          expect(findMissed(before, now, result.report)).toEqual([]);
          expect(findDifferent(now, result.report)).toEqual([]);
        },
      ),
      { numRuns: Number(process.env.FUZZ_RUNS ?? 12) },
    );
  });

  /** A run on what some changes to the estate concern. */
  async function checkChanges(changes: typeof CHANGES, ...args: readonly string[]): Promise<CliResult> {
    const root = await makeEstate();
    await change(root, changes);
    return check(root, '--changed-since', 'HEAD', ...args);
  }

  const chosenOf = ({ report }: CliResult) => report.targets.map(({ id, chosen }) => `${id}: ${chosen}`);

  it('says why each target is judged', async () => {
    const result = await checkChanges([
      ['values/a.yaml', 'privileged: true\n'],
      [
        'components/hard/patch.yaml',
        'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: api}\nspec: {replicas: 2}\n',
      ],
      ['argocd/new.yaml', application('new', 'path: overlays/a', 'pay')],
    ]);
    expect(chosenOf(result)).toEqual([
      'application:argocd/c: components/hard/patch.yaml changed',
      'directory:argocd: argocd/new.yaml changed',
      'application:argocd/web-a: values/a.yaml changed',
      'application:argocd/new: its Application is new or changed',
      'application:argocd/b: components/hard/patch.yaml changed',
    ]);
    expect(result.code).toBe(1);
    expect(result.report.notes[0]).toMatch(/^Judged is only what changed since [0-9a-f]{10}: all else is left out\.$/);
  });

  it('passes where a change concerns nothing that is rendered', async () => {
    const result = await checkChanges([
      ['plain/README.md', 'other text\n'],
      ['values/unused.yaml', 'privileged: true\n'],
      ['argocd/one.yaml', `# a comment\n${ESTATE['argocd/one.yaml']}`],
    ]);
    expect(chosenOf(result)).toEqual(['directory:argocd: argocd/one.yaml changed']);
    const nothing = await checkChanges([['plain/README.md', 'other text\n']]);
    expect(nothing.report.targets).toEqual([]);
    expect(nothing.report.notes[0]).toMatch(/: nothing that is rendered did\.$/);
    expect([nothing.code, nothing.report.verdict]).toEqual([0, 'pass']);
  });

  it('judges the workloads of a namespace whose labels changed, and no other', async () => {
    const { report } = await checkChanges([['namespaces/shop.yaml', namespace('shop', 'restricted')]]);
    const users = report.targets
      .filter(({ chosen }) => chosen === 'labels of namespace shop changed')
      .map(({ id }) => id);
    expect(users).toEqual(['application:argocd/web-ref', 'application:argocd/child', 'application:argocd/b']);
    const others = report.findings.filter(({ resource }) => resource !== undefined && resource.namespace !== 'shop');
    expect(others.filter(({ resource }) => resource?.kind !== 'Namespace')).toEqual([]);
  });

  it('finds labels that a change weakens', async () => {
    const { report } = await checkChanges([['charts/spaces/values.yaml', 'level: privileged\n']]);
    const weakened = report.findings.filter(({ rule }) => rule === 'namespace-deactivated');
    expect(weakened.map(({ resource }) => resource?.name)).toEqual(['dev']);
  });

  it('judges everything when the configuration changes', async () => {
    const result = await checkChanges([['.pss-gate.yaml', 'namespaces: {unknown: baseline}\n']]);
    const reasons = new Set(result.report.targets.map(({ chosen }) => chosen));
    expect([...reasons]).toEqual(['.pss-gate.yaml changed']);
    expect(result.report.targets.length).toBeGreaterThan(20);
  });

  it('does not pass where Applications may be in what cannot be rendered', async () => {
    const broken = {
      ...ESTATE,
      'charts/apps/templates/a.yaml': `${ESTATE['charts/apps/templates/a.yaml']}{{ fail "no" }}\n`,
    };
    const root = await makeEstate(broken);
    await change(root, [['plain/README.md', 'other text\n']]);
    const result = await check(root, '--changed-since', 'HEAD');
    expect(chosenOf(result)).toEqual(['application:argocd/apps: Applications that it may hold are not known']);
    expect(result.code).toBe(3);
  });

  it('shows the reason in the text, too', async () => {
    const root = await makeEstate();
    await change(root, [['values/a.yaml', 'privileged: true\n']]);
    const args = ['check', '.', '--changed-since', 'HEAD', '--cache-dir', cache];
    const { stdout } = await runCli(args, { cwd: root, env: { PATH: pathWithGit() } });
    expect(stdout).toContain('    because  values/a.yaml changed\n');
  });

  it.each([
    ['a revision that does not exist', ['--changed-since', 'nowhere'], '--changed-since: nowhere: no such commit'],
    ['another base', ['--changed-since', 'HEAD', '--base', 'HEAD'], '--base cannot go with --changed-since'],
  ])('refuses %s', async (_, args, message) => {
    const result = await check(await makeGitRepository({ 'a.yaml': 'a: b\n' }), ...args);
    expect(result.code).toBe(2);
    expect(result.stderr).toContain(message);
    expect(result.stderr.trim().split('\n')).toHaveLength(1);
  });
});

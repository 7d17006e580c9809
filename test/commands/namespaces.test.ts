import { describe, expect, it } from 'vitest';
import type { Finding, NamespaceReport } from '../../src/model/report.ts';
import { makeGitRepository, pathWithGit } from './git-repository.ts';
import { chart, deployment } from './manifests.ts';
import { type CliResult, makeRepository, runCli } from './run-cli.ts';

const ENFORCE = 'pod-security.kubernetes.io/enforce';

/** A Namespace whose labels are given as lines. */
function namespace(name: string, ...labels: readonly string[]): string {
  const lines = labels.map((label) => `    ${label}\n`).join('');
  return `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: ${name}\n${lines === '' ? '' : `  labels:\n${lines}`}`;
}

/** A Deployment that baseline allows and restricted does not, or one with lines of a security context. */
function careless(name: string, target: string, context = ''): string {
  return deployment(name, context).replace(`  name: ${name}\n`, `  name: ${name}\n  namespace: ${target}\n`);
}

/** An Application that applies the directory `apps`. */
function application(lines: string): string {
  return `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: pay, namespace: argocd}
spec:
  source: {repoURL: https://git.example/gitops.git, path: apps, targetRevision: main}
  destination: {server: https://kubernetes.default.svc, namespace: pay}
${lines}`;
}

const CREATES = (level: string) => `  syncPolicy:
    syncOptions: [CreateNamespace=true]
    managedNamespaceMetadata:
      labels:
        ${ENFORCE}: ${level}
`;

async function check(files: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<CliResult> {
  const root = await makeRepository(files);
  return runCli(['check', '.', '-o', 'json', ...args], { cwd: root });
}

function effective({ report }: CliResult, name: string): NamespaceReport['effective']['enforce'] | undefined {
  return report.namespaces.find((each) => each.name === name)?.effective.enforce;
}

const labelFindings = ({ report }: CliResult) => report.findings.filter(({ rule }) => rule.startsWith('namespace-'));
const brief = ({ rule, mode, location }: Finding) => `${rule} ${mode} ${location?.file}:${location?.line}`;

describe('a workload is judged at the level of its namespace', () => {
  it.each<[name: string, files: Record<string, string>, args: string[], code: number, origin: string]>([
    [
      'a label of a manifest',
      { 'ns.yaml': namespace('pay', `${ENFORCE}: restricted`), 'apps/a.yaml': careless('a', 'pay') },
      [],
      1,
      'ns.yaml:6',
    ],
    [
      'a privileged label',
      { 'ns.yaml': namespace('pay', `${ENFORCE}: privileged`), 'apps/a.yaml': careless('a', 'pay') },
      [],
      0,
      'ns.yaml:6',
    ],
    [
      'no label, where Kubernetes enforces nothing',
      { 'ns.yaml': namespace('pay'), 'apps/a.yaml': careless('a', 'pay') },
      [],
      0,
      'the Kubernetes default',
    ],
    [
      'no label, where the configuration has a default',
      {
        'ns.yaml': namespace('pay'),
        'apps/a.yaml': careless('a', 'pay'),
        '.pss-gate.yaml': 'admission:\n  defaults:\n    enforce: restricted\n',
      },
      [],
      1,
      '.pss-gate.yaml:3',
    ],
    [
      'no label, where the API server is configured',
      {
        'ns.yaml': namespace('pay'),
        'apps/a.yaml': careless('a', 'pay'),
        'admission.txt':
          'apiVersion: pod-security.admission.config.k8s.io/v1\nkind: PodSecurityConfiguration\ndefaults:\n  enforce: restricted\n',
      },
      ['--admission-config', 'admission.txt'],
      1,
      'admission.txt:4',
    ],
    [
      'labels that an Application manages, for what names no namespace',
      { 'argocd/app.yaml': application(CREATES('restricted')), 'apps/a.yaml': deployment('a', '') },
      [],
      1,
      'argocd/app.yaml:11',
    ],
    [
      'a snapshot of the cluster',
      {
        'snapshot.txt': `kind: List\nitems:\n- ${namespace('pay', `${ENFORCE}: privileged`).replaceAll('\n', '\n  ').trimEnd()}\n`,
        'apps/a.yaml': careless('a', 'pay'),
      },
      ['--namespaces', 'snapshot.txt'],
      0,
      'snapshot.txt:8',
    ],
    [
      'nothing at all, which is taken for restricted',
      { 'apps/a.yaml': careless('a', 'pay') },
      [],
      1,
      'nothing is known of it: the default of namespaces.unknown',
    ],
    [
      'nothing at all, which the configuration takes for baseline',
      { 'apps/a.yaml': careless('a', 'pay'), '.pss-gate.yaml': 'namespaces:\n  unknown: baseline:v1.30\n' },
      [],
      0,
      'nothing is known of it: namespaces.unknown, .pss-gate.yaml:2',
    ],
  ])('%s', async (_, files, args, code, origin) => {
    const result = await check(files, ...args);
    expect([result.stderr, result.code, effective(result, 'pay')?.origin]).toEqual(['', code, origin]);
    const broken = result.report.findings.filter(({ check: id }) => id !== undefined);
    expect(broken.every(({ effect }) => effect?.includes(origin))).toBe(true);
    expect(broken.length > 0).toBe(code === 1);
  });

  it('says of a controller that its pods will be refused, and of a pod that it will', async () => {
    const pod = 'apiVersion: v1\nkind: Pod\nmetadata: {name: p, namespace: pay}\nspec: {containers: [{name: a}]}\n';
    const files = {
      'ns.yaml': namespace('pay', `${ENFORCE}: restricted`),
      'apps/a.yaml': `${careless('a', 'pay')}---\n${pod}`,
    };
    const { report } = await check(files);
    const effects = new Set(report.findings.map(({ resource, effect }) => `${resource?.kind}: ${effect}`));
    expect([...effects].sort()).toEqual([
      'Deployment: its pods will be refused: namespace pay enforces restricted:latest (ns.yaml:6)',
      'Pod: it will be refused: namespace pay enforces restricted:latest (ns.yaml:6)',
    ]);
  });

  it('answers for controllers as admission does when the configuration says so', async () => {
    const result = await check({
      'ns.yaml': namespace('pay', `${ENFORCE}: restricted`),
      'apps/a.yaml': careless('a', 'pay'),
      '.pss-gate.yaml': 'controllers: warn\n',
    });
    expect([result.code, result.report.verdict]).toEqual([0, 'warn']);
    expect(new Set(result.report.findings.map(({ mode }) => mode))).toEqual(new Set(['warn']));
  });

  it('reports what only audit asks for without a warning, unless told to', async () => {
    const files = {
      'ns.yaml': namespace('pay', `${ENFORCE}: privileged`, 'pod-security.kubernetes.io/audit: restricted'),
      'apps/a.yaml': careless('a', 'pay'),
    };
    const quiet = await check(files);
    expect([quiet.code, quiet.report.verdict]).toEqual([0, 'pass']);
    expect(quiet.report.findings.map(({ mode }) => mode)).toEqual(['audit', 'audit']);
    expect((await check(files, '--fail-on', 'audit')).code).toBe(1);
  });

  it('follows the version of a label', async () => {
    const files = (version: string) => ({
      'ns.yaml': namespace('pay', `${ENFORCE}: restricted`, `${ENFORCE}-version: ${version}`),
      'apps/a.yaml': careless('a', 'pay'),
    });
    expect((await check(files('v1.7'))).code).toBe(0);
    expect((await check(files('v1.8'))).code).toBe(1);
  });

  it('lets exempt namespaces and runtime classes through, and says so', async () => {
    const result = await check({
      'ns.yaml': `${namespace('pay', `${ENFORCE}: restricted`)}---\n${namespace('ops', `${ENFORCE}: restricted`)}`,
      'apps/a.yaml': `${careless('a', 'pay')}---\n${careless('b', 'ops').replace('      containers:', '      runtimeClassName: kata\n      containers:')}`,
      '.pss-gate.yaml':
        'admission:\n  exemptions:\n    usernames: [admin]\n    namespaces: [pay]\n    runtimeClasses: [kata]\n',
    });
    expect(result.code).toBe(0);
    const rules = result.report.findings.map(({ rule, message }) => `${rule}: ${message}`).sort();
    expect(rules).toEqual([
      'exempt-namespace: namespace pay is exempt from Pod Security (.pss-gate.yaml:2): its workload is let through',
      'exempt-runtime-class: its runtime class is exempt from Pod Security (.pss-gate.yaml:2): it is let through',
      'namespace-exempt: namespace "pay" is exempt from Pod Security, and the policy (enforce=restricted:latest) will be ignored (.pss-gate.yaml:2)',
    ]);
    expect(result.report.notes.join()).toContain('Exempt users cannot be decided offline: pods that admin create');
  });

  it('keeps clusters apart', async () => {
    const app = (cluster: string, path: string) =>
      application('')
        .replace('server: https://kubernetes.default.svc', `name: ${cluster}`)
        .replace('path: apps', `path: ${path}`)
        .replace('name: pay, namespace: argocd', `name: ${cluster}-${path}, namespace: argocd`);
    const result = await check({
      'argocd/apps.yaml': [app('dev', 'dev'), app('prod', 'prod')].join('---\n'),
      'dev/all.yaml': `${namespace('pay', `${ENFORCE}: baseline`)}---\n${careless('a', 'pay')}`,
      'prod/all.yaml': `${namespace('pay', `${ENFORCE}: restricted`)}---\n${careless('a', 'pay')}`,
    });
    expect(
      result.report.namespaces.map(({ cluster, effective: { enforce } }) => `${cluster} ${enforce.level}`),
    ).toEqual(['dev baseline', 'prod restricted']);
    expect(new Set(result.report.findings.map(({ target }) => target))).toEqual(
      new Set(['application:argocd/prod-prod']),
    );
  });

  it('renders a chart once for each namespace that it goes to', async () => {
    const app = (name: string) =>
      application('').replace('name: pay,', `name: ${name},`).replace('namespace: pay}', `namespace: ${name}}`);
    const result = await check({
      ...chart('apps', { 'd.yaml': careless('a', '{{ .Release.Namespace }}') }),
      'argocd/apps.yaml': [app('one'), app('two')].join('---\n'),
      'ns.yaml': `${namespace('one', `${ENFORCE}: restricted`)}---\n${namespace('two', `${ENFORCE}: baseline`)}`,
    });
    expect(result.report.targets.map(({ id, namespace: to }) => `${id} ${to ?? ''}`).sort()).toEqual([
      'application:argocd/one one',
      'application:argocd/two two',
      'directory:. ',
      'directory:argocd ',
    ]);
    expect(new Set(result.report.findings.map(({ resource }) => resource?.namespace))).toEqual(new Set(['one']));
  });
});

describe('what is wrong with labels', () => {
  it('is told with file, line and mode', async () => {
    const result = await check({
      'a.yaml': namespace('none'),
      'b.yaml': namespace('version', `${ENFORCE}-version: v1.30`),
      'c.yaml': namespace('bad', `${ENFORCE}: strict`, 'pod-security.kubernetes.io/warn-version: "1.30"'),
      'd.yaml': namespace('typo', 'pod-security.kubernetes.io/enfroce: restricted', `${ENFORCE}: baseline`),
      'e.yaml': namespace('useless', `${ENFORCE}: restricted`, 'pod-security.kubernetes.io/warn: baseline'),
      'f.yaml': namespace('future', `${ENFORCE}: baseline`, `${ENFORCE}-version: v1.99`),
      'g.yaml': careless('a', 'nowhere'),
    });
    expect(labelFindings(result).map(brief).sort()).toEqual([
      'namespace-invalid enforce c.yaml:6',
      'namespace-invalid enforce c.yaml:7',
      'namespace-misspelt warn d.yaml:6',
      'namespace-undeclared warn undefined:undefined',
      'namespace-unknown-version warn f.yaml:7',
      'namespace-unlabelled warn a.yaml:3',
      'namespace-useless warn e.yaml:7',
      'namespace-version-only warn b.yaml:6',
    ]);
    expect(labelFindings(result).every(({ remediation }) => remediation !== undefined)).toBe(true);
    expect(labelFindings(result).find(({ location }) => location?.file === 'c.yaml')?.message).toContain(
      `metadata.labels[${ENFORCE}]: Invalid value: "strict": must be one of privileged, baseline, restricted`,
    );
    expect(effective(result, 'bad')?.level).toBe('restricted');
  });

  it('is told of targets that fight, of metadata that does nothing, and of metadata that a manifest replaces', async () => {
    const result = await check({
      'x/ns.yaml': namespace('pay', `${ENFORCE}: baseline`),
      'y/ns.yaml': namespace('pay', `${ENFORCE}: restricted`),
      'argocd/a.yaml': application(CREATES('privileged')),
      'argocd/b.yaml': application(CREATES('baseline').replace('syncOptions: [CreateNamespace=true]', 'retry: {}')),
    });
    expect(labelFindings(result).map(brief).sort()).toEqual([
      'namespace-conflict warn argocd/a.yaml:11',
      'namespace-conflict warn argocd/b.yaml:10',
      'namespace-contested warn y/ns.yaml:6',
    ]);
    expect(effective(result, 'pay')).toEqual({ level: 'restricted', version: 'latest', origin: 'y/ns.yaml:6' });
  });

  it('counts as the configuration says, or not at all', async () => {
    const files = (mode: string) => ({
      'a.yaml': namespace('none'),
      '.pss-gate.yaml': `namespaces:\n  findings:\n    unlabelled: ${mode}\n`,
    });
    expect([(await check(files('enforce'))).code, (await check(files('warn'))).code]).toEqual([1, 0]);
    expect((await check(files('off'))).report.findings).toEqual([]);
  });

  it('is what the label policy says: the rules of many platforms in a few lines', async () => {
    const rules = `namespaces:
  findings: {unlabelled: off}
  rules:
    - name: some-label
      labels: any
    - name: no-privileged
      forbid: [privileged]
      except: {names: [kube-system, "platform-*"]}
    - name: baseline-by-default
      default: baseline
    - name: restricted-where-it-counts
      match: [{names: ["pci-*"]}, {labels: {env: prod}}]
      require: restricted
`;
    const result = await check({
      '.pss-gate.yaml': rules,
      'a.yaml': namespace('plain'),
      'b.yaml': namespace('app', `${ENFORCE}: privileged`),
      'c.yaml': namespace('platform-net', `${ENFORCE}: privileged`),
      'd.yaml': namespace('pci-cards', `${ENFORCE}: baseline`),
      'e.yaml': namespace('shop', 'env: prod', `${ENFORCE}: baseline`),
      'f.yaml': namespace('good', 'env: prod', `${ENFORCE}: restricted`),
    });
    expect(
      labelFindings(result)
        .map((finding) => `${finding.policy} ${brief(finding)}`)
        .sort(),
    ).toEqual([
      'baseline-by-default namespace-missing enforce a.yaml:3',
      'no-privileged namespace-forbidden enforce b.yaml:6',
      'restricted-where-it-counts namespace-level enforce d.yaml:6',
      'restricted-where-it-counts namespace-level enforce e.yaml:7',
      'some-label namespace-missing enforce a.yaml:3',
    ]);
  });
});

describe('weaker labels than at the base', () => {
  const workload = careless('a', 'pay');
  const kustomization = 'resources: [ns.yaml, d.yaml]\n';
  const overlay = 'resources: [../base]\npatches: [{path: patch.yaml}]\n';
  const psaChart = (level: string) => ({
    ...chart('web', { 'ns.yaml': namespace('pay', `${ENFORCE}: {{ .Values.level }}`), 'd.yaml': workload }),
    'web/values.yaml': `replicas: 1\nlevel: ${level}\n`,
  });

  it.each<[name: string, base: Record<string, string>, head: Record<string, string>, finding: string]>([
    [
      'in a plain manifest',
      { 'ns.yaml': namespace('pay', `${ENFORCE}: restricted`), 'd.yaml': workload },
      { 'ns.yaml': namespace('pay', `${ENFORCE}: baseline`), 'd.yaml': workload },
      'namespace-weakened enforce ns.yaml:6',
    ],
    [
      'because a label is gone',
      { 'ns.yaml': namespace('pay', `${ENFORCE}: restricted`), 'd.yaml': workload },
      { 'ns.yaml': namespace('pay'), 'd.yaml': workload },
      'namespace-weakened enforce ns.yaml:3',
    ],
    ['in a helm value', psaChart('restricted'), psaChart('baseline'), 'namespace-weakened enforce web/values.yaml:2'],
    [
      'in a kustomize patch',
      {
        'base/kustomization.yaml': kustomization,
        'base/ns.yaml': namespace('pay', `${ENFORCE}: baseline`),
        'base/d.yaml': workload,
        'over/kustomization.yaml': overlay,
        'over/patch.yaml': namespace('pay', `${ENFORCE}: restricted`),
      },
      {
        'base/kustomization.yaml': kustomization,
        'base/ns.yaml': namespace('pay', `${ENFORCE}: baseline`),
        'base/d.yaml': workload,
        'over/kustomization.yaml': overlay,
        'over/patch.yaml': namespace('pay', `${ENFORCE}: privileged`),
      },
      'namespace-deactivated enforce over/patch.yaml:6',
    ],
    [
      'in managedNamespaceMetadata',
      { 'argocd/a.yaml': application(CREATES('restricted')), 'apps/d.yaml': deployment('a', '') },
      { 'argocd/a.yaml': application(CREATES('baseline')), 'apps/d.yaml': deployment('a', '') },
      'namespace-weakened enforce argocd/a.yaml:11',
    ],
    [
      'because the Namespace is gone while a workload stays',
      { 'ns/ns.yaml': namespace('pay', `${ENFORCE}: baseline`), 'd.yaml': workload },
      { 'd.yaml': workload },
      'namespace-weakened enforce ns/ns.yaml:undefined',
    ],
    [
      'as a warning, because a Namespace is gone with all that was in it',
      { 'ns/ns.yaml': namespace('pay', `${ENFORCE}: baseline`), 'd.yaml': careless('a', 'default') },
      { 'd.yaml': careless('a', 'default') },
      'namespace-weakened warn ns/ns.yaml:undefined',
    ],
  ])('are found %s', async (_, base, head, finding) => {
    const root = await makeGitRepository(base, head);
    const options = { cwd: root, env: { PATH: pathWithGit() } };
    const result = await runCli(['check', '.', '-o', 'json', '--base', 'HEAD~1'], options);
    expect(result.stderr).toBe('');
    const weaker = labelFindings(result).filter(({ rule }) => /weakened|deactivated/.test(rule));
    expect(weaker.map(brief)).toEqual([finding]);
    expect(weaker[0]?.message).toContain(result.report.repository.base?.slice(0, 10));
    if (finding.includes(' enforce ')) expect(result.code).toBe(1);
    // The same the other way round is no weakening.
    const back = await runCli(['check', '.', '-o', 'json', '--base', 'HEAD'], options);
    expect(labelFindings(back).filter(({ rule }) => /weakened|deactivated/.test(rule))).toEqual([]);
  });

  it('are not said to be there where the base cannot be rendered', async () => {
    const broken = { ...psaChart('restricted'), 'web/templates/ns.yaml': '{{ fail "no" }}' };
    const root = await makeGitRepository(broken, psaChart('baseline'));
    const result = await runCli(['check', '.', '-o', 'json', '--base', 'HEAD~1'], {
      cwd: root,
      env: { PATH: pathWithGit() },
    });
    expect(
      result.report.findings.filter(({ rule }) => rule === 'base').map(({ result: is, target }) => [is, target]),
    ).toEqual([['skip', 'helm:web']]);
  });

  it.each([
    ['a revision that is none', 'no-such-branch', 'no-such-branch: no such commit'],
    ['an option in the place of a revision', '--upload-pack=x', 'no such commit'],
  ])('need a base: %s', async (_, base, hint) => {
    const root = await makeGitRepository({ 'ns.yaml': namespace('pay') });
    const result = await runCli(['check', '.', `--base=${base}`], { cwd: root, env: { PATH: pathWithGit() } });
    expect([result.code, result.stdout]).toEqual([2, '']);
    expect(result.stderr).toContain(hint);
  });

  it('need a repository', async () => {
    const root = await makeRepository({ 'ns.yaml': namespace('pay') });
    const result = await runCli(['check', '.', '--base', 'HEAD'], { cwd: root, env: { PATH: pathWithGit() } });
    expect([result.code, result.stderr]).toEqual([2, expect.stringContaining('is not the top of a Git repository')]);
  });
});

describe('configuration of admission', () => {
  const files = { 'ns.yaml': namespace('pay'), 'apps/a.yaml': careless('a', 'pay') };

  it.each<[name: string, text: string, hint: string]>([
    [
      'a level',
      'apiVersion: pod-security.admission.config.k8s.io/v1\nkind: PodSecurityConfiguration\ndefaults: {enforce: baslein}\n',
      'enforce: must be one of privileged, baseline, restricted',
    ],
    [
      'a field',
      'apiVersion: pod-security.admission.config.k8s.io/v1\nkind: PodSecurityConfiguration\ndeflaults: {}\n',
      'strict decoding error: unknown field "deflaults"',
    ],
    ['a kind', 'apiVersion: v1\nkind: Pod\n', 'Pod'],
    [
      'an exemption',
      'apiVersion: pod-security.admission.config.k8s.io/v1\nkind: PodSecurityConfiguration\nexemptions: {namespaces: [Pay]}\n',
      'exemptions.namespaces[0]: Invalid value: "Pay"',
    ],
  ])('is refused in the words of the API server: %s', async (_, text, hint) => {
    const result = await check({ ...files, 'admission.txt': text }, '--admission-config', 'admission.txt');
    expect([result.code, result.stdout]).toEqual([2, '']);
    expect(result.stderr).toContain('--admission-config: admission.txt: ');
    expect(result.stderr).toContain(hint);
  });

  it('may stand in an AdmissionConfiguration, in it or in a file beside it', async () => {
    const plugin = (entry: string) =>
      `apiVersion: apiserver.config.k8s.io/v1\nkind: AdmissionConfiguration\nplugins:\n- name: PodSecurity\n  ${entry}`;
    const inner =
      'apiVersion: pod-security.admission.config.k8s.io/v1\nkind: PodSecurityConfiguration\ndefaults:\n  enforce: restricted\n';
    const inline = await check(
      { ...files, 'conf/a.txt': plugin(`configuration:\n    ${inner.trimEnd().replaceAll('\n', '\n    ')}\n`) },
      '--admission-config',
      'conf/a.txt',
    );
    expect([inline.code, effective(inline, 'pay')?.origin]).toEqual([1, 'conf/a.txt:9']);
    const beside = await check(
      { ...files, 'conf/a.txt': plugin('path: psa.txt\n'), 'conf/psa.txt': inner },
      '--admission-config',
      'conf/a.txt',
    );
    expect([beside.code, effective(beside, 'pay')?.level]).toEqual([1, 'restricted']);
  });

  it('in our own file is refused with its path', async () => {
    const result = await check({ ...files, '.pss-gate.yaml': 'admission:\n  defaults:\n    enforce: strict\n' });
    expect([result.code, result.stderr]).toEqual([
      2,
      expect.stringMatching(/^error: \.pss-gate\.yaml: admission: .*enforce: must be one of/),
    ]);
  });

  it.each([
    ['--admission-config', '--admission-config: none.yaml: '],
    ['--namespaces', '--namespaces: none.yaml: '],
  ])('has to be a file that is there: %s', async (option, hint) => {
    const result = await check(files, option, 'none.yaml');
    expect([result.code, result.stderr]).toEqual([2, expect.stringContaining(hint)]);
  });

  it('refuses a snapshot of anything but namespaces', async () => {
    const result = await check(files, '--namespaces', 'apps/a.yaml');
    expect([result.code, result.stderr]).toEqual([2, expect.stringContaining('expected Namespaces')]);
  });
});

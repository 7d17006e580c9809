import { readFile, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { COMPLIANT, chart, deployment, pod } from './manifests.ts';
import { type CliResult, makeRepository, runCli } from './run-cli.ts';

const JSON_OUTPUT = ['-o', 'json'];

/** A Namespace with such Pod Security labels, given without their prefix; the namespace of what names none. */
function namespace(labels: Readonly<Record<string, string>>, name = 'default'): string {
  const lines = Object.entries(labels).map(([key, value]) => `    pod-security.kubernetes.io/${key}: ${value}\n`);
  return `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: ${name}\n  labels:\n    team: shop\n${lines.join('')}`;
}

function checksOf({ report }: CliResult): string[] {
  return report.findings.map(({ check, rule }) => check ?? rule).sort();
}

describe('exit codes', () => {
  it('is 0 when everything passes', async () => {
    const root = await makeRepository({ 'app.yaml': deployment('app') });
    const result = await runCli(['check', '.', ...JSON_OUTPUT], { cwd: root });
    expect([result.code, result.report.verdict, result.stderr]).toEqual([0, 'pass', '']);
    expect(result.report.summary.results).toEqual({ pass: 15, fail: 0, warn: 0, error: 0, skip: 0 });
  });

  it('is 1 when policy says no', async () => {
    const root = await makeRepository({ 'app.yaml': deployment('app', '') });
    const result = await runCli(['check', root, ...JSON_OUTPUT]);
    expect([result.code, result.report.verdict]).toEqual([1, 'block']);
    expect(checksOf(result)).toEqual(['allowPrivilegeEscalation', 'capabilities_restricted']);
  });

  it.each([
    [['check', '--level', 'strict'], '--level'],
    [['check', '--pss-version', 'v2'], 'latest, or v1.x'],
    [['check', '--pss-version', 'v1.31'], '--pss-version goes with --level'],
    [['check', '--namespaces', 'none.yaml'], '--namespaces: none.yaml'],
    [['check', '--admission-config', 'none.yaml'], '--admission-config: none.yaml'],
    [['check', '--fail-on', 'all'], '--fail-on'],
    [['check', '--jobs', '0'], '1 to 1024'],
    [['check', '--outptu', 'json'], '--output'],
    [['check', '-o', 'yaml'], 'text, json'],
    [['check', '-o', 'json', '-o', 'text'], 'both go to standard output'],
    [['check', 'no-such-directory'], 'no-such-directory: no such file or directory'],
    [['check', '--helm', '/dev/null', '.'], '--helm'],
    [['chek'], 'check'],
    [['explain', 'seccomp2'], 'did you mean "Seccomp"?'],
  ])('is 2 for %j, in words that help', async (args, hint) => {
    const root = await makeRepository({ 'Chart.yaml': 'apiVersion: v2\nname: a\nversion: 1.0.0\n' });
    const result = await runCli(args, { cwd: root });
    expect(result.code).toBe(2);
    expect(result.stderr).toContain(hint);
    expect(result.stdout).toBe('');
  });

  it('is 3 when something could not be evaluated', async () => {
    const root = await makeRepository({ 'app.yaml': 'apiVersion: v1\nkind: Pod\nmetadata: {name: a\n' });
    const result = await runCli(['check', root, ...JSON_OUTPUT]);
    expect([result.code, result.report.verdict, result.report.targets[0]?.status]).toEqual([3, 'error', 'error']);
  });

  it('is 3 when there is nothing to evaluate, and 0 with --allow-empty', async () => {
    const root = await makeRepository({ 'README.md': 'nothing here' });
    const strict = await runCli(['check', root, ...JSON_OUTPUT]);
    expect([strict.code, strict.report.verdict]).toEqual([3, 'error']);
    expect(strict.report.reason).toContain('nothing to evaluate');
    const lenient = await runCli(['check', root, ...JSON_OUTPUT, '--allow-empty']);
    expect([lenient.code, lenient.report.verdict]).toEqual([0, 'pass']);
  });

  it('is 1 when both hold: policy says no and something could not be evaluated', async () => {
    const root = await makeRepository({
      'a.yaml': deployment('app', ''),
      'b/b.yaml': '{' + 'apiVersion: kind: metadata:',
    });
    const result = await runCli(['check', root, ...JSON_OUTPUT]);
    expect([result.code, result.report.summary.results.error]).toEqual([1, 1]);
  });

  it('stays 0 for violations with --fail-on never, and says so in the verdict', async () => {
    const root = await makeRepository({ 'app.yaml': deployment('app', '') });
    const result = await runCli(['check', root, ...JSON_OUTPUT, '--fail-on', 'never']);
    expect([result.code, result.report.verdict]).toEqual([0, 'warn']);
  });
});

describe('levels and versions', () => {
  const files = {
    'pod.yaml': pod('p', 'containers: [{name: a, image: b}]'),
    'namespaces/default.yaml': namespace({ enforce: 'privileged' }),
  };
  it.each([
    [['--level', 'privileged'], 0],
    [['--level', 'baseline'], 0],
    [['--level', 'restricted'], 4],
    [['--level', 'restricted', '--pss-version', 'v1.0'], 1],
    [['--level', 'restricted', '--pss-version', 'v1.99'], 4],
    [[], 0],
  ])('%j makes %i findings', async (args, count) => {
    const result = await runCli(['check', await makeRepository(files), ...JSON_OUTPUT, ...args]);
    expect(result.report.findings).toHaveLength(count);
    expect(result.code).toBe(count === 0 ? 0 : 1);
  });

  it('prints the version that was asked for, also one that is not known yet', async () => {
    const options = ['--level', 'restricted', '--pss-version', 'v1.99'];
    const result = await runCli(['check', await makeRepository(files), ...JSON_OUTPUT, ...options]);
    expect(result.report.findings.map(({ version, effect }) => [version, effect])).toEqual(
      Array(4).fill(['v1.99', 'it is judged at restricted:v1.99 as well (--level)']),
    );
  });

  it('takes options from the environment', async () => {
    const env = { PSS_GATE_LEVEL: 'baseline', PSS_GATE_OUTPUT: 'json' };
    const result = await runCli(['check', await makeRepository(files)], { env });
    expect([result.code, result.report.level]).toEqual([
      0,
      { level: 'baseline', version: 'latest', origin: '--level' },
    ]);
  });

  it('judges at a level besides what the namespace asks for', async () => {
    const root = await makeRepository({
      'app.yaml': deployment('app', '          ports: [{hostPort: 80}]\n'),
      'namespaces/default.yaml': namespace({ enforce: 'baseline' }),
    });
    const { report } = await runCli(['check', root, ...JSON_OUTPUT, '--level', 'restricted']);
    expect(report.findings.map(({ rule, level, mode, effect }) => [rule, level, mode, effect?.split(' (')[0]])).toEqual(
      [
        ['allowPrivilegeEscalation', 'restricted', 'enforce', 'it is judged at restricted:latest as well'],
        ['capabilities_restricted', 'restricted', 'enforce', 'it is judged at restricted:latest as well'],
        ['hostPorts', 'baseline', 'enforce', 'its pods will be refused: namespace default enforces baseline:latest'],
      ],
    );
  });
});

describe('namespaces', () => {
  /** Breaks restricted only, in the namespace pay. */
  const app = deployment('app', '').replace('  name: app\nspec', '  name: app\n  namespace: pay\nspec');

  it.each([
    ['enforce', [], 1],
    ['enforce', ['--fail-on', 'never'], 0],
    ['warn', [], 0],
    ['warn', ['--fail-on', 'warn'], 1],
    ['audit', [], 0],
    ['audit', ['--fail-on', 'warn'], 0],
    ['audit', ['--fail-on', 'audit'], 1],
  ])('in mode %s with %j make exit code %i', async (mode, args, code) => {
    const labels = mode === 'enforce' ? { enforce: 'restricted' } : { enforce: 'privileged', [mode]: 'restricted' };
    const stdin = `${namespace(labels, 'pay')}---\n${app}`;
    const result = await runCli(['check', '-', ...JSON_OUTPUT, ...args], { stdin });
    expect(result.code).toBe(code);
    const checks = result.report.findings.filter(({ policy }) => policy === 'PodSecurity');
    expect(checks.map((finding) => [finding.check, finding.mode, finding.result])).toEqual(
      ['allowPrivilegeEscalation', 'capabilities_restricted'].map((check) => [
        check,
        mode,
        mode === 'enforce' ? 'fail' : 'warn',
      ]),
    );
  });

  it('are shown with what is wrong about their labels', async () => {
    const stdin = namespace({ enforce: 'strict' }, 'pay');
    const { code, report } = await runCli(['check', '-', ...JSON_OUTPUT], { stdin });
    expect([code, report.summary.namespaces]).toEqual([1, 1]);
    expect(report.findings).toMatchObject([
      {
        rule: 'namespace-invalid',
        mode: 'enforce',
        resource: { kind: 'Namespace', name: 'pay' },
        location: { file: 'stdin', line: 7 },
      },
    ]);
    const text = await runCli(['check', '-'], { stdin });
    expect(text.stdout).toContain('\nNamespaces\n  pay  enforces restricted:latest (stdin:7)');
  });

  it('get no pods of controllers where the configuration wants admission’s own answer', async () => {
    const root = await makeRepository({
      'apps/app.yaml': app,
      'ns/pay.yaml': namespace({ enforce: 'restricted' }, 'pay'),
      '.pss-gate.yaml': 'controllers: warn\n',
    });
    const { code, report } = await runCli(['check', root, ...JSON_OUTPUT]);
    expect([code, report.verdict]).toEqual([0, 'warn']);
    expect(report.findings.map(({ check, mode }) => [check, mode])).toEqual([
      ['allowPrivilegeEscalation', 'warn'],
      ['capabilities_restricted', 'warn'],
    ]);
  });

  it('nobody names are said to be the default one', async () => {
    const { report } = await runCli(['check', '-', ...JSON_OUTPUT], { stdin: deployment('app') });
    expect(report.notes).toEqual([
      'A workload names no namespace, and no Application does; judged in the namespace default at restricted:latest (nothing is known of it: the default of namespaces.unknown).',
    ]);
  });
});

describe('YAML as the cluster reads it', () => {
  it.each([
    ['privileged: yes', 'securityContext: {privileged: yes}', ['privileged']],
    ['privileged: on in capitals', 'securityContext: {privileged: ON}', ['privileged']],
    [
      'a repeated key, of which the last wins',
      'securityContext:\n  privileged: false\n  privileged: true',
      ['privileged'],
    ],
    ['a repeated key, of which the last is harmless', 'securityContext:\n  privileged: true\n  privileged: false', []],
    ['hostPort: 0777', 'ports: [{containerPort: 80, hostPort: 0777}]', ['hostPorts']],
    ['hostPort: 0_0', 'ports: [{containerPort: 80, hostPort: 0_0}]', []],
    [
      'a merge key after an explicit one',
      'securityContext:\n  privileged: false\n  <<: {privileged: true}',
      ['privileged'],
    ],
    ['a line hidden behind U+2028', 'securityContext: # harmless\u2028    privileged: true', ['privileged']],
  ])('%s', async (_, lines, expected) => {
    const spec = `containers:\n- name: a\n${lines.replace(/^(?=.)/gm, '  ')}`;
    const stdin = `${namespace({ enforce: 'baseline' })}---\n${pod('p', spec)}`;
    const result = await runCli(['check', '-', ...JSON_OUTPUT], { stdin });
    expect(checksOf(result)).toEqual(expected);
  });

  it.each([
    ['hostNetwork: on', 'hostNetwork: on\ncontainers: []', ['hostNetworkIsOn']],
    ['runAsUser: 0_0', 'securityContext: {runAsUser: 0_0, runAsNonRoot: true}\ncontainers: []', ['runAsUser']],
    ['runAsNonRoot: n', 'securityContext: {runAsNonRoot: n}\ncontainers: []', ['runAsNonRoot']],
  ])('%s', async (_, spec, [expected]) => {
    const result = await runCli(['check', '-', ...JSON_OUTPUT], { stdin: pod('p', spec) });
    expect(checksOf(result)).toContain(expected === 'hostNetworkIsOn' ? 'hostNamespaces' : expected);
  });

  it('judges the good documents of a stream with a bad second one, and does not pass', async () => {
    const stdin = `${deployment('first', '')}---\na: [\n---\n${deployment('third', '')}`;
    const result = await runCli(['check', '-', ...JSON_OUTPUT], { stdin });
    expect(new Set(result.report.findings.map(({ resource }) => resource?.name))).toEqual(
      new Set(['first', 'third', undefined]),
    );
    expect(result.report.findings.find(({ rule }) => rule === 'parse')?.location?.line).toBeGreaterThan(15);
    expect(result.report.targets[0]?.status).toBe('error');
    expect(result.code).toBe(1);
  });
});

describe('odd input', () => {
  it.each([
    [
      'a boolean as text',
      'containers: [{name: a, securityContext: {privileged: "yes"}}]',
      'spec.containers[0].securityContext.privileged: expected a boolean, got the string "yes"',
    ],
    ['a list as text', 'containers: abc', 'spec.containers: expected a list, got the string "abc"'],
    [
      'a port that is no integer',
      'containers: [{name: a, ports: [{hostPort: 80.5}]}]',
      'hostPort: expected a 32-bit integer',
    ],
    ['a volume source as text', 'volumes: [{name: v, hostPath: /etc}]', 'spec.volumes[0].hostPath: expected an object'],
  ])('a field of a wrong type is an error with its path: %s', async (_, spec, message) => {
    const stdin = `${namespace({ enforce: 'privileged' })}---\n${pod('p', spec)}`;
    const result = await runCli(['check', '-', ...JSON_OUTPUT], { stdin });
    expect([result.code, result.report.verdict]).toEqual([3, 'error']);
    expect(result.report.findings[0]?.message).toContain(message);
  });

  it.each(['apiVersion: v1\n', '', 'apiVersion: apps\n', 'apiVersion: batch/v1\n'])(
    'judges a Deployment whose apiVersion is wrong: %j',
    async (apiVersion) => {
      const stdin = deployment('app', '').replace('apiVersion: apps/v1\n', apiVersion);
      const result = await runCli(['check', '-', ...JSON_OUTPUT], { stdin });
      expect([result.code, checksOf(result)]).toEqual([1, ['allowPrivilegeEscalation', 'capabilities_restricted']]);
    },
  );

  it('takes a null list for an empty one', async () => {
    const result = await runCli(['check', '-', ...JSON_OUTPUT], { stdin: pod('p', 'containers: null\nvolumes: ~') });
    expect([result.code, result.report.summary.workloads]).toEqual([0, 1]);
  });

  it('reads a List of 3,000 lines and finds the line of each', async () => {
    const items = Array.from({ length: 300 }, (_, index) =>
      deployment(`app-${index}`, '').replaceAll(/^/gm, '    ').replace('    ', '  - ').trimEnd(),
    );
    const result = await runCli(['check', '-', ...JSON_OUTPUT], {
      stdin: `apiVersion: v1\nkind: List\nitems:\n${items.join('\n')}\n`,
    });
    expect(result.report.summary.workloads).toBe(300);
    expect(result.report.findings).toHaveLength(600);
    expect(Math.max(...result.report.findings.map(({ location }) => location?.line ?? 0))).toBeGreaterThan(4000);
  });

  it('reads a stream of 5 MB to its end', async () => {
    const documents = Array.from({ length: 11_000 }, (_, index) =>
      deployment(`app-${index}`, index === 10_999 ? '' : COMPLIANT),
    );
    const stdin = documents.join('---\n');
    expect(stdin.length).toBeGreaterThan(5_000_000);
    const { report, code } = await runCli(['check', '-', ...JSON_OUTPUT], { stdin });
    expect([code, report.summary.workloads, report.summary.results.pass]).toEqual([1, 11_000, 11_000 * 15 - 2]);
    expect(new Set(report.findings.map(({ resource }) => resource?.name))).toEqual(new Set(['app-10999']));
  });

  it('finds nothing in an empty file, and says so', async () => {
    const root = await makeRepository({ 'empty.yaml': '' });
    const result = await runCli(['check', join(root, 'empty.yaml'), ...JSON_OUTPUT]);
    expect([result.code, result.report.reason]).toEqual([3, expect.stringContaining('nothing to evaluate')]);
  });

  it('refuses a binary file that was named, and ignores one that lies about', async () => {
    const binary = Uint8Array.from({ length: 4096 }, (_, index) => (index * 37) % 256);
    const root = await makeRepository({ 'a/data.yaml': binary, 'b/app.yaml': deployment('app') });
    const named = await runCli(['check', join(root, 'a/data.yaml'), ...JSON_OUTPUT]);
    expect([named.code, named.report.verdict]).toEqual([3, 'error']);
    const scanned = await runCli(['check', root, ...JSON_OUTPUT]);
    expect([scanned.code, scanned.report.summary.targets.total]).toEqual([0, 1]);
  });

  it('refuses a file of 100 MB at once', async () => {
    const root = await makeRepository({ 'app.yaml': deployment('app') });
    await writeFile(join(root, 'huge.yaml'), 'a: b\n');
    await truncate(join(root, 'huge.yaml'), 100 * 1024 * 1024);
    const result = await runCli(['check', root, ...JSON_OUTPUT]);
    expect(result.code).toBe(3);
    expect(result.report.targets[0]?.reason).toBe('huge.yaml: has 100 MB; the limit is 64 MB');
  });

  it('reads UTF-16 as Argo CD does', async () => {
    const text = Buffer.from(`\ufeff${deployment('app', '')}`, 'utf16le');
    const result = await runCli(['check', '-', ...JSON_OUTPUT], { stdin: text });
    expect(checksOf(result)).toEqual(['allowPrivilegeEscalation', 'capabilities_restricted']);
  });

  it('does not believe names: control characters never reach the terminal', async () => {
    const name = '"a\\u001b[2Jb\\u202e"';
    const result = await runCli(['check', '-'], {
      stdin: deployment('app', '').replace('name: app\nspec', `name: ${name}\nspec`),
    });
    expect(result.stdout).toContain('a\\u001b[2Jb\\u202e');
    expect(result.stdout).not.toMatch(/(?!\n)\p{Cc}|\p{Cf}/u);
  });
});

describe('rendering', () => {
  it('renders charts like those of helm create, with helpers, conditions, hooks, tests and CRDs', async () => {
    const helpers = `{{- define "web.name" -}}{{ .Chart.Name }}-{{ .Release.Name }}{{- end -}}`;
    const template = `{{- range $i, $level := list "a" "b" }}
---
${deployment('{{ include "web.name" $ }}-{{ $level }}', '')}{{- end }}
`;
    const test = `{{- if .Values.test }}\n${pod('web-test', 'containers: [{name: t, image: t}]').replace('metadata:', 'metadata:\n  annotations: {helm.sh/hook: test}')}{{- end }}\n`;
    const root = await makeRepository({
      ...chart('web', {
        '_helpers.tpl': helpers,
        'deployment.yaml': template,
        'tests/t.yaml': test,
        'NOTES.txt': 'Thanks for {{ .Chart.Name }}',
      }),
      'web/values.yaml': 'test: true\n',
      'web/crds/crd.yaml':
        'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: x.y.example}\n',
    });
    const { report } = await runCli(['check', root, ...JSON_OUTPUT]);
    expect(report.targets).toEqual([
      { id: 'helm:web', name: 'web', kind: 'HelmChart', path: 'web', status: 'evaluated', objects: 4, workloads: 3 },
    ]);
    expect(new Set(report.findings.map(({ resource }) => resource?.name))).toEqual(
      new Set(['web-web-a', 'web-web-b', 'web-test']),
    );
    expect(new Set(report.findings.map(({ location }) => location?.file))).toEqual(
      new Set(['web/templates/deployment.yaml', 'web/templates/tests/t.yaml']),
    );
    expect(report.tool.renderers.helm).toMatch(/^v\d+\.\d+\.\d+/);
  });

  it('builds overlays with patches, components and generators, and none of what they include', async () => {
    const root = await makeRepository({
      'base/kustomization.yaml':
        'resources: [deployment.yaml]\nconfigMapGenerator: [{name: settings, literals: [a=b]}]\n',
      'base/deployment.yaml': deployment('app'),
      'debug/kustomization.yaml':
        'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\npatches: [{path: patch.yaml}]\n',
      'debug/patch.yaml': `${deployment('app').split('    spec:')[0]}    spec:\n      hostPID: true\n      containers: [{name: debug, image: debug}]\n`,
      'overlays/dev/kustomization.yaml': 'namespace: dev\nresources: [../../base]\ncomponents: [../../debug]\n',
      'overlays/live/kustomization.yaml':
        'namespace: live\nresources: [../../base]\nimages: [{name: registry.example/app, newTag: "2"}]\n',
    });
    const { report } = await runCli(['check', root, ...JSON_OUTPUT]);
    expect(report.targets.map(({ id, objects, workloads }) => [id, objects, workloads])).toEqual([
      ['kustomize:overlays/dev', 2, 1],
      ['kustomize:overlays/live', 2, 1],
    ]);
    const broken = report.findings.filter(({ policy }) => policy === 'PodSecurity');
    expect(new Set(broken.map(({ resource, container }) => [resource?.namespace, container].join('/')))).toEqual(
      new Set(['dev/debug', 'dev/']),
    );
    expect(new Set(broken.map(({ location }) => location?.file))).toEqual(new Set(['overlays/dev/kustomization.yaml']));
  });

  it('reports one broken chart with the reason of helm, and everything else', async () => {
    const root = await makeRepository({
      ...chart('broken', { 'a.yaml': '{{ fail "the port is missing" }}' }),
      ...chart('dependent', { 'a.yaml': deployment('x') }),
      'dependent/Chart.yaml':
        'apiVersion: v2\nname: dependent\nversion: 1.0.0\ndependencies: [{name: redis, version: 1.0.0, repository: "https://charts.example"}]\n',
      ...chart('good', { 'a.yaml': deployment('good', '') }),
      'overlay/kustomization.yaml': 'resources: [missing.yaml]\n',
      'plain/app.yaml': deployment('plain', ''),
    });
    const result = await runCli(['check', root, ...JSON_OUTPUT]);
    const reasons = Object.fromEntries(result.report.targets.map(({ id, status, reason }) => [id, reason ?? status]));
    expect(reasons['helm:broken']).toContain('the port is missing');
    expect(reasons['helm:dependent']).toContain('it needs redis');
    expect(reasons['kustomize:overlay']).toContain('missing.yaml');
    expect([reasons['helm:good'], reasons['directory:plain']]).toEqual(['evaluated', 'evaluated']);
    expect(result.code).toBe(1);
    expect(JSON.stringify(result.report)).not.toContain(root);
  });

  it('fetches nothing: remote bases are refused before kustomize starts', async () => {
    const root = await makeRepository({
      'a/kustomization.yaml':
        'resources: ["https://github.com/org/repo//base?ref=v1", "git@example.org:org/repo.git"]\n',
      'b/kustomization.yaml': 'resources: [app.yaml]\nhelmCharts: [{name: redis, repo: "https://charts.example"}]\n',
      'b/app.yaml': deployment('b'),
    });
    const { report, code } = await runCli(['check', root, ...JSON_OUTPUT]);
    expect(code).toBe(3);
    expect(report.targets.map(({ reason }) => reason)).toEqual([
      'kustomize: needs git@example.org:org/repo.git, https://github.com/org/repo//base?ref=v1: nothing is fetched',
      'b/kustomization.yaml has helmCharts: must specify --enable-helm, in kustomize.buildOptions of argocd-cm',
    ]);
  });

  it('does not follow links out of the repository', async () => {
    const outside = await makeRepository({ 'secret.yaml': deployment('secret', '') });
    const root = await makeRepository({
      ...chart('web', { 'a.yaml': deployment('web') }),
      'plain/app.yaml': deployment('plain'),
    });
    await symlink(join(outside, 'secret.yaml'), join(root, 'web/templates/link.yaml'));
    await symlink(join(outside, 'secret.yaml'), join(root, 'plain/link.yaml'));
    const { report, code, stdout } = await runCli(['check', root, ...JSON_OUTPUT]);
    expect(code).toBe(3);
    expect(report.targets.map(({ path, reason }) => [path, reason])).toEqual([
      ['plain', 'plain/link.yaml: does not exist, or is a link that leads out of the repository'],
      ['web', 'web/templates/link.yaml is a link that leaves the repository'],
    ]);
    expect(stdout).not.toContain('secret"');
  });

  it('keeps the environment from charts and kustomizations', async () => {
    const root = await makeRepository(
      chart('curious', { 'a.yaml': 'kind: A\nmetadata: {name: "{{ env "GITHUB_TOKEN" }}"}' }),
    );
    const result = await runCli(['check', root, ...JSON_OUTPUT], {
      env: { GITHUB_TOKEN: 'ghp_0123456789abcdef0123456789abcdef0123' },
    });
    expect(result.code).toBe(3);
    expect(result.stdout + result.stderr).not.toContain('0123456789abcdef');
  });

  it('refuses an explicit renderer that is none', async () => {
    const root = await makeRepository({ 'plain/app.yaml': deployment('plain') });
    const helm = join(root, 'helm');
    const result = await runCli(['check', root, ...JSON_OUTPUT, '--helm', helm]);
    expect([result.code, result.stderr]).toEqual([2, `error: --helm: ${helm} is not an executable file\n`]);
  });

  it('kills a renderer that does not answer in time, and reports it', async () => {
    const endless =
      '{{- define "x" }}{{ range until 100000 }}{{ range until 100000 }}{{ end }}{{ end }}{{ end }}{{ include "x" . }}';
    const root = await makeRepository({
      ...chart('endless', { 'a.yaml': endless }),
      'plain/app.yaml': deployment('plain'),
    });
    const result = await runCli(['check', root, ...JSON_OUTPUT, '--timeout', '1']);
    expect(result.code).toBe(3);
    expect(result.report.targets.find(({ id }) => id === 'helm:endless')?.reason).toBe('helm: no answer after 1 s');
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('ends at once on %s with %i', async (signal, code) => {
    const endless = '{{ range until 100000 }}{{ range until 100000 }}{{ end }}{{ end }}';
    const root = await makeRepository(chart('endless', { 'a.yaml': endless }));
    const started = Date.now();
    const result = await runCli(['check', root], { kill: { signal, afterMs: 2500 } });
    expect([result.code, result.stdout]).toEqual([code, '']);
    expect(Date.now() - started).toBeLessThan(20_000);
  });
});

describe('outputs', () => {
  it('writes several reports in one run, each whole', async () => {
    const root = await makeRepository({ 'app.yaml': deployment('app', '') });
    const result = await runCli(['check', '.', '-o', 'text', '-o', 'json=out/report.json'], { cwd: root });
    const again = await runCli(['check', '.', '-o', 'json'], { cwd: root });
    expect(await readFile(join(root, 'out/report.json'), 'utf8')).toBe(again.stdout);
    expect(result.stdout).toContain('✗ blocked');
  });

  it('gives the same bytes twice, however many renders run at once', async () => {
    const root = await makeRepository({
      ...chart('one', { 'a.yaml': deployment('one', '') }),
      ...chart('two', { 'a.yaml': deployment('two', '') }),
      'three/kustomization.yaml': 'resources: [a.yaml]\n',
      'three/a.yaml': deployment('three', ''),
    });
    const runs = await Promise.all(
      ['1', '2', '8'].map((jobs) => runCli(['check', root, ...JSON_OUTPUT, '--jobs', jobs])),
    );
    expect(new Set(runs.map(({ stdout }) => stdout)).size).toBe(1);
  });

  it('lists the checks that a workload keeps on demand, and counts the same', async () => {
    const root = await makeRepository({ 'app.yaml': deployment('app', '') });
    const { report } = await runCli(['check', root, ...JSON_OUTPUT, '--list-passes']);
    const passes = report.findings.filter(({ result }) => result === 'pass');
    expect([passes.length, report.summary.results.pass, report.summary.results.fail]).toEqual([13, 13, 2]);
    expect(new Set(report.findings.map(({ fingerprint }) => fingerprint)).size).toBe(15);
  });

  it('names the control, the field, what was found and what to do', async () => {
    const root = await makeRepository({ 'app.yaml': deployment('app', COMPLIANT.replace('false', 'true')) });
    const { report } = await runCli(['check', root, ...JSON_OUTPUT]);
    expect(report.findings).toEqual([
      {
        fingerprint: expect.stringMatching(/^[0-9a-f]{32}$/),
        target: 'directory:.',
        policy: 'PodSecurity',
        rule: 'allowPrivilegeEscalation',
        control: 'Privilege Escalation',
        check: 'allowPrivilegeEscalation',
        level: 'restricted',
        version: 'latest',
        mode: 'enforce',
        result: 'fail',
        resource: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'default', name: 'app' },
        container: 'app',
        fields: [
          {
            path: 'spec.template.spec.containers[0].securityContext.allowPrivilegeEscalation',
            found: true,
            allowed: 'false',
            line: 19,
          },
        ],
        message:
          'Privilege Escalation: allowPrivilegeEscalation != false (container "app" must set securityContext.allowPrivilegeEscalation=false)',
        effect:
          'its pods will be refused: namespace default enforces restricted:latest (nothing is known of it: the default of namespaces.unknown)',
        location: { file: 'app.yaml', line: 19 },
        remediation: 'Set securityContext.allowPrivilegeEscalation: false in every container.',
      },
    ]);
  });
});

describe('configuration', () => {
  const cron =
    'apiVersion: jobs.example/v1\nkind: Nightly\nmetadata: {name: n}\nspec: {runner: {containers: [{name: a, image: b}]}}\n';

  it('teaches kinds of custom resources', async () => {
    const config = 'workloads:\n- {group: jobs.example, kind: Nightly, path: spec.runner}\n';
    const unknown = await runCli(['check', await makeRepository({ 'n.yaml': cron }), ...JSON_OUTPUT]);
    expect([unknown.code, checksOf(unknown), unknown.report.findings[0]?.result]).toEqual([
      0,
      ['unknown-workload'],
      'skip',
    ]);
    const known = await runCli([
      'check',
      await makeRepository({ 'n.yaml': cron, '.pss-gate.yaml': config }),
      ...JSON_OUTPUT,
    ]);
    expect([known.code, known.report.findings.length]).toEqual([1, 4]);
    expect(known.report.findings[0]?.fields[0]?.path).toMatch(/^spec\.runner\.containers\[0\]/);
  });

  it('lists every problem at once and what would be right', async () => {
    const config = 'workload: []\nworkloads:\n- {group: "", kind: A, path: "spec..x"}\n- text\n';
    const root = await makeRepository({ '.pss-gate.yaml': config, 'n.yaml': cron });
    const result = await runCli(['check', '.'], { cwd: root });
    expect(result.code).toBe(2);
    expect(result.stderr.trim().split('\n')).toEqual([
      'error: .pss-gate.yaml: workload: unknown setting; did you mean workloads?',
      'error: .pss-gate.yaml: workloads[0].group: expected the API group of a custom resource',
      expect.stringContaining('error: .pss-gate.yaml: workloads[0].path: "" is none of'),
      'error: .pss-gate.yaml: workloads[1]: expected an object with group, kind and path',
    ]);
  });
});

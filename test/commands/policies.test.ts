import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { makeGitRepository, pathWithGit } from './git-repository.ts';
import { deployment, pod } from './manifests.ts';
import { makeRepository, runCli } from './run-cli.ts';

const ENFORCE = 'pod-security.kubernetes.io/enforce';
const WARN = 'pod-security.kubernetes.io/warn';

const example = (name: string) => fileURLToPath(new URL(`../../templates/policies/${name}.yaml`, import.meta.url));

/** Namespaces by name, with their labels as YAML in braces. */
const namespaces = (all: Readonly<Record<string, string>>) =>
  Object.entries(all)
    .map(([name, labels]) => `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: ${name}\n  labels: {${labels}}\n`)
    .join('---\n');

const LABELLED = {
  good: `${ENFORCE}: baseline`,
  none: 'team: a',
  wrong: `${ENFORCE}: strict`,
  open: `${ENFORCE}: privileged`,
  'platform-net': `${ENFORCE}: privileged`,
};

const tags = (action = 'Enforce', kind = 'Pod') => `apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata: {name: tags}
spec:
  validationFailureAction: ${action}
  rules:
    - name: no-latest
      match: {any: [{resources: {kinds: [${kind}]}}]}
      validate: {message: Name a version., pattern: {spec: {containers: [{image: "!*:1"}]}}}
`;

const GOOD = namespaces({ default: `${ENFORCE}: baseline` });

async function check(root: string, ...args: readonly string[]) {
  return runCli(['check', '.', '-o', 'json', ...args], { cwd: root });
}

describe('the examples', () => {
  it('require labels: one that sets a level, values that are levels, nothing privileged but the platform', async () => {
    const root = await makeRepository({
      'ns.yaml': namespaces({ ...LABELLED, warned: `${ENFORCE}: baseline, ${WARN}: all` }),
    });
    const { code, report } = await check(root, '--policy', example('require-labels'));
    expect(code).toBe(1);
    const refused = report.findings.filter(({ source }) => source === 'kyverno');
    expect(refused.map(({ resource, rule, result }) => [resource?.name, rule, result])).toEqual([
      ['none', 'level-is-set', 'fail'],
      ['open', 'not-privileged', 'fail'],
      ['warned', 'values-are-levels', 'fail'],
      ['wrong', 'values-are-levels', 'fail'],
    ]);
  });

  it('require labels as a policy in CEL', async () => {
    const root = await makeRepository({
      'ns.yaml': namespaces(LABELLED),
    });
    const { code, report } = await check(root, '--policy', example('cel/require-labels'));
    expect(code).toBe(1);
    const refused = report.findings.filter(({ source }) => source === 'KyvernoValidatingPolicy');
    expect(refused.map(({ resource, message, result }) => [resource?.name, message, result])).toEqual([
      ['none', 'Set the label pod-security.kubernetes.io/enforce to the level that the workloads need.', 'fail'],
      ['open', 'Only namespaces of the platform may be privileged.', 'fail'],
      ['wrong', 'Labels of Pod Security take the values privileged, baseline and restricted.', 'fail'],
    ]);
  });

  it.each(['assign-labels', 'cel/assign-labels'])(
    'assign labels by criteria, which count, and are written to Git: %s',
    async (policyName) => {
      const root = await makeRepository({
        'ns.yaml': namespaces({ 'pci-a': 'team: a', shop: 'env: prod', web: 'team: b', own: `${ENFORCE}: privileged` }),
        'app.yaml': deployment('app', '').replace('  name: app\n', '  name: app\n  namespace: shop\n'),
      });
      const policy = ['--policy', example(policyName)];
      const { report } = await check(root, ...policy);
      expect(report.findings).toContainEqual(
        expect.objectContaining({ check: 'allowPrivilegeEscalation', mode: 'enforce', result: 'fail' }),
      );
      const { stdout } = await runCli(['labels', '.', '-o', 'json', ...policy], { cwd: root });
      const inventory = JSON.parse(stdout).namespaces as {
        name: string;
        assigned?: { label: string; value: string }[];
      }[];
      const assigned = Object.fromEntries(
        inventory.map(({ name, assigned = [] }) => [
          name,
          assigned.map(({ label, value }) => `${label.split('/')[1]}: ${value}`),
        ]),
      );
      expect(assigned).toEqual({
        own: ['warn: restricted'],
        'pci-a': ['enforce: restricted', 'warn: restricted'],
        shop: ['enforce: restricted', 'warn: restricted'],
        web: ['enforce: baseline', 'warn: restricted'],
      });

      const written = await runCli(['labels', '.', '--write', ...policy], { cwd: root });
      expect(written.stdout).toContain('added to ns.yaml');
      expect(await readFile(join(root, 'ns.yaml'), 'utf8')).toBe(
        namespaces({
          'pci-a': `team: a, ${ENFORCE}: restricted, ${WARN}: restricted`,
          shop: `env: prod, ${ENFORCE}: restricted, ${WARN}: restricted`,
          web: `team: b, ${ENFORCE}: baseline, ${WARN}: restricted`,
          own: `${ENFORCE}: privileged, ${WARN}: restricted`,
        }),
      );
      const after = await runCli(['labels', '.', ...policy], { cwd: root });
      expect(after.stdout).not.toContain('missing');
    },
  );

  const careful = 'securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}';
  const podOf = (name: string, namespace: string, images: readonly string[], podContext: string) =>
    pod(
      name,
      `securityContext: {runAsNonRoot: true${podContext}}\ncontainers:\n${images
        .map((image, index) => `  - {name: c${index}, image: "${image}", ${careful}}\n`)
        .join('')}`,
    ).replace(`  name: ${name}\n`, `  name: ${name}\n  namespace: ${namespace}\n`);

  it.each(['strict', 'compat'])('enforce restricted with exclusions, in mode %s', async (mode) => {
    const pods = [
      podOf('cadvisor', 'prod-a', ['cadvisor:1'], ''),
      podOf('cadvisor-and-other', 'prod-a', ['cadvisor:1', 'web:1'], ''),
      podOf('two-others', 'prod-a', ['web:1', 'api:1'], ''),
      podOf('pod-level', 'prod-a', ['web:1'], ', seccompProfile: {type: Unconfined}'),
      podOf('right', 'prod-a', ['web:1', 'api:1'], ', seccompProfile: {type: RuntimeDefault}'),
      podOf('elsewhere', 'test-a', ['web:1', 'api:1'], ''),
    ];
    const root = await makeRepository({
      'ns.yaml': namespaces({ 'prod-a': `${ENFORCE}: privileged`, 'test-a': `${ENFORCE}: privileged` }),
      'pods.yaml': pods.join('---\n'),
    });
    const args = ['--policy', example('enforce-with-exclusions'), '--kyverno-mode', mode];
    const { code, report } = await check(root, ...args);
    expect(code).toBe(1);
    const refused = report.findings.filter(({ result }) => result === 'fail');
    expect(refused.map(({ resource, check, container }) => [resource?.name, check, container])).toEqual([
      ['cadvisor-and-other', 'seccompProfile_restricted', 'c1'],
      ['two-others', 'seccompProfile_restricted', 'c1'],
    ]);
  });

  it('report, and refuse nothing', async () => {
    const root = await makeRepository({
      'ns.yaml': namespaces({ none: 'team: a', pay: `${ENFORCE}: privileged` }),
      'pod.yaml': pod('a', 'hostPID: true\ncontainers: [{name: a, image: "b:1"}]').replace(
        '  name: a\n',
        '  name: a\n  namespace: pay\n',
      ),
    });
    const args = ['--policy', example('report'), '-o', 'policyreport=report.yaml'];
    const { code, report } = await check(root, ...args);
    expect(code).toBe(0);
    const told = report.findings.filter(({ source }) => source === 'kyverno');
    expect(told.map(({ resource, rule, mode }) => [resource?.name, rule, mode])).toEqual([
      ['none', 'namespace-has-a-label', 'audit'],
      ['a', 'pods-keep-baseline', 'audit'],
    ]);
    const written = await readFile(join(root, 'report.yaml'), 'utf8');
    expect(written).toContain('kind: ClusterPolicyReport');
    expect(written).toContain('[{"ID":"hostNamespaces","Name":"Host Namespaces","Images":null}]');
  });
});

describe('--policy', () => {
  it('judges controllers by the rules that are generated for them', async () => {
    const root = await makeRepository({ 'ns.yaml': GOOD, 'app.yaml': deployment('app'), '.p/tags.yaml': tags() });
    const { code, report } = await check(root, '--policy', '.p/tags.yaml');
    expect(code).toBe(1);
    expect(report.findings.filter(({ result }) => result === 'fail')).toMatchObject([
      {
        policy: 'tags',
        rule: 'autogen-no-latest',
        message:
          'validation error: Name a version. rule autogen-no-latest failed at path /spec/template/spec/containers/0/image/',
        effect: 'it will be refused: ClusterPolicy tags (.p/tags.yaml:1)',
        location: { file: 'app.yaml', line: 17 },
      },
    ]);
  });

  it('takes directories, and the configuration names files of the repository', async () => {
    const root = await makeRepository({
      ...{
        'ns.yaml': GOOD,
        'app.yaml': deployment('app'),
        'p/a/tags.yaml': tags(),
        'p/notes.yaml': 'a: b\n',
        'p/.test/p.yaml': 'kind: ClusterPolicy\n',
      },
      '.pss-gate.yaml': 'policies: {files: [p]}\n',
    });
    const byConfiguration = await check(root);
    const byOption = await runCli(['check', '.', '-o', 'json', '--policy', join(root, 'p'), '--config', 'empty.yaml'], {
      cwd: await makeRepository({ 'ns.yaml': GOOD, 'app.yaml': deployment('app'), 'empty.yaml': '' }),
    });
    for (const { code, report } of [byConfiguration, byOption]) {
      expect(code).toBe(1);
      expect(report.findings).toContainEqual(expect.objectContaining({ policy: 'tags', result: 'fail' }));
    }
  });

  it.each<[what: string, policy: string, message: string]>([
    ['no policy', 'apiVersion: v1\nkind: Pod\n', 'error: --policy: p.yaml: holds no policy; allowed: '],
    ['no manifest', 'a: b\n', "error: p.yaml:1: the object has no 'kind'"],
    ['no YAML', 'a: [\n', 'error: p.yaml:'],
    [
      'a malformed policy',
      tags().replace('kinds: [Pod]', 'kinds: Pod'),
      'error: p.yaml:8: ClusterPolicy tags: spec.rules[0].match.any[0].resources.kinds: must be a list, not text',
    ],
    [
      'an exclusion that Kyverno refuses',
      tags().replace(
        /validate: .*/,
        'validate: {podSecurity: {level: baseline, exclude: [{controlName: Capabilities}]}}',
      ),
      'error: p.yaml:9: ClusterPolicy tags: spec.rules[0].validate.podSecurity.exclude[0].controlName: exclude.images must be specified for the container level control',
    ],
  ])('stops the run for a file that holds %s', async (_, policy, message) => {
    const root = await makeRepository({ 'ns.yaml': GOOD, 'p.yaml': policy });
    const { code, stderr, stdout } = await runCli(['check', 'ns.yaml', '--policy', 'p.yaml'], { cwd: root });
    expect(stderr).toContain(message);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });

  it('says where policies that select namespaces by labels cannot know them', async () => {
    const policy = tags().replace('kinds: [Pod]', 'kinds: [Pod], namespaceSelector: {matchLabels: {env: prod}}');
    const root = await makeRepository({ 'app.yaml': deployment('app'), 'p.yaml': policy });
    const { report } = await runCli(['check', 'app.yaml', '-o', 'json', '--policy', 'p.yaml'], { cwd: root });
    expect(report.notes).toContainEqual(
      expect.stringContaining('nothing declares default: those policies do not apply there'),
    );
  });

  it('is what --policy-context goes with', async () => {
    const root = await makeRepository({ 'ns.yaml': GOOD });
    const { code, stderr } = await check(root, '--policy-context', 'context.yaml');
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: 'error: --policy-context goes with --policy, or with policies.files of the configuration\n',
    });
  });

  it('names a file that is not there', async () => {
    const root = await makeRepository({ 'ns.yaml': GOOD });
    const { code, stderr } = await check(root, '--policy', 'none.yaml');
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: --policy: none\.yaml: cannot be read: ENOENT\n$/);
  });

  it('does not pass what it cannot evaluate, unless it is told to skip it', async () => {
    const policy = tags().replace(
      '      validate:',
      '      context: [{name: x, configMap: {name: a, namespace: b}}]\n      preconditions: {all: [{key: "{{ x.data.y }}", operator: Equals, value: b}]}\n      validate:',
    );
    const root = await makeRepository({ 'ns.yaml': GOOD, 'app.yaml': deployment('app'), 'p/p.yaml': policy });
    const strict = await runCli(['check', 'app.yaml', 'ns.yaml', '-o', 'json', '--policy', 'p'], { cwd: root });
    expect(strict.code).toBe(3);
    expect(strict.report.findings).toContainEqual(
      expect.objectContaining({ policy: 'tags', result: 'error', message: expect.stringContaining('configMap') }),
    );
    const skipping = await runCli(
      ['check', 'app.yaml', 'ns.yaml', '-o', 'json', '--policy', 'p', '--ignore-unsupported'],
      { cwd: root },
    );
    expect(skipping.code).toBe(0);
    expect(skipping.report.findings).toContainEqual(expect.objectContaining({ policy: 'tags', result: 'skip' }));
  });

  it('is not answered by a report that is remembered when a policy changes', async () => {
    const root = await makeRepository({ 'ns.yaml': GOOD, 'app.yaml': deployment('app') });
    const outside = await makeRepository({ 'p.yaml': tags() });
    const run = () => check(root, '--policy', outside, '--cache-dir', join(outside, 'cache'));
    expect((await run()).code).toBe(1);
    await writeFile(join(outside, 'p.yaml'), tags().replace('!*:1', '!*:2'));
    expect((await run()).code).toBe(0);
  });

  it('judges a Namespace that Argo CD will create', async () => {
    const application = `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: app, namespace: argocd}
spec:
  project: default
  source: {repoURL: https://git.example/gitops.git, path: app, targetRevision: HEAD}
  destination: {server: https://kubernetes.default.svc, namespace: pay}
  syncPolicy:
    syncOptions: [CreateNamespace=true]
    managedNamespaceMetadata:
      labels: {team: a}
`;
    const root = await makeRepository({ 'app.yaml': application, 'app/a.yaml': deployment('app') });
    const { report } = await check(root, '--policy', example('require-labels'));
    expect(report.findings.filter(({ source }) => source === 'kyverno')).toMatchObject([
      {
        rule: 'level-is-set',
        resource: { kind: 'Namespace', name: 'pay' },
        location: { file: 'app.yaml', line: 11 },
      },
    ]);
  });

  it.each(['--base', '--changed-since'])('sees with %s what a policy assigned before', async (option) => {
    const policy = await readFile(example('assign-labels'), 'utf8');
    const root = await makeGitRepository(
      { 'ns.yaml': namespaces({ pay: 'env: prod' }), 'p.yaml': policy },
      { 'ns.yaml': namespaces({ pay: `env: prod, ${ENFORCE}: baseline` }), 'p.yaml': policy },
    );
    const { code, report } = await runCli(['check', 'ns.yaml', '-o', 'json', '--policy', 'p.yaml', option, 'HEAD~1'], {
      cwd: root,
      env: { PATH: pathWithGit() },
    });
    expect(code).toBe(1);
    expect(report.findings).toContainEqual(
      expect.objectContaining({ rule: 'namespace-weakened', message: expect.stringContaining('restricted') }),
    );
  });

  it('has everything judged when a policy changed', async () => {
    const files = {
      'ns.yaml': GOOD,
      'a/a.yaml': deployment('a'),
      'b/b.yaml': deployment('b'),
      'p/tags.yaml': tags('Audit'),
    };
    const root = await makeGitRepository(files, { ...files, 'p/tags.yaml': tags() });
    const run = (since: string) =>
      runCli(['check', 'a', 'b', 'ns.yaml', '-o', 'json', '--policy', 'p', '--changed-since', since], {
        cwd: root,
        env: { PATH: pathWithGit() },
      });
    const { code, report } = await run('HEAD~1');
    expect(code).toBe(1);
    expect(report.findings.filter(({ result }) => result === 'fail')).toHaveLength(2);
  });
});

describe('--policy-context', () => {
  const REGISTRIES = `apiVersion: policies.kyverno.io/v1
kind: ValidatingPolicy
metadata: {name: registries}
spec:
  validationActions: [Deny]
  matchConstraints: {resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]}
  variables:
    - {name: allowed, expression: "resource.get('v1', 'configmaps', 'platform', 'registries')"}
  validations:
    - {expression: "object.spec.containers.all(c, c.image.startsWith(string(variables.allowed.data.prefix)))", message: Another registry.}
`;
  const LATEST = tags().replace(
    '      validate: {message: Name a version., pattern: {spec: {containers: [{image: "!*:1"}]}}}',
    `      context: [{name: x, configMap: {name: registries, namespace: platform}}]
      validate: {message: Another registry., pattern: {spec: {containers: [{image: "{{ x.data.prefix }}*"}]}}}`,
  );
  const configMap = (prefix: string) => `apiVersion: v1
kind: ConfigMap
metadata: {name: registries, namespace: platform}
data: {prefix: ${prefix}}
`;
  const context = (prefix: string) => `apiVersion: cli.kyverno.io/v1alpha1
kind: Context
metadata: {name: context}
spec:
  resources:
    - {apiVersion: v1, kind: ConfigMap, metadata: {name: registries, namespace: platform}, data: {prefix: ${prefix}}}
`;
  const list = (prefix: string) =>
    `apiVersion: v1\nkind: List\nitems:\n- ${configMap(prefix).replaceAll('\n', '\n  ')}`;
  const files = {
    'ns.yaml': GOOD,
    'pod.yaml': pod('web', 'containers: [{name: web, image: "registry.example/web:1"}]'),
  };
  const run = (root: string, ...args: readonly string[]) =>
    runCli(['check', 'ns.yaml', 'pod.yaml', '-o', 'json', '--policy', '.p', ...args], { cwd: root });

  it.each([
    ['a Context, for CEL', REGISTRIES, context],
    ['a manifest, for CEL', REGISTRIES, configMap],
    ['a list of manifests, for a configMap entry', LATEST, list],
    ['a Context, for a configMap entry', LATEST, context],
  ])('holds what policies look up: %s', async (_, policy, write) => {
    const root = await makeRepository({
      ...{ ...files, '.p/p.yaml': policy },
      ...{ '.c/good.yaml': write('""'), '.c/bad.yaml': write('none.example') },
    });
    const good = await run(root, '--policy-context', '.c/good.yaml');
    expect([good.code, good.stderr]).toEqual([0, '']);
    const bad = await run(root, '--policy-context', '.c/bad.yaml');
    expect(bad.code).toBe(1);
    expect(bad.report.findings).toContainEqual(
      expect.objectContaining({ result: 'fail', message: expect.stringContaining('Another registry.') }),
    );
  });

  it('may be named by the configuration, and several count together', async () => {
    const root = await makeRepository({
      ...{ ...files, '.p/p.yaml': REGISTRIES, '.c/a/a.yaml': configMap('""'), '.c/b.yaml': GOOD },
      '.pss-gate.yaml': 'policies: {context: [.c/a, .c/b.yaml]}\n',
    });
    expect((await run(root)).code).toBe(0);
  });

  it('leaves what is not in it an error that says what was asked for', async () => {
    const root = await makeRepository({ ...files, '.p/p.yaml': REGISTRIES, 'c.yaml': GOOD });
    const { code, report } = await run(root, '--policy-context', 'c.yaml');
    expect(code).toBe(3);
    expect(report.findings).toContainEqual(
      expect.objectContaining({
        policy: 'registries',
        result: 'error',
        message: expect.stringContaining(
          'resource.get needs a cluster: v1 configmaps platform/registries, and no configmaps of v1 are given',
        ),
      }),
    );
  });

  it.each<[what: string, content: string, message: string]>([
    ['no YAML', 'a: [\n', 'error: c.yaml:'],
    ['no manifest', 'a: b\n', "error: c.yaml:1: the object has no 'kind'\n"],
    [
      'a malformed Context',
      `${GOOD}---\n${context('a').replace('resources', 'resource')}`,
      'error: c.yaml:7: spec.resource: unknown field; did you mean resources?\n',
    ],
  ])('stops the run for a file that holds %s', async (_, content, message) => {
    const root = await makeRepository({ ...files, '.p/p.yaml': REGISTRIES, 'c.yaml': content });
    const { code, stderr, stdout } = await run(root, '--policy-context', 'c.yaml');
    expect(stderr).toContain(message);
    expect({ code, stdout, lines: stderr.split('\n').length }).toEqual({ code: 2, stdout: '', lines: 2 });
  });

  it('names a file that is not there', async () => {
    const root = await makeRepository({ ...files, '.p/p.yaml': REGISTRIES });
    const { code, stderr } = await run(root, '--policy-context', 'none.yaml');
    expect([code, stderr]).toEqual([2, 'error: --policy-context: none.yaml: cannot be read: ENOENT\n']);
  });

  it('is part of what a report is remembered by', async () => {
    const root = await makeRepository({ ...files, '.p/p.yaml': REGISTRIES });
    const outside = await makeRepository({ 'c.yaml': configMap('ghcr.io') });
    const args = ['--policy-context', outside, '--cache-dir', join(outside, 'cache')];
    expect((await run(root, ...args)).code).toBe(1);
    await writeFile(join(outside, 'c.yaml'), configMap('""'));
    expect((await run(root, ...args)).code).toBe(0);
  });
});

describe('--compat-output', () => {
  it('prints what kyverno apply prints', async () => {
    const root = await makeRepository({
      'r.yaml': `${GOOD}---\n${deployment('app')}---\n${deployment('b').replaceAll(':1\n', ':2\n')}`,
      'p.yaml': tags(),
    });
    const { code, stdout } = await runCli(['check', '--policy', 'p.yaml', 'r.yaml', '-o', 'text', '--compat-output'], {
      cwd: root,
    });
    expect(code).toBe(1);
    expect(stdout).toBe(`
Applying 3 policy rule(s) to 3 resource(s)...
policy tags -> resource default/Deployment/app failed:
1 - autogen-no-latest validation error: Name a version. rule autogen-no-latest failed at path /spec/template/spec/containers/0/image/

pass: 1, fail: 1, warn: 0, error: 0, skip: 0 
`);
  });
});

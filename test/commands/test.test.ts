import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeRepository, runCli } from './run-cli.ts';

const POLICY = `apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata: { name: restricted }
spec:
  validationFailureAction: Enforce
  rules:
    - name: seccomp
      match: { any: [{ resources: { kinds: [Pod] } }] }
      validate: { podSecurity: { level: baseline, version: latest } }
`;

const PODS = ['false', 'true']
  .map(
    (hostPID) => `---
apiVersion: v1
kind: Pod
metadata: { name: pod-${hostPID}, namespace: pay }
spec: { hostPID: ${hostPID}, containers: [{ name: app, image: app }] }
`,
  )
  .join('');

const suite = (result: string) => `apiVersion: cli.kyverno.io/v1alpha1
kind: Test
metadata: { name: suite }
policies: [../policy.yaml]
resources: [pods.yaml]
results:
  - { policy: restricted, rule: seccomp, kind: Pod, resources: [pod-false], result: pass }
  - { policy: restricted, rule: seccomp, kind: Pod, resources: [pod-true], result: ${result} }
`;

const files = (result: string) => ({
  'policies/policy.yaml': POLICY,
  'policies/.kyverno-test/pods.yaml': PODS,
  'policies/.kyverno-test/kyverno-test.yaml': suite(result),
});

const NAME = 'policies/.kyverno-test/kyverno-test.yaml';

describe('pss-gate test', () => {
  it('prints a line for each row, and is 0 when all are as expected', async () => {
    const root = await makeRepository(files('fail'));
    const result = await runCli(['test', 'policies'], { cwd: root });
    expect([result.code, result.stderr]).toEqual([0, '']);
    expect(result.stdout).toBe(
      `ok    ${NAME}: restricted/seccomp pay/Pod/pod-false
ok    ${NAME}: restricted/seccomp pay/Pod/pod-true

1 suite: 2 as expected, 0 different
`,
    );
  });

  it('lets a suite refer to what it is about where there is no repository', async () => {
    const root = await makeRepository(files('fail'));
    await rm(join(root, '.git'), { recursive: true });
    for (const path of ['.', 'kyverno-test.yaml']) {
      const result = await runCli(['test', path], { cwd: join(root, 'policies', '.kyverno-test') });
      expect([result.code, result.stderr]).toEqual([0, '']);
    }
  });

  it('says what is different, and is 1', async () => {
    const root = await makeRepository(files('pass'));
    const result = await runCli(['test', root, '--fail-only']);
    expect([result.code, result.stderr]).toEqual([1, '']);
    expect(result.stdout).toMatch(
      /^FAIL {2}policies\/\.kyverno-test\/kyverno-test\.yaml: restricted\/seccomp pay\/Pod\/pod-true {2}Want pass, got fail: Validation rule 'seccomp' failed\..*\n\n1 suite: 1 as expected, 1 different\n$/,
    );
  });

  it('prints JSON', async () => {
    const root = await makeRepository(files('pass'));
    const whole = JSON.parse((await runCli(['test', root, '-o', 'json'])).stdout);
    expect(whole).toMatchObject({
      schemaVersion: '1',
      tool: { name: 'pss-gate' },
      summary: { suites: 1, unreadable: 0, pass: 1, fail: 1, skip: 0 },
      suites: [
        {
          name: 'suite',
          file: NAME,
          problems: [],
          rows: [{ result: 'pass' }, { result: 'fail', reason: 'Want pass, got fail' }],
        },
      ],
    });
    const failed = JSON.parse((await runCli(['test', root, '-o', 'json', '--fail-only'])).stdout);
    expect(failed.summary).toEqual(whole.summary);
    expect(failed.suites[0].rows).toEqual(whole.suites[0].rows.slice(1));
  });

  it('is 3 when a suite cannot be read, and runs the others', async () => {
    const root = await makeRepository({ ...files('fail'), 'kyverno-test.yaml': 'polices: []\n' });
    const result = await runCli(['test', root]);
    expect(result.code).toBe(3);
    expect(result.stdout).toContain('ERROR kyverno-test.yaml: polices: unknown field; did you mean policies?\n');
    expect(result.stdout).toContain('2 suites: 2 as expected, 0 different, 1 suite could not be run\n');
  });

  it('is 3 when there is no suite, unless that is allowed', async () => {
    const root = await makeRepository({ 'a.yaml': 'a: b\n' });
    const none = await runCli(['test', root]);
    expect(none.code).toBe(3);
    expect(none.stderr).toMatch(/^error: no kyverno-test\.yaml below .*; --allow-empty lets it pass\n$/);
    expect((await runCli(['test', root, '--allow-empty'])).code).toBe(0);
    expect((await runCli(['test', root], { env: { PSS_GATE_ALLOW_EMPTY: 'true' } })).code).toBe(0);
  });

  it('is 1 for what cannot be judged, and skips it on demand', async () => {
    const generate = POLICY.replace(
      /validate: .*/,
      'generate: { kind: Secret, apiVersion: v1, name: a, namespace: b, data: {} }',
    );
    const root = await makeRepository({ ...files('fail'), 'policies/policy.yaml': generate });
    const strict = await runCli(['test', root]);
    expect(strict.code).toBe(1);
    expect(strict.stdout).toContain('Not supported: generate');
    const skipped = await runCli(['test', root, '--ignore-unsupported']);
    expect(skipped.code).toBe(0);
    expect(skipped.stdout).toContain('1 suite: 0 as expected, 0 different, 2 skipped\n');
  });

  it('finds files by another name', async () => {
    const root = await makeRepository({
      ...files('fail'),
      'other.yaml': suite('fail').replace('../', 'policies/').replace('pods.yaml', 'policies/.kyverno-test/pods.yaml'),
    });
    const result = await runCli(['test', root, '-f', 'other.yaml', '-o', 'json']);
    expect(JSON.parse(result.stdout).suites).toMatchObject([{ file: 'other.yaml', problems: [] }]);
    expect(result.code).toBe(0);
  });

  it('is 2 for a directory that is not there', async () => {
    const result = await runCli(['test', '/nowhere/at/all']);
    expect([result.code, result.stdout]).toEqual([2, '']);
    expect(result.stderr).toBe('error: /nowhere/at/all: no such file or directory\n');
  });

  it('judges as Kyverno does by default, and as Kubernetes does on demand', async () => {
    const privileged = POLICY.replace('level: baseline', 'level: privileged');
    const root = await makeRepository({ ...files('fail'), 'policies/policy.yaml': privileged });
    const compat = JSON.parse((await runCli(['test', root, '-o', 'json'])).stdout);
    expect(compat.suites[0].rows.map((row: { reason: string }) => row.reason)).toEqual(['Want pass, got fail', 'Ok']);
    const strict = JSON.parse((await runCli(['test', root, '-o', 'json', '--kyverno-mode', 'strict'])).stdout);
    expect(strict.suites[0].rows.map((row: { reason: string }) => row.reason)).toEqual(['Ok', 'Want fail, got pass']);
  });
});

describe('JSON payloads', () => {
  const policy = (name: string, spec: string) => `apiVersion: policies.kyverno.io/v1
kind: ValidatingPolicy
metadata: { name: ${name} }
spec:
  ${spec}
  validations: [{ expression: 'object.public == false', message: It is public. }]
`;
  const constraints =
    'matchConstraints: { resourceRules: [{ apiGroups: ["*"], apiVersions: ["*"], operations: ["*"], resources: ["*"] }] }';
  const payloads = {
    'policy.yaml': `${policy('json', 'evaluation: { mode: JSON }')}---\n${policy('objects', constraints)}`,
    'private.json': '{"public": false, "kind": "Pod"}',
    'public.json': '{"public": true}',
    'list.json': '[]',
  };
  const run = async (results: string, names = 'private.json, public.json') =>
    runCli(['test', '.'], {
      cwd: await makeRepository({
        ...payloads,
        'kyverno-test.yaml': `kind: Test\npolicies: [policy.yaml]\njsonPayloads: [${names}]\nresults: [${results}]\n`,
      }),
    });

  it('are judged by policies of the mode JSON', async () => {
    const { code, stdout } = await run(
      '{ policy: json, resources: [private.json], result: pass }, { policy: json, resources: [public.json], result: fail }',
    );
    expect(stdout).toContain('2 as expected, 0 different');
    expect(code).toBe(0);
  });

  it('are not judged by others', async () => {
    const { code, stdout } = await run('{ policy: objects, resources: [public.json], result: fail }');
    expect(stdout).toContain('Not found');
    expect(code).toBe(1);
  });

  it('have to be objects', async () => {
    const { code, stdout } = await run('{ policy: json, result: pass }', 'list.json');
    expect(stdout).toContain('list.json: expected an object');
    expect(code).toBe(3);
  });
});

import { describe, expect, it } from 'vitest';
import type { PolicyLookups } from '../../src/kyverno/lookups/lookups.ts';
import type { KubernetesObject, Manifest } from '../../src/model/manifest.ts';
import type { SuiteReport } from '../../src/model/suite-report.ts';
import { runSuites, type SuitesSettings } from '../../src/pipeline/run-suites.ts';
import { createFileTree, LINK_OUT, UNREADABLE_DIRECTORY } from '../fakes/file-tree.ts';
import { createFakeEngine, requireLabel, respond } from '../kyverno/suites/fake-engine.ts';

const POLICY = `
apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata: { name: need-team }
spec:
  rules:
    - name: check
      validate: { deny: {} }
`;

const PODS = `
apiVersion: v1
kind: Pod
metadata: { name: good, labels: { team: pay } }
---
apiVersion: v1
kind: Pod
metadata: { name: bad, namespace: pay }
`;

const suite = (fields = '') => `
apiVersion: cli.kyverno.io/v1alpha1
kind: Test
metadata: { name: teams }
policies: [../policy.yaml]
resources: [pods.yaml]
results:
  - { policy: need-team, rule: check, kind: Pod, resources: [good], result: pass }
  - { policy: need-team, rule: check, kind: Pod, resources: [bad], result: pass }
${fields}
`;

const FILES = { 'policy.yaml': POLICY, '.kyverno-test/pods.yaml': PODS, '.kyverno-test/kyverno-test.yaml': suite() };

interface Asked {
  readonly documents: readonly Manifest[];
  readonly params: readonly KubernetesObject[];
  readonly lookups: PolicyLookups;
}

function settings(changes: Partial<SuitesSettings> = {}, asked: Asked[] = []): SuitesSettings {
  return {
    fileName: 'kyverno-test.yaml',
    ignoresUnsupported: false,
    toolVersion: '1.2.3',
    createEngine: (documents, params, lookups) => {
      asked.push({ documents, params, lookups });
      const engine = createFakeEngine([{ policy: 'ClusterPolicy need-team', validates: requireLabel('team') }]);
      return { engine, problems: [] };
    },
    ...changes,
  };
}

type Files = Parameters<typeof createFileTree>[0];

const run = (files: Files, paths: readonly string[] = ['.'], changes: Partial<SuitesSettings> = {}) =>
  runSuites(createFileTree(files), paths, settings(changes));

/** What is wrong with the only suite. */
async function problemsOf(files: Files): Promise<readonly string[]> {
  const { suites, summary } = await run(files);
  expect(suites).toHaveLength(1);
  expect(summary.unreadable).toBe(1);
  expect(suites[0]?.rows).toEqual([]);
  return (suites[0] as SuiteReport).problems;
}

describe('suites', () => {
  it('are run with the files that they name', async () => {
    expect(await run(FILES)).toEqual({
      schemaVersion: '1',
      tool: { name: 'pss-gate', version: '1.2.3' },
      summary: { suites: 1, unreadable: 0, pass: 1, fail: 1, skip: 0 },
      suites: [
        {
          name: 'teams',
          file: '.kyverno-test/kyverno-test.yaml',
          problems: [],
          rows: [
            {
              policy: 'need-team',
              rule: 'check',
              resource: { apiVersion: 'v1', kind: 'Pod', namespace: 'default', name: 'good' },
              result: 'pass',
              reason: 'Ok',
              message: 'it is pass',
            },
            {
              policy: 'need-team',
              rule: 'check',
              resource: { apiVersion: 'v1', kind: 'Pod', namespace: 'pay', name: 'bad' },
              result: 'fail',
              reason: 'Want pass, got fail',
              message: 'it is fail',
            },
          ],
        },
      ],
    });
  });

  it('are found below each path, by their name, once', async () => {
    const files = {
      ...FILES,
      'a/kyverno-test.yaml': suite().replace('pods.yaml', '../.kyverno-test/pods.yaml'),
      'a/b/my-test.yaml': suite(),
      'c/kyverno-test.yaml': suite(),
    };
    const found = async (...args: [string[], string?]) =>
      (await run(files, args[0], args[1] === undefined ? {} : { fileName: args[1] })).suites.map(({ file }) => file);
    expect(await found(['a', '.'])).toEqual([
      '.kyverno-test/kyverno-test.yaml',
      'a/kyverno-test.yaml',
      'c/kyverno-test.yaml',
    ]);
    expect(await found(['.'], 'my-test.yaml')).toEqual(['a/b/my-test.yaml']);
    expect(await found(['a/b/my-test.yaml'])).toEqual(['a/b/my-test.yaml']);
    expect(await found(['a/b'])).toEqual([]);
  });

  it('may be several in a file, and each has its line', async () => {
    const { suites } = await run({ ...FILES, '.kyverno-test/kyverno-test.yaml': `${suite()}---${suite()}` });
    expect(suites.map(({ file, line }) => `${file}:${line}`)).toEqual([
      '.kyverno-test/kyverno-test.yaml:1',
      '.kyverno-test/kyverno-test.yaml:12',
    ]);
  });

  it('hand policies with exceptions and parameters to the engine, and no exceptions that stand among policies', async () => {
    const asked: Asked[] = [];
    const exception = (name: string) =>
      `apiVersion: kyverno.io/v2\nkind: PolicyException\nmetadata: { name: ${name} }\n`;
    const files = {
      ...FILES,
      'policy.yaml': `${POLICY}---\n${exception('among-policies')}`,
      '.kyverno-test/exception.yaml': exception('given'),
      '.kyverno-test/params.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: limits }\n',
      '.kyverno-test/kyverno-test.yaml': suite('exceptions: [exception.yaml]\nparamResources: [params.yaml]'),
    };
    await runSuites(createFileTree(files), ['.'], settings({}, asked));
    expect(asked[0]?.documents.map(({ object }) => (object.metadata as { name: string }).name)).toEqual([
      'need-team',
      'given',
    ]);
    expect(asked[0]?.params).toEqual([
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'limits', namespace: 'default' } },
    ]);
  });

  it('read the policies of a directory and of those in it, without hidden ones and what is no policy', async () => {
    const asked: Asked[] = [];
    const files = {
      'policies/a.yaml': POLICY,
      'policies/more/b.yml': POLICY,
      'policies/.hidden/c.yaml': 'not: [closed',
      'policies/values.yaml': 'some: value\n',
      'policies/README.md': 'not: [closed',
      'test/pods/a.yaml': PODS,
      'test/pods/deep/b.yaml': 'not: [closed',
      'test/kyverno-test.yaml': suite().replace('../policy.yaml', '../policies').replace('pods.yaml', 'pods'),
    };
    const { suites } = await runSuites(createFileTree(files), ['.'], settings({}, asked));
    expect(suites[0]?.problems).toEqual([]);
    expect(asked[0]?.documents.map(({ source }) => source.file)).toEqual(['policies/a.yaml', 'policies/more/b.yml']);
  });

  it('take values and who asks from files', async () => {
    const operations: string[] = [];
    const files = {
      ...FILES,
      '.kyverno-test/values.yaml': 'globalValues: { request.operation: UPDATE }\n',
      '.kyverno-test/user.yaml': 'userInfo: { username: jane }\n',
      '.kyverno-test/kyverno-test.yaml': suite('variables: values.yaml\nuserinfo: user.yaml'),
    };
    await run(files, ['.'], {
      createEngine: () => ({
        engine: createFakeEngine([
          {
            policy: 'ClusterPolicy need-team',
            validates: (_, { operation, user }) => {
              operations.push(`${operation} by ${user?.username}`);
              return [respond('pass')];
            },
          },
        ]),
        problems: [],
      }),
    });
    expect(operations).toEqual(['UPDATE by jane', 'UPDATE by jane']);
  });

  it('compare with the files that rows name', async () => {
    const files = {
      ...FILES,
      '.kyverno-test/patched.yaml': PODS.replace('team: pay', 'team: web'),
      '.kyverno-test/kyverno-test.yaml': suite(`
  - { policy: need-team, rule: check, resources: [good], result: pass, patchedResources: patched.yaml }
  - { policy: need-team, rule: check, resources: [bad], result: fail, patchedResources: patched.yaml }
  - { policy: need-team, rule: check, resources: [bad], result: fail, patchedResources: absent.yaml }`),
    };
    const { suites } = await run(files);
    expect(suites[0]?.rows.slice(2).map(({ reason, message }) => `${reason}: ${message}`)).toEqual([
      'Resource diff: patched.yaml: metadata.labels.team: want "web", got "pay"',
      'Ok: it is fail',
      'Resource error: absent.yaml: absent.yaml: no such file or directory in the repository',
    ]);
  });
});

describe('what policies look up', () => {
  async function lookupsOf(fields: string, files: Files): Promise<PolicyLookups> {
    const asked: Asked[] = [];
    const all = { ...FILES, ...files, '.kyverno-test/kyverno-test.yaml': suite(fields) };
    const report = await runSuites(createFileTree(all), ['.'], settings({}, asked));
    expect(report.suites.flatMap(({ problems }) => problems)).toEqual([]);
    return (asked[0] as Asked).lookups;
  }

  const objects = (kind: string, more = '') => `apiVersion: cli.kyverno.io/v1alpha1
kind: ${kind}
metadata: { name: x }
spec:
  resources: [{ apiVersion: v1, kind: Secret, metadata: { name: key, namespace: pay } }]
${more}`;

  it('is in the Context', async () => {
    const lookups = await lookupsOf('context: ../c.yaml', { 'c.yaml': objects('Context', '  images: [{ image: a }]') });
    expect(lookups.getResource('v1', 'secrets', 'pay', 'key')).toHaveProperty('value.kind', 'Secret');
    expect(lookups.getResource('v1', 'pods', 'default', 'good')).toEqual({ value: null });
    expect(lookups.getImageData('a')).toHaveProperty('value.image', 'a');
    expect(lookups.entries).toEqual({});
  });

  it('is in the cluster, together with the resources and what definitions say of them', async () => {
    const lookups = await lookupsOf('clusterResources: [c.yaml]\ntargetResources: [target.yaml]', {
      '.kyverno-test/c.yaml': objects('ClusterResource', '  crds: [crd.yaml]'),
      '.kyverno-test/crd.yaml':
        'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: { name: a }\nspec: { group: a.b, names: { kind: C, plural: cs-es } }\n',
      '.kyverno-test/target.yaml': 'apiVersion: a.b/v1\nkind: C\nmetadata: { name: c }\n',
    });
    expect(lookups.getResource('v1', 'secrets', 'pay', 'key')).toHaveProperty('value.kind', 'Secret');
    expect(lookups.getResource('v1', 'pods', 'default', 'good')).toHaveProperty('value.kind', 'Pod');
    expect(lookups.getResource('a.b/v1', 'cs-es', 'default', 'c')).toHaveProperty('value.kind', 'C');
    expect(lookups.entries.getConfigMap?.('a', 'b')).toHaveProperty('error');
  });

  it('is recorded', async () => {
    const lookups = await lookupsOf(
      `apiCallResponses: [{ url: "https://a", response: { body: { b: 1 } } }]
globalContextEntries:
  - { name: files, resourceFiles: [pods.yaml], fieldPath: "[].metadata.name" }
  - { name: data, data: { n: 1 }, projections: [{ name: m, path: n }] }`,
      {},
    );
    expect(lookups.request('GET', 'https://a')).toEqual({ value: { body: { b: 1 }, statusCode: 200 } });
    expect(lookups.getGlobalReference('files', '')).toEqual({ value: ['good', 'bad'] });
    expect(lookups.getGlobalReference('data', 'm')).toEqual({ value: 1 });
  });

  it.each([
    ['context: c.yaml', '.kyverno-test/c.yaml: does not exist'],
    ['context: pods.yaml', 'pods.yaml: expected a single document'],
    ['context: ../policy.yaml', '../policy.yaml: spec.rules: unknown field'],
    ['clusterResources: [../policy.yaml]', '../policy.yaml: spec.rules: unknown field'],
    [
      'globalContextEntries: [{ name: a, data: {}, fieldPath: b.c }]',
      'globalContextEntries: a: Unknown key "b" in path',
    ],
  ])('is an error of the suite where it cannot be read: %s', async (fields, problem) => {
    const problems = await problemsOf({ ...FILES, '.kyverno-test/kyverno-test.yaml': suite(fields) });
    expect(problems[0]).toContain(problem);
  });
});

describe('rows about what cannot be judged', () => {
  const changes = (ignoresUnsupported: boolean): Partial<SuitesSettings> => ({
    ignoresUnsupported,
    createEngine: () => ({
      engine: createFakeEngine([
        { policy: 'ClusterPolicy need-team', validates: () => [respond('error', { unsupported: 'apiCall' })] },
      ]),
      problems: [],
    }),
  });

  it('are differences', async () => {
    expect((await run(FILES, ['.'], changes(false))).summary).toMatchObject({ pass: 0, fail: 2, skip: 0 });
  });

  it('can be skipped', async () => {
    const { summary, suites } = await run(FILES, ['.'], changes(true));
    expect(summary).toMatchObject({ pass: 0, fail: 0, skip: 2 });
    expect(suites[0]?.rows[0]).toMatchObject({ result: 'skip', reason: 'Not supported: apiCall' });
  });
});

describe('a suite that cannot be run', () => {
  const withSuite = (content: string, files: Files = {}) => ({
    ...FILES,
    '.kyverno-test/kyverno-test.yaml': content,
    ...files,
  });

  it.each<[string, Files, readonly string[]]>([
    [
      'because it is no YAML',
      withSuite('policies: [a'),
      [expect.stringMatching(/^\.kyverno-test\/kyverno-test\.yaml:\d+: /) as unknown as string],
    ],
    ['because of a field', withSuite(suite('polices: []')), ['polices: unknown field; did you mean policies?']],
    [
      'because a file is not there',
      withSuite(suite().replace('pods.yaml', 'absent.yaml')),
      ['absent.yaml: no such file or directory in the repository'],
    ],
    [
      'because a file is elsewhere',
      withSuite(suite().replace('../policy', '../../policy')),
      ['../../policy.yaml: leads out of the repository'],
    ],
    [
      'because of an absolute path',
      withSuite(suite().replace('pods.yaml', '/etc/passwd')),
      ['/etc/passwd: leads out of the repository'],
    ],
    [
      'because of a URL',
      withSuite(suite().replace('../policy.yaml', 'https://github.com/kyverno/policies/main')),
      ['https://github.com/kyverno/policies/main: only files of the repository are read'],
    ],
    [
      'because a link leads out of the repository',
      withSuite(suite(), { '.kyverno-test/pods.yaml': LINK_OUT }),
      ['pods.yaml: no such file or directory in the repository'],
    ],
    [
      'because a resource is none',
      withSuite(suite(), { '.kyverno-test/pods.yaml': 'just: text\n' }),
      [".kyverno-test/pods.yaml:1: the object has no 'kind'"],
    ],
    ['because of its values', withSuite(suite('values: { global: {} }')), ['values: global: unknown field']],
    [
      'because of its values file',
      withSuite(suite('variables: values.yaml'), { '.kyverno-test/values.yaml': 'policies: {}\nglobal: {}\n' }),
      ['values.yaml: policies: expected a list', 'values.yaml: global: unknown field'],
    ],
    [
      'because its values file holds two documents',
      withSuite(suite('variables: values.yaml'), { '.kyverno-test/values.yaml': 'policies: []\n---\npolicies: []\n' }),
      ['values.yaml: expected a single document'],
    ],
    [
      'because of who asks',
      withSuite(suite('userinfo: user.yaml'), { '.kyverno-test/user.yaml': 'users: {}\n' }),
      [expect.stringMatching(/^user\.yaml: users: unknown field/) as unknown as string],
    ],
    [
      'because an exception is none',
      withSuite(suite('exceptions: [../policy.yaml]')),
      ['policy.yaml: ClusterPolicy is no PolicyException'],
    ],
    [
      'because it may be where nobody can look',
      { 'a/pods.yaml': PODS, secret: UNREADABLE_DIRECTORY },
      ['cannot be read: EACCES'],
    ],
  ])('%s', async (_, files, expected) => {
    expect(await problemsOf(files)).toEqual(expected);
  });

  it('lets the others run', async () => {
    const { summary } = await run({
      ...FILES,
      'a/kyverno-test.yaml': 'kind: Pod\nspec: {}\n',
      'b/kyverno-test.yaml': '[',
    });
    expect(summary).toEqual({ suites: 3, unreadable: 2, pass: 1, fail: 1, skip: 0 });
  });
});

it('stops when it is asked to', async () => {
  const stop = new AbortController();
  const createEngine: SuitesSettings['createEngine'] = (documents, params, lookups) => {
    stop.abort('SIGINT');
    return settings().createEngine(documents, params, lookups);
  };
  await expect(run(FILES, ['.'], { createEngine, signal: stop.signal })).rejects.toBe('SIGINT');
});

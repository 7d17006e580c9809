import { describe, expect, it } from 'vitest';
import { judgePolicies, type PolicyAnswers } from '../../src/judge/judge-policies.ts';
import { createEngine } from '../../src/kyverno/engine.ts';
import type { NamespaceDeclaration } from '../../src/model/namespace.ts';
import { parseManifests } from '../../src/parse/manifests.ts';
import { sourceOfFile } from '../../src/parse/sources.ts';
import { createTestNamespaces } from '../fakes/namespaces.ts';
import { TARGET } from './judge.ts';

const read = (text: string, file: string) => parseManifests(text, sourceOfFile(file)).manifests;

const policy = (action: string, kind: string, validate: string, extra = '') => `apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata:
  name: p
  annotations: {policies.kyverno.io/category: Mine, policies.kyverno.io/severity: high${extra}}
spec:
  validationFailureAction: ${action}
  rules:
    - name: r
      match: {any: [{resources: {kinds: [${kind}]}}]}
      validate: ${validate}
`;

const POD = `apiVersion: v1
kind: Pod
metadata:
  name: a
spec:
  containers:
    - name: app
      image: web:latest
    - name: side
      image: side:1
`;

const TAGS = '{message: No latest., pattern: {spec: {containers: [{image: "!*:latest"}]}}}';
const RESTRICTED = '{podSecurity: {level: baseline, version: latest}}';

function judge(
  policies: string,
  objects: string,
  options: { listPasses?: boolean; labels?: Record<string, string> } = {},
) {
  const { engine, problems } = createEngine(read(policies, 'policy.yaml'), {
    mode: 'strict',
    ignoresUnsupported: false,
  });
  expect(problems).toEqual([]);
  const answers: PolicyAnswers[] = [];
  const unknown: string[] = [];
  const declaration: NamespaceDeclaration = {
    ...{ cluster: '', name: 'pay', source: 'manifest', target: TARGET.id, annotations: {}, mistyped: [] },
    ...{ labels: options.labels ?? {}, locate: () => ({ file: 'ns.yaml', line: 1 }) },
  };
  const judgement = judgePolicies(
    { ...TARGET, placement: { cluster: '', namespace: 'pay' } },
    read(objects, 'apps/a.yaml'),
    {
      engine,
      namespaces: createTestNamespaces([declaration], {}),
      isClusterScoped: ({ kind }) => kind === 'Namespace',
      listPasses: options.listPasses ?? false,
      onUnknownNamespace: (name) => void unknown.push(name),
      onAnswers: (each) => void answers.push(each),
    },
  );
  return { ...judgement, answers, unknown };
}

describe('judgePolicies', () => {
  it('makes a finding of what a policy refuses, with its place, its policy and what follows', () => {
    const { findings, passes } = judge(policy('Enforce', 'Pod', TAGS), POD);
    expect(passes).toBe(0);
    expect(findings).toEqual([
      {
        fingerprint: expect.stringMatching(/^[0-9a-f]{32}$/),
        target: TARGET.id,
        policy: 'p',
        rule: 'r',
        mode: 'enforce',
        result: 'fail',
        resource: { apiVersion: 'v1', kind: 'Pod', namespace: 'pay', name: 'a' },
        fields: [],
        message: 'validation error: No latest. rule r failed at path /spec/containers/0/image/',
        effect: 'it will be refused: ClusterPolicy p (policy.yaml:1)',
        location: { file: 'apps/a.yaml', line: 8 },
        source: 'kyverno',
        category: 'Mine',
        severity: 'high',
      },
    ]);
  });

  it('counts what is only reported as a warning in mode audit', () => {
    const { findings } = judge(policy('Audit', 'Pod', TAGS), POD);
    expect(findings).toMatchObject([
      { mode: 'audit', result: 'warn', effect: expect.stringContaining('it will be reported') },
    ]);
  });

  it('says that a policy is not scored', () => {
    const { findings } = judge(policy('Enforce', 'Pod', TAGS, ', policies.kyverno.io/scored: "false"'), POD);
    expect(findings).toMatchObject([{ result: 'fail', scored: false }]);
  });

  it('makes a finding of each container that breaks a control of a podSecurity rule', () => {
    const pod = POD.replaceAll('image:', 'securityContext: {privileged: true}\n      image:');
    const { findings } = judge(policy('Enforce', 'Pod', RESTRICTED), pod);
    expect(findings).toMatchObject(
      ['app', 'side'].map((container, index) => ({
        control: 'Privileged Containers',
        check: 'privileged',
        level: 'baseline',
        version: 'latest',
        container,
        fields: [
          {
            path: `spec.containers[${index}].securityContext.privileged`,
            found: true,
            line: 8 + 3 * index,
          },
        ],
        location: { file: 'apps/a.yaml', line: 8 + 3 * index },
        message: expect.stringContaining(
          'privileged (containers "app", "side" must not set securityContext.privileged=true)',
        ),
        properties: { standard: 'baseline', controls: 'privileged' },
      })),
    );
    expect(new Set(findings.map(({ fingerprint }) => fingerprint)).size).toBe(2);
  });

  it('keeps the fingerprint when another container is repaired', () => {
    const both = POD.replaceAll('image:', 'securityContext: {privileged: true}\n      image:');
    const one = POD.replace('image: side', 'securityContext: {privileged: true}\n      image: side');
    const of = (pod: string) =>
      judge(policy('Enforce', 'Pod', RESTRICTED), pod).findings.map(({ fingerprint }) => fingerprint);
    expect(of(both)).toContain(of(one)[0]);
  });

  it('judges by the labels that the namespace will have', () => {
    const selecting = policy('Enforce', 'Pod', TAGS).replace(
      'kinds: [Pod]',
      'kinds: [Pod], namespaceSelector: {matchLabels: {env: prod, kubernetes.io/metadata.name: pay}}',
    );
    expect(judge(selecting, POD, { labels: { env: 'prod' } }).findings).toHaveLength(1);
    expect(judge(selecting, POD, { labels: { env: 'test' } }).findings).toEqual([]);
  });

  it('tells which namespaces nothing is known of', () => {
    const { unknown } = judge(
      policy('Enforce', 'Pod', TAGS),
      POD.replace('name: a\n', 'name: a\n  namespace: other\n'),
    );
    expect(unknown).toEqual(['other']);
    expect(judge(policy('Enforce', 'Pod', TAGS), POD).unknown).toEqual([]);
  });

  it('judges what mutations make of an object', () => {
    const mutating = `apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata: {name: m}
spec:
  rules:
    - name: label
      match: {any: [{resources: {kinds: [Namespace]}}]}
      mutate: {patchStrategicMerge: {metadata: {labels: {+(team): unknown}}}}
---
${policy('Enforce', 'Namespace', '{message: Name a team., pattern: {metadata: {labels: {team: "?*"}}}}')}`;
    const namespace = 'apiVersion: v1\nkind: Namespace\nmetadata: {name: x}\n';
    expect(judge(mutating, namespace)).toMatchObject({ findings: [], passes: 1 });
  });

  it('does not pass what a mutation could not be computed for', () => {
    const mutating = `apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata: {name: m}
spec:
  rules:
    - name: label
      match: {any: [{resources: {kinds: [Pod]}}]}
      mutate: {patchStrategicMerge: {metadata: {labels: {team: "{{ request.object.metadata.labels.none }}"}}}}
`;
    expect(judge(mutating, POD).findings).toMatchObject([{ policy: 'm', rule: 'label', result: 'error' }]);
  });

  it('counts rules that do not apply after all, and lists them on demand', () => {
    const conditional = policy('Enforce', 'Pod', TAGS).replace(
      '      validate:',
      '      preconditions: {all: [{key: a, operator: Equals, value: b}]}\n      validate:',
    );
    expect(judge(conditional, POD)).toMatchObject({ findings: [], passes: 0, skips: 1 });
    expect(judge(conditional, POD, { listPasses: true })).toMatchObject({
      findings: [{ result: 'skip', message: 'preconditions not met' }],
      skips: 0,
    });
  });

  it('lists what an exception excuses', () => {
    const exception = `---
apiVersion: kyverno.io/v2
kind: PolicyException
metadata: {name: e, namespace: platform}
spec:
  match: {any: [{resources: {kinds: [Pod], names: [a]}}]}
  exceptions: [{policyName: p, ruleNames: [r]}]
`;
    expect(judge(policy('Enforce', 'Pod', TAGS) + exception, POD).findings).toMatchObject([
      { result: 'skip', properties: { exceptions: 'e' } },
    ]);
  });

  it('names what cannot be evaluated here', () => {
    const calling = policy('Enforce', 'Pod', TAGS).replace(
      '      validate:',
      '      context: [{name: x, apiCall: {urlPath: /api}}]\n      preconditions: {all: [{key: "{{ x }}", operator: Equals, value: b}]}\n      validate:',
    );
    expect(judge(calling, POD).findings).toMatchObject([
      { result: 'error', message: expect.stringContaining('apiCall') },
    ]);
  });

  it('hands out every answer', () => {
    expect(judge(policy('Enforce', 'Pod', TAGS), POD).answers).toMatchObject([
      { resource: { name: 'a' }, responses: [{ policy: { key: 'p' }, responses: [{ status: 'fail' }] }] },
    ]);
  });

  it('asks nobody about kinds that no policy is about', () => {
    expect(judge(policy('Enforce', 'Service', TAGS), POD).answers).toMatchObject([{ responses: [] }]);
  });
});

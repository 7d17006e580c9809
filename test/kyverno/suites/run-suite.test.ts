import { describe, expect, it } from 'vitest';
import { readSuite } from '../../../src/kyverno/suites/read-suite.ts';
import { takeUp } from '../../../src/kyverno/suites/resources.ts';
import { type LoadedSuite, runSuite } from '../../../src/kyverno/suites/run-suite.ts';
import { NO_VALUES } from '../../../src/kyverno/suites/values.ts';
import type { PolicyProblem } from '../../../src/kyverno/types.ts';
import type { KubernetesObject, Manifest } from '../../../src/model/manifest.ts';
import { createFakeEngine, requireLabel } from './fake-engine.ts';

const manifest = (object: KubernetesObject): Manifest => ({ object, source: { file: 'policy.yaml', lineOf: () => 1 } });

const policy = (name: string, rule: Record<string, unknown>) =>
  manifest({
    apiVersion: 'kyverno.io/v1',
    kind: 'ClusterPolicy',
    metadata: { name },
    spec: { rules: [{ name: 'check', ...rule }] },
  });

const pod = (name: string, labels: Record<string, string> = {}) =>
  takeUp({ apiVersion: 'v1', kind: 'Pod', metadata: { name, labels } }, () => false);

function run(
  document: Record<string, unknown>,
  changes: Partial<LoadedSuite> = {},
  problems: readonly PolicyProblem[] = [],
) {
  const { suite, problems: wrong } = readSuite(document, { file: 'kyverno-test.yaml', line: 1 });
  expect(wrong).toEqual([]);
  const loaded: LoadedSuite = {
    suite,
    policies: [policy('need', { validate: { deny: {} } })],
    resources: [pod('good', { team: 'pay' }), pod('bad'), pod('bad', { team: 'a duplicate' })],
    targets: [],
    values: NO_VALUES,
    user: undefined,
    readExpected: () => [],
    ...changes,
  };
  const engine = createFakeEngine([{ policy: 'ClusterPolicy need', validates: requireLabel('team') }]);
  const rows = runSuite(loaded, engine, problems).map(({ resource, reason }) => `${resource?.name} ${reason}`);
  return { rows, engine };
}

const row = (result: string, changes: Record<string, unknown> = {}) => ({
  policy: 'need',
  rule: 'check',
  result,
  ...changes,
});

describe('a suite', () => {
  it('gives results in the order of its rows', () => {
    const { rows } = run({
      results: [row('fail', { resources: ['bad'] }), row('pass', { resources: ['good', 'bad'] })],
    });
    expect(rows).toEqual(['bad Ok', 'good Ok', 'bad Want pass, got fail']);
  });

  it('asks once for each resource and operation', () => {
    const { engine } = run({
      results: [row('fail'), row('pass'), row('pass', { operation: 'UPDATE' }), row('fail', { operation: 'UPDATE' })],
    });
    expect(engine.requests.map(({ operation }) => operation)).toEqual(['CREATE', 'CREATE', 'UPDATE', 'UPDATE']);
  });

  it('says why a policy is not used', () => {
    const problem = {
      file: 'policy.yaml',
      policy: 'ClusterPolicy broken',
      path: 'spec.rules[0]',
      message: 'has no match',
    };
    const { rows } = run({ results: [row('pass', { policy: 'broken', resources: ['bad'] })] }, {}, [problem]);
    expect(rows).toEqual(['bad Invalid policy']);
  });

  it.each<[string, Manifest, string]>([
    ['generates', policy('need', { generate: { kind: 'x' } }), 'generate'],
    [
      'is of a kind that is not judged here',
      manifest({ apiVersion: 'policies.kyverno.io/v1', kind: 'GeneratingPolicy', metadata: { name: 'need' } }),
      'GeneratingPolicy',
    ],
  ])('does not support a policy that %s', (_, document, feature) => {
    const { rows } = run({ results: [row('pass', { resources: ['bad'] })] }, { policies: [document] });
    expect(rows).toEqual([`bad Not supported: ${feature}`]);
  });

  it('does not support payloads of HTTP and Envoy', () => {
    const { rows } = run({ httpPayloads: ['a.json'], results: [row('pass')] }, { policies: [], resources: [] });
    expect(rows).toEqual(['undefined Not supported: httpPayloads']);
  });

  it('does not support a policy in CEL that leaves what it should change', () => {
    const document = manifest({
      apiVersion: 'policies.kyverno.io/v1',
      kind: 'MutatingPolicy',
      metadata: { name: 'need' },
      spec: { evaluation: { mutateExisting: { enabled: true } } },
    });
    const results = [row('pass', { resources: ['bad'] })];
    expect(run({ results }, { policies: [document], targets: [pod('bad')] }).rows).toEqual([
      'undefined Not supported: targetMatchConstraints',
    ]);
    expect(run({ results }, { policies: [document] }).rows).toEqual(['bad Excluded']);
  });
});

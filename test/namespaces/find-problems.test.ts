import { describe, expect, it } from 'vitest';
import { LABEL_PREFIX } from '../../src/admission/labels.ts';
import { DEFAULT_CONFIG } from '../../src/config/config.ts';
import { readConfig } from '../../src/config/read-config.ts';
import type { NamespaceDeclaration } from '../../src/model/namespace.ts';
import { findProblems, findUndeclared } from '../../src/namespaces/find-problems.ts';
import { type ClusterAdmission, createNamespaces } from '../../src/namespaces/state.ts';
import { configured, declaration, type Labels, settingsFor, stateOf, UNCONFIGURED } from './fixtures.ts';

const rulesOf = (rules: readonly object[]) =>
  readConfig({ namespaces: { rules } }, () => undefined).config.namespaces.rules;

const find = (said: Labels | NamespaceDeclaration[], rules: readonly object[] = [], admission?: ClusterAdmission) =>
  findProblems(stateOf(said, admission), rulesOf(rules), undefined);

const EXEMPT = configured({ enforce: 'baseline' }, ['pay']);
const ANY = { name: 'any', labels: 'any' };

describe('findProblems', () => {
  it.each<
    [
      name: string,
      said: Labels | NamespaceDeclaration[],
      rules: object[],
      admission: ClusterAdmission,
      problems: string[],
    ]
  >([
    ['nothing wrong', { enforce: 'baseline' }, [ANY], UNCONFIGURED, []],
    ['nothing declared', [], [ANY, { name: 'base', require: 'restricted' }], EXEMPT, []],
    ['no label', {}, [], UNCONFIGURED, ['unlabelled']],
    ['no label, where a rule asks for one', {}, [ANY], UNCONFIGURED, ['missing']],
    ['no label, where a rule asks for a level', {}, [{ name: 'base', default: 'baseline' }], UNCONFIGURED, ['missing']],
    ['no label, where a rule is for others', {}, [{ ...ANY, match: { names: ['web'] } }], UNCONFIGURED, ['unlabelled']],
    [
      'a version alone, where a rule asks for a label',
      { 'enforce-version': 'v1.30' },
      [ANY],
      UNCONFIGURED,
      ['version-only', 'missing'],
    ],
    [
      'an invalid label, where a rule asks for more',
      { warn: 'all' },
      [{ name: 'base', labels: ['enforce'] }],
      UNCONFIGURED,
      ['invalid', 'missing'],
    ],
    [
      'everything, in the order of labels, sources, rules, exemptions',
      [declaration('manifest', { enforce: 'strict' }), declaration('managed', { enforce: 'baseline' })],
      [{ name: 'audited', labels: ['audit'] }],
      EXEMPT,
      ['invalid', 'conflict', 'missing', 'exempt'],
    ],
  ])('%s', (_, said, rules, admission, problems) => {
    expect(find(said, rules, admission).map(({ rule }) => rule)).toEqual(problems);
  });

  it('reads what workloads already meet', () => {
    const [problem] = findProblems(stateOf({}), DEFAULT_CONFIG.namespaces.rules, 'baseline');
    expect(problem?.remediation).toBe(
      `Set the label ${LABEL_PREFIX}enforce: baseline; all of its workloads already meet it.`,
    );
  });
});

describe('an exempt namespace', () => {
  it.each<[labels: Labels, isTold: boolean]>([
    [{ enforce: 'restricted' }, true],
    [{ audit: 'baseline' }, true],
    [{ 'enforce-version': 'v1.30' }, true],
    // What holds without labels, and what asks for nothing, may be written there.
    [{ enforce: 'baseline', warn: 'privileged' }, false],
    [{ enforce: 'privileged' }, false],
    [{}, false],
  ])('with %o is told that they do nothing: %s', (labels, isTold) => {
    const rules = find(labels, [], EXEMPT).map(({ rule }) => rule);
    expect(rules.includes('exempt')).toBe(isTold);
  });

  it('is told so in upstream’s words, and who exempts it', () => {
    const state = stateOf(
      [declaration('manifest', { enforce: 'restricted' }, { cluster: 'prod', target: 'ns' })],
      EXEMPT,
    );
    expect(findProblems(state, [], undefined)).toEqual([
      {
        rule: 'exempt',
        cluster: 'prod',
        namespace: 'pay',
        target: 'ns',
        message:
          'namespace "pay" is exempt from Pod Security, and the policy (enforce=restricted:latest) will be ignored (admission.yaml:9)',
        remediation: 'Remove the labels, or the exemption from the configuration of the cluster.',
        location: { file: 'manifest.yaml', line: 5 },
      },
    ]);
  });
});

describe('findUndeclared', () => {
  const at = (name: string, said: NamespaceDeclaration[] = [], admission = UNCONFIGURED) =>
    createNamespaces(said, settingsFor(admission)).of('prod', name);

  it.each<[name: string, workloads: number, admission: ClusterAdmission, message: string]>([
    [
      'one workload',
      1,
      UNCONFIGURED,
      'a workload goes to a namespace that nothing declares; it is judged at restricted:latest (nobody knows)',
    ],
    [
      'several',
      12,
      UNCONFIGURED,
      '12 workloads go to a namespace that nothing declares; it is judged at restricted:latest (nobody knows)',
    ],
    [
      'a default',
      1,
      configured({ enforce: 'baseline', 'enforce-version': 'v1.30' }),
      'a workload goes to a namespace that nothing declares; it is judged at baseline:v1.30 (default of enforce)',
    ],
  ])('tells of %s', (_, workloads, admission, message) => {
    expect(findUndeclared(at('pay', [], admission), 'apps/pay', workloads)).toEqual([
      {
        rule: 'undeclared',
        cluster: 'prod',
        namespace: 'pay',
        target: 'apps/pay',
        message,
        remediation:
          'Add a Namespace manifest with Pod Security labels, or managedNamespaceMetadata to its Application, or give its labels with --namespaces.',
      },
    ]);
  });

  it.each(['manifest', 'managed', 'created', 'live'] as const)('tells of nothing that is declared: %s', (source) => {
    expect(findUndeclared(at('pay', [declaration(source)]), 'apps/pay', 1)).toEqual([]);
  });

  it.each([
    ['default', true],
    ['kube-system', true],
    ['kube-public', true],
    ['kube-node-lease', true],
    ['kube-flannel', false],
    ['defaults', false],
    ['', false],
  ])('knows that every cluster has "%s": %s', (name, isBuiltIn) => {
    expect(findUndeclared(at(name), 'apps/pay', 1)).toHaveLength(isBuiltIn ? 0 : 1);
  });

  it('knows that a declaration in another cluster is none here', () => {
    expect(findUndeclared(at('pay', [declaration('manifest', {}, { cluster: 'dev' })]), 'apps/pay', 1)).toHaveLength(1);
  });
});

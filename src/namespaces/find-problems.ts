import { levelLabel } from '../admission/labels.ts';
import { exemptWarning } from '../admission/namespace.ts';
import type { Level } from '../pss/levels.ts';
import { findConflicts } from './conflicts.ts';
import { findLabelProblems } from './label-problems.ts';
import { type LabelProblem, problemOf } from './problem.ts';
import { findBrokenRules, type LabelRule } from './rules.ts';
import type { NamespaceState } from './state.ts';

/**
 * Everything that is wrong with the labels of a namespace as it stands.
 *
 * @param met strictest level that all of its workloads already meet; nothing when there are none
 */
export function findProblems(
  state: NamespaceState,
  rules: readonly LabelRule[],
  met: Level | undefined,
): LabelProblem[] {
  const broken = findBrokenRules(state, rules);
  const isAskedFor = broken.some(
    ({ rule, label }) => rule === 'missing' || (rule === 'level' && label === levelLabel('enforce')),
  );
  return [
    // A rule that asks for a label says the same with the level that is wanted.
    ...findLabelProblems(state, met).filter(({ rule }) => !(isAskedFor && rule === 'unlabelled')),
    ...findConflicts(state),
    ...broken,
    ...ignoredPolicies(state),
  ];
}

/** In upstream's words: labels of an exempt namespace do nothing. */
function ignoredPolicies(state: NamespaceState): LabelProblem[] {
  const { name, labels, policy, admission, declarations } = state;
  if (declarations.length === 0 || !state.isExempt) return [];
  const warning = exemptWarning(name, labels, policy, admission.configuration);
  if (warning === '') return [];
  return [
    problemOf(state, {
      rule: 'exempt',
      message: `${warning} (${admission.exemptionsOrigin})`,
      remediation: 'Remove the labels, or the exemption from the configuration of the cluster.',
    }),
  ];
}

/** Namespaces that every cluster has without anybody's declaration. */
const BUILT_IN: ReadonlySet<string> = new Set(['default', 'kube-system', 'kube-public', 'kube-node-lease']);

/**
 * A namespace that workloads go to and that nothing declares.
 *
 * @param target where the first of the workloads is
 */
export function findUndeclared(state: NamespaceState, target: string, workloads: number): LabelProblem[] {
  if (state.declarations.length > 0 || BUILT_IN.has(state.name)) return [];
  const count = workloads === 1 ? 'a workload goes' : `${workloads} workloads go`;
  return [
    {
      rule: 'undeclared',
      cluster: state.cluster,
      namespace: state.name,
      target,
      message: `${count} to a namespace that nothing declares; it is judged at ${state.policy.enforce.level}:${state.policy.enforce.version.text} (${state.origins.enforce})`,
      remediation:
        'Add a Namespace manifest with Pod Security labels, or managedNamespaceMetadata to its Application, or give its labels with --namespaces.',
    },
  ];
}

import { LABEL_KEYS } from '../admission/labels.ts';
import { formatLocation } from '../model/location.ts';
import type { NamespaceDeclaration } from '../model/namespace.ts';
import type { Location } from '../model/report.ts';
import { type LabelProblem, problemIn, problemOf } from './problem.ts';
import type { Candidate, NamespaceState } from './state.ts';

/** Where several sources give one namespace labels that do not agree. */
export function findConflicts(state: NamespaceState): LabelProblem[] {
  return [...contests(state), ...overriddenMetadata(state)];
}

/** Two targets that fight over a namespace: whoever syncs last wins, until the other one syncs. */
function contests(state: NamespaceState): LabelProblem[] {
  const [first, ...others] = state.contestants;
  if (first === undefined) return [];
  const all = [first, ...others];
  const label = LABEL_KEYS.find((key) => new Set(all.map(({ labels }) => labels[key])).size > 1);
  const claims = all.map((each) => describeClaim(each, label)).join(', ');
  return [
    problemOf(state, {
      rule: 'contested',
      ...(label === undefined ? {} : { label }),
      message: `${all.length} sources give this namespace different labels, and the last sync wins: ${claims}; the strictest is taken here`,
      remediation: 'Let one of them own the namespace and its labels.',
    }),
  ];
}

function describeClaim({ labels, owner, ownerOf }: Candidate, label: string | undefined): string {
  const value = label === undefined ? undefined : labels[label];
  const claim = label === undefined ? '' : `${label}: ${value ?? 'not set'} in `;
  return `${claim}${formatLocation((label === undefined ? owner : ownerOf(label)).locate(label))}`;
}

/** A Namespace manifest takes the place of managedNamespaceMetadata, whose labels then do nothing. */
function overriddenMetadata(state: NamespaceState): LabelProblem[] {
  const manifest = state.declarations.find(({ source }) => source === 'manifest');
  if (manifest === undefined) return [];
  return state.declarations.flatMap((managed) => {
    if (managed.source !== 'managed') return [];
    const label = LABEL_KEYS.find(
      (key) => managed.labels[key] !== undefined && managed.labels[key] !== state.labels[key],
    );
    if (label === undefined) return [];
    const winner = state.ownerOf(label) ?? manifest;
    return [
      problemIn(managed, state.cluster, {
        rule: 'conflict',
        label,
        allowed: state.labels[label] ?? 'not set, as in the manifest',
        message: `managedNamespaceMetadata sets ${label}: ${managed.labels[label]}, but the Namespace manifest, which replaces it, ${describeWinner(winner, label)}`,
        remediation: 'Set the label in the Namespace manifest, and remove managedNamespaceMetadata.',
      }),
    ];
  });
}

function describeWinner(winner: NamespaceDeclaration, label: string): string {
  const value = winner.labels[label];
  return `${value === undefined ? 'does not set it' : `sets ${value}`} (${formatLocation(winner.locate(label))})`;
}

/** An Application whose managedNamespaceMetadata does nothing, because it does not create its namespace. */
export function findIdleMetadata(
  cluster: string,
  namespace: string,
  target: string,
  application: string,
  location: Location,
): LabelProblem {
  return {
    rule: 'conflict',
    cluster,
    namespace,
    target,
    message: `managedNamespaceMetadata of Application ${application} does nothing without the sync option CreateNamespace=true`,
    remediation: 'Add CreateNamespace=true to spec.syncPolicy.syncOptions, or set the labels in a Namespace manifest.',
    location,
  };
}

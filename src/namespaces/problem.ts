import { levelLabel } from '../admission/labels.ts';
import type { NamespaceDeclaration } from '../model/namespace.ts';
import type { Location, Mode } from '../model/report.ts';
import type { NamespaceState } from './state.ts';

/** What can be wrong with the labels of a namespace; the configuration says in which mode each counts. */
export type LabelProblemKind =
  | 'unlabelled'
  | 'version-only'
  | 'invalid'
  | 'misspelt'
  | 'useless'
  | 'unknown-version'
  | 'weakened'
  | 'deactivated'
  | 'conflict'
  | 'contested'
  | 'undeclared'
  | 'exempt';

/** Something about the labels of a namespace that a person should know. */
export interface LabelProblem {
  /** A kind, or what a rule of the label policy asks for. */
  readonly rule: LabelProblemKind | 'level' | 'forbidden' | 'missing' | 'unpinned';
  /** Name of the rule of the label policy, if one is broken. */
  readonly policy?: string;
  /** How it counts where the configuration of its kind does not say so. */
  readonly mode?: Mode;
  readonly cluster: string;
  readonly namespace: string;
  /** Id of the target that can mend it; empty when no target declares the namespace. */
  readonly target: string;
  /** The label it is about, if it is about one. */
  readonly label?: string;
  /** Value of the label; absent when it is not set. */
  readonly found?: string;
  /** What the label may be, for people. */
  readonly allowed?: string;
  readonly message: string;
  readonly remediation: string;
  readonly location?: Location;
}

type Details = Omit<LabelProblem, 'cluster' | 'namespace' | 'target' | 'location' | 'found'>;

/** A problem of a namespace, at the place where its label stands or would have to be added. */
export function problemOf(state: NamespaceState, details: Details): LabelProblem {
  const owner = state.ownerOf(details.label);
  const found = details.label === undefined ? undefined : state.labels[details.label];
  return {
    cluster: state.cluster,
    namespace: state.name,
    target: owner?.target ?? '',
    ...details,
    ...(found === undefined ? {} : { found }),
    ...(owner === undefined ? {} : { location: owner.locate(details.label) }),
  };
}

/** A problem of one source, which may not be the one that prevails. */
export function problemIn(declaration: NamespaceDeclaration, cluster: string, details: Details): LabelProblem {
  const found = details.label === undefined ? undefined : declaration.labels[details.label];
  return {
    cluster,
    namespace: declaration.name,
    target: declaration.target,
    ...details,
    ...(found === undefined ? {} : { found }),
    location: declaration.locate(details.label),
  };
}

/** How to set a level, for people. */
export function setLabel(mode: Mode, level: string): string {
  return `Set the label ${levelLabel(mode)}: ${level}.`;
}

import type { Location } from './report.ts';

/** Labels that one source gives a namespace. */
export interface NamespaceDeclaration {
  /** Empty when nobody says which cluster it is in. */
  readonly cluster: string;
  readonly name: string;
  /**
   * `manifest`: a rendered Namespace. `managed`: managedNamespaceMetadata of an Application that creates it. `created`: an
   * Application creates it without labels. `live`: a snapshot of the cluster.
   */
  readonly source: 'manifest' | 'managed' | 'created' | 'live';
  /** Id of the target that holds it; for a snapshot its file. */
  readonly target: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Among which people put what has to be a label. */
  readonly annotations: Readonly<Record<string, string>>;
  /** Keys of labels whose value is no text, which the API server refuses; `metadata.labels` when that is no object. */
  readonly mistyped: readonly string[];
  /** Where a label stands; without a key, or for one that is absent, where it would have to be added. */
  readonly locate: (key?: string) => Location;
  /** The object in a file of the repository that can be edited, if there is one. */
  readonly editable?: Editable;
  /** Labels that policies give it when it is created, by key; `labels` has them already. */
  readonly assigned?: ReadonlyMap<string, AssignedLabel>;
}

/** A label that no file sets, but a policy. */
export interface AssignedLabel {
  readonly value: string;
  /** The value in Git that is replaced; absent where there is none. */
  readonly found?: string;
  /** `ClusterPolicy add-psa-labels` */
  readonly policy: string;
  readonly location: Location;
}

/** An object in a plain file that labels can be added to. */
export interface Editable {
  readonly file: string;
  readonly kind: 'Namespace' | 'Application';
  readonly name: string;
  /** Namespace of an Application. */
  readonly namespace: string;
}

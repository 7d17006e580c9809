import type { FileTree } from '../../model/ports.ts';
import type { RenderTemplates } from './templates.ts';

/** A cluster that Argo CD knows, as its Secret describes it. */
export interface InventoryCluster {
  readonly name: string;
  readonly server: string;
  readonly project?: string | undefined;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** What is known around an ApplicationSet. */
export interface SetContext {
  /** The checkout of this repository. */
  readonly tree: FileTree;
  /** Whether a repoURL is this repository and its revision is the one that is checked out. */
  readonly isOwn: (repoUrl: string, revision: string) => boolean;
  readonly clusters: readonly InventoryCluster[];
  /** Without an inventory, generators of clusters cannot be evaluated. */
  readonly hasInventory: boolean;
  /**
   * Parameters recorded per ApplicationSet, by `namespace/name` or `name`: they stand for the first entry of `spec.generators` that
   * cannot be evaluated here.
   */
  readonly recorded: ReadonlyMap<string, readonly Record<string, unknown>[]>;
  /** `--enable-new-git-file-globbing` of the ApplicationSet controller. */
  readonly newGlobbing: boolean;
  readonly renderTemplates: RenderTemplates;
}

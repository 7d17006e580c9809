import type { Absent } from '../files/absent-files.ts';
import type { FileTree } from '../model/ports.ts';

/** Files of a repository at one revision. */
export interface Checkout {
  /** Where files are not here, it says so. */
  readonly tree: FileTree;
  /** Full id of the commit; empty when it is not known. */
  readonly revision: string;
  /** What stands before a path of it in the report; empty for the repository at hand. */
  readonly prefix: string;
  /**
   * Absolute path of the files on disk, links resolved. Only renderers need them there: those of a revision are written when
   * this is first called.
   *
   * @throws UsageError when they cannot be
   */
  directory(): Promise<string>;
  /** Submodules whose files are not here: on disk they are empty. */
  absent(): Promise<Absent>;
  /** A link for which Argo CD renders nothing of it, by its path. */
  forbiddenLink(): Promise<string | undefined>;
}

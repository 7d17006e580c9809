import type { FileTree } from '../model/ports.ts';

/** Files of a repository at one revision. */
export interface Checkout {
  /** Absolute path, links resolved. */
  readonly root: string;
  readonly tree: FileTree;
  /** Full id of the commit; empty when it is not known. */
  readonly revision: string;
  /** What stands before a path of it in the report; empty for the repository at hand. */
  readonly prefix: string;
}

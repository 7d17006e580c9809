import type { Application } from './application.ts';
import type { Placement } from './placement.ts';
import type { TargetKind } from './report.ts';

/** Something that is rendered as one. */
export interface Target {
  /** Unique in a run and stable between runs. */
  readonly id: string;
  readonly name: string;
  readonly kind: TargetKind;
  /** Directory, or file for `Manifests`; relative to the root of the run, with `/`, `.` for the root. */
  readonly path: string;
  /** The file that says what it is, relative to the root: Chart.yaml, kustomization.yaml; its path for manifests. */
  readonly definition: string;
  /** Manifest files, relative to the root; empty for what helm and kustomize render. */
  readonly files: readonly string[];
  /**
   * `scanned` when nobody says that these files are manifests: those that are not are left out then. `given` when our user
   * named them: then they have to be.
   */
  readonly origin: 'scanned' | 'given';
  /** Local files that a kustomization is made of, from its own outwards; absent for all else. */
  readonly inputs?: readonly string[];
  /** The Application whose sources it is; absent for what no Application uses. */
  readonly application?: Application;
  /** Where an Application sends it. */
  readonly placement?: Placement;
  /** Why it must not be rendered, for example because a link leads out of the repository. */
  readonly refusal?: string;
}

/** Standard input as a path. */
export const STDIN = '-';

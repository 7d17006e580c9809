import type { Closure } from '../changes/closure.ts';
import type { Target } from '../model/target.ts';

/** What becomes of a target in a run that does not judge all. */
export type Choice =
  /** Rendered and judged, and why. */
  | { readonly role: 'judged'; readonly because: string }
  /** Rendered for what it says of namespaces and for the Applications that it holds. */
  | { readonly role: 'context'; readonly mayHoldApplications?: boolean }
  /** Not rendered; what its Application says of the namespace counts. */
  | { readonly role: 'skipped' };

export interface Candidate {
  readonly target: Target;
  /** Where its sources are in this repository, and what is said of them. */
  readonly sources: readonly { readonly path: string; readonly options: unknown }[];
  /** Finds everything that it is rendered from, which needs the files on disk. */
  readonly findClosure: () => Promise<Closure>;
}

export type ChooseTarget = (candidate: Candidate) => Promise<Choice>;

import { formatStandard, type Standard } from '../admission/policy.ts';
import type { NamespaceState } from '../namespaces/state.ts';
import { compareLevels, LEVELS, type Level } from '../pss/levels.ts';

/** A workload that breaks a standard. */
export interface Blocker {
  /** `Deployment/api`. */
  readonly workload: string;
  /** Id of the target. */
  readonly target: string;
  /** Names of the broken controls, each once. */
  readonly controls: readonly string[];
  /** Reasons of all broken checks, as the API server lists them. */
  readonly reason: string;
  /** The same with details. */
  readonly detail: string;
}

/** How far the workloads of a namespace are on the way to `restricted`, at the version that the namespace enforces. */
export interface Readiness {
  readonly workloads: number;
  /** Strictest level that all workloads already meet. */
  readonly strictest: Level;
  /** The level above, and who breaks it; nothing at restricted. */
  readonly next?: { readonly level: Level; readonly blockers: readonly Blocker[] };
}

/** Collects which workloads of which namespaces break which standards. */
export class ReadinessBook {
  private readonly pages = new Map<NamespaceState, Page>();
  private readonly standards = new Map<NamespaceState, readonly Standard[]>();
  private readonly extra: (state: NamespaceState) => readonly Standard[];

  /** @param extra standards to note besides those of the levels, for namespaces that somebody asks about */
  constructor(extra: (state: NamespaceState) => readonly Standard[] = () => []) {
    this.extra = extra;
  }

  /** The standards whose keeping is noted for a namespace, each once. */
  standardsFor(state: NamespaceState): readonly Standard[] {
    let standards = this.standards.get(state);
    if (standards === undefined) {
      const all = [...LEVELS_TO_MEET.map((level) => standardOf(state, level)), ...this.extra(state)];
      standards = [...new Map(all.map((standard) => [formatStandard(standard), standard])).values()];
      this.standards.set(state, standards);
    }
    return standards;
  }

  /** Notes a workload and the standards that it breaks. */
  add(state: NamespaceState, broken: readonly (readonly [Standard, Blocker])[]): void {
    let page = this.pages.get(state);
    if (page === undefined) {
      page = { workloads: 0, blockers: new Map() };
      this.pages.set(state, page);
    }
    page.workloads++;
    for (const [standard, blocker] of broken) {
      const key = formatStandard(standard);
      const known = page.blockers.get(key);
      if (known === undefined) page.blockers.set(key, [blocker]);
      else known.push(blocker);
    }
  }

  of(state: NamespaceState): Readiness {
    const workloads = this.pages.get(state)?.workloads ?? 0;
    const next = LEVELS_TO_MEET.find((level) => this.blockersAt(state, standardOf(state, level)).length > 0);
    if (next === undefined) return { workloads, strictest: 'restricted' };
    const strictest = LEVELS.findLast((level) => compareLevels(level, next) < 0) ?? 'privileged';
    return { workloads, strictest, next: { level: next, blockers: this.blockersAt(state, standardOf(state, next)) } };
  }

  /** Workloads of a namespace that break a standard. */
  blockersAt(state: NamespaceState, standard: Standard): readonly Blocker[] {
    return this.pages.get(state)?.blockers.get(formatStandard(standard)) ?? [];
  }
}

/** Levels that a pod may break, weakest first. */
const LEVELS_TO_MEET = ['baseline', 'restricted'] as const;

function standardOf({ policy }: NamespaceState, level: Level): Standard {
  return { level, version: policy.enforce.version };
}

interface Page {
  workloads: number;
  /** By standard. */
  readonly blockers: Map<string, Blocker[]>;
}

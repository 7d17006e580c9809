import { namespaceOf } from '../judge/judge-target.ts';
import { groupBy } from '../model/group-by.ts';
import { metadataText } from '../model/manifest.ts';
import type { NamespaceState, Namespaces } from '../namespaces/state.ts';
import type { Collection } from './collect.ts';

/** Which namespaces workloads go to. */
export interface Usage {
  /** Id of the first target, and how many workloads all of them have. */
  readonly states: ReadonlyMap<NamespaceState, { readonly target: string; readonly workloads: number }>;
  /** Workloads that nobody sends to a namespace. */
  readonly unplaced: number;
  /** Whether a workload goes to a namespace; without a cluster, to one of that name in any. */
  readonly isUsed: (cluster: string, name: string) => boolean;
}

export function countUsage({ targets }: Collection, namespaces: Namespaces): Usage {
  const states = new Map<NamespaceState, { target: string; workloads: number }>();
  let unplaced = 0;
  for (const { target, content } of targets) {
    for (const { manifest } of content.workloads) {
      const state = namespaces.of(target.placement?.cluster ?? '', namespaceOf(target, manifest));
      const known = states.get(state);
      if (known === undefined) states.set(state, { target: target.id, workloads: 1 });
      else known.workloads++;
      if (!metadataText(manifest.object, 'namespace') && !target.placement?.namespace) unplaced++;
    }
  }
  const clusters = groupBy(states.keys(), ({ name }) => name);
  const isUsed = (cluster: string, name: string) =>
    (clusters.get(name) ?? []).some((state) => cluster === '' || state.cluster === '' || state.cluster === cluster);
  return { states, unplaced, isUsed };
}

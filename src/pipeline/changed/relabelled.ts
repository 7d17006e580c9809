import { canonical } from '../../judge/fingerprint.ts';
import { namespaceOf } from '../../judge/judge-target.ts';
import type { NamespaceState, Namespaces } from '../../namespaces/state.ts';
import type { CollectedTarget, Collection } from '../collect.ts';

/** Namespaces by name whose labels, or what follows from them, are not the same at both revisions; by cluster, or `` for any. */
export type Relabelled = ReadonlyMap<string, ReadonlySet<string>>;

export function findRelabelled(before: Namespaces, after: Namespaces): Relabelled {
  const relabelled = new Map<string, Set<string>>();
  const asked = new Set<string>();
  for (const { cluster, name } of [...before.all(), ...after.all()]) {
    const key = `${cluster}\n${name}`;
    if (asked.has(key)) continue;
    asked.add(key);
    if (describe(before.of(cluster, name)) === describe(after.of(cluster, name))) continue;
    const clusters = relabelled.get(name);
    if (clusters === undefined) relabelled.set(name, new Set([cluster]));
    else clusters.add(cluster);
  }
  return relabelled;
}

function describe({ labels, policy, isExempt, declarations }: NamespaceState): string {
  return canonical([labels, policy, isExempt, declarations.length > 0]);
}

/** Judges the workloads that run in such a namespace, too, of targets that are not chosen otherwise. */
export function addUsersOf(relabelled: Relabelled, { targets, leftOut, ...rest }: Collection): Collection {
  const users: CollectedTarget[] = [];
  const others: CollectedTarget[] = [];
  for (const each of leftOut) {
    const user = each.choice === undefined ? undefined : asUser(each, relabelled);
    if (user === undefined) others.push(each);
    else users.push(user);
  }
  return { ...rest, targets: [...targets, ...users], leftOut: others };
}

function asUser(collected: CollectedTarget, relabelled: Relabelled): CollectedTarget | undefined {
  const { target, content } = collected;
  const isIn = (name: string) => {
    const clusters = relabelled.get(name);
    const cluster = target.placement?.cluster ?? '';
    return clusters !== undefined && (cluster === '' || clusters.has('') || clusters.has(cluster));
  };
  const workloads = content.workloads.filter(({ manifest }) => isIn(namespaceOf(target, manifest)));
  // What could not be rendered may have had some.
  const isUnknown = content.failures.length > 0 && isIn(target.placement?.namespace ?? '');
  if (workloads.length === 0 && !isUnknown) return undefined;
  const names = workloads.map(({ manifest }) => namespaceOf(target, manifest));
  const [first = target.placement?.namespace] = [...new Set(names)].sort();
  return {
    ...collected,
    content: { workloads, unjudged: [], failures: isUnknown ? content.failures : [] },
    choice: { role: 'judged', because: `labels of namespace ${first} changed` },
  };
}

import { discoverTargets } from '../discover/discover.ts';
import type { Target } from '../model/target.ts';
import type { Session } from './session.ts';

/** Finds the targets below all paths of a session; one that several paths lead to counts once. */
export async function discover({ tree, paths }: Session): Promise<Target[]> {
  const targets = new Map<string, Target>();
  for (const path of paths) {
    for (const target of await discoverTargets(tree, path)) targets.set(target.id, target);
  }
  return [...targets.values()];
}

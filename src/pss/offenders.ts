import type { Pod, PodContainer } from './pod.ts';
import { pluralize } from './text.ts';

const NONE: readonly PodContainer[] = [];

/** Containers that meet the condition, in visiting order. Allocates only when there are some. */
export function containersWhere(pod: Pod, condition: (container: PodContainer) => boolean): readonly PodContainer[] {
  let found: PodContainer[] | undefined;
  for (const container of pod.containers) {
    if (!condition(container)) continue;
    if (found === undefined) found = [container];
    else found.push(container);
  }
  return found ?? NONE;
}

/** `container "a"` or `containers "a", "b"`; repeated names count and print each time. */
export function nameContainers(containers: readonly PodContainer[]): string {
  let names = '';
  for (const { name } of containers) names += names === '' ? `"${name}"` : `, "${name}"`;
  return `${pluralize('container', 'containers', containers.length)} ${names}`;
}

/** `pod`, `containers "a", "b"` or both, joined by ` and `. */
export function nameSetters(pod: boolean, containers: readonly PodContainer[]): string {
  if (containers.length === 0) return pod ? 'pod' : '';
  return pod ? `pod and ${nameContainers(containers)}` : nameContainers(containers);
}

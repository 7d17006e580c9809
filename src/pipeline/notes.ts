import type { PolicyEngine } from '../kyverno/engine.ts';
import type { Namespaces } from '../namespaces/state.ts';
import type { Collection } from './collect.ts';
import type { Usage } from './usage.ts';

/** What a reader has to know of a run as a whole, a sentence each. */
export function describeRun(collection: Collection, usage: Usage, namespaces: Namespaces): string[] {
  return [...describeUnplaced(usage, namespaces), ...describeAssumption(collection), ...describeUsers(namespaces)];
}

function describeUnplaced({ unplaced }: Usage, namespaces: Namespaces): string[] {
  if (unplaced === 0) return [];
  const { policy, origins } = namespaces.of('', 'default');
  const standard = `${policy.enforce.level}:${policy.enforce.version.text} (${origins.enforce})`;
  const count = unplaced === 1 ? 'A workload names' : `${unplaced} workloads name`;
  return [`${count} no namespace, and no Application does; judged in the namespace default at ${standard}.`];
}

function describeAssumption({ assumedUrl }: Collection): string[] {
  if (assumedUrl === undefined) return [];
  return [
    `No Application names this repository by its remote's URL; ${assumedUrl} and others were taken for it. Set repository.urls in the configuration.`,
  ];
}

function describeUsers(namespaces: Namespaces): string[] {
  const usernames = new Set(namespaces.all().flatMap(({ admission }) => admission.configuration.exemptions.usernames));
  if (usernames.size === 0) return [];
  return [
    `Exempt users cannot be decided offline: pods that ${[...usernames].sort().join(', ')} create themselves are let through in the cluster, and judged here.`,
  ];
}

const MAX_NAMES = 5;

/**
 * What a reader has to know of the policies.
 *
 * @param unknown namespaces of which nothing is known
 */
export function describePolicies(policies: PolicyEngine | undefined, unknown: ReadonlySet<string>): string[] {
  if (policies === undefined) return [];
  if (!policies.selectsNamespaces || unknown.size === 0) return [...policies.notes];
  const names = [...unknown].sort();
  const rest = names.length > MAX_NAMES ? ` and ${names.length - MAX_NAMES} more` : '';
  const list = names.slice(0, MAX_NAMES).join(', ');
  return [
    ...policies.notes,
    `Policies select namespaces by their labels, and nothing declares ${list}${rest}: those policies do not apply there. --namespaces gives their labels.`,
  ];
}

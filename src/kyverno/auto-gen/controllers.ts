import { namesKind } from '../match/kind-selector.ts';
import type { MatchResources, ResourceDescription, Rule } from '../read/rule.ts';

export const CRON_JOB = 'CronJob';

/** Kinds that create Pods, as auto-generated rules name them. */
export const CONTROLLER_SELECTORS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    DaemonSet: 'apps/v1/DaemonSet',
    Deployment: 'apps/v1/Deployment',
    Job: 'batch/v1/Job',
    StatefulSet: 'apps/v1/StatefulSet',
    ReplicaSet: 'apps/v1/ReplicaSet',
    ReplicationController: 'v1/ReplicationController',
    CronJob: 'batch/v1/CronJob',
  }),
);

export const AUTO_GEN_ANNOTATION = 'pod-policies.kyverno.io/autogen-controllers';

/** For which controllers rules are generated; why for none, where that is not what the policy asks for. */
export interface AutoGen {
  readonly controllers: ReadonlySet<string>;
  /** The rest of "auto-gen is off for policy x because …". */
  readonly reason?: string | undefined;
}

const NO_CONTROLLERS: ReadonlySet<string> = new Set();

/**
 * One rule that does not allow for generation switches it off for the whole policy.
 *
 * Source: kyverno pkg/autogen/v1/autogen.go, CanAutoGen and computeRules
 */
export function findControllers(rules: readonly Rule[], annotations: Readonly<Record<string, string>>): AutoGen {
  const obstacle = rules.map(findObstacle).find((found) => found !== undefined);
  if (obstacle !== undefined) return { controllers: NO_CONTROLLERS, reason: obstacle };
  const named = rules.flatMap(filtersOf).flatMap(({ kinds = [] }) => kinds);
  if (!named.some((kind) => kind === 'Pod' || CONTROLLER_SELECTORS.has(kind)))
    return { controllers: NO_CONTROLLERS, reason: 'no rule names the kind as just Pod' };
  const wanted = Object.hasOwn(annotations, AUTO_GEN_ANNOTATION) ? annotations[AUTO_GEN_ANNOTATION] : undefined;
  return { controllers: new Set(wanted?.split(',') ?? CONTROLLER_SELECTORS.keys()) };
}

function findObstacle(rule: Rule): string | undefined {
  const { name, generate, mutate = {} } = rule;
  if (generate !== undefined && Object.keys(generate).length > 0) return `rule ${name} generates`;
  const patches = [mutate.patchesJson6902, ...(mutate.foreach ?? []).map(({ patchesJson6902 }) => patchesJson6902)];
  if (patches.some((patch = '') => patch !== '')) return `rule ${name} mutates by a JSON patch`;
  const obstacle = filtersOf(rule)
    .map(findFilterObstacle)
    .find((found) => found !== undefined);
  return obstacle === undefined ? undefined : `rule ${name} ${obstacle}`;
}

function findFilterObstacle({
  name = '',
  names = [],
  selector,
  annotations,
  kinds = [],
}: ResourceDescription): string | undefined {
  if (name !== '' || names.length > 0) return 'matches by name';
  if (selector !== undefined) return 'matches by selector';
  if (annotations !== undefined) return 'matches by annotations';
  if (kinds.length > 1 && namesKind(kinds, 'Pod')) return 'names Pod together with other kinds';
  return undefined;
}

/** What all filters of a rule say of resources. */
function filtersOf({ match, exclude }: Rule): ResourceDescription[] {
  return [match, exclude].filter((part) => part !== undefined).flatMap(descriptionsOf);
}

export function descriptionsOf({ any = [], all = [], resources }: MatchResources): ResourceDescription[] {
  return [resources, ...all.map((filter) => filter.resources), ...any.map((filter) => filter.resources)].filter(
    (description) => description !== undefined,
  );
}

export function kindsOf(match: MatchResources): readonly string[] {
  return descriptionsOf(match).flatMap(({ kinds = [] }) => kinds);
}

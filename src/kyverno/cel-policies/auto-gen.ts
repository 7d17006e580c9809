import type { KyvernoSpec, MatchResources, ResourceRule } from './spec.ts';

/** Where a controller keeps its pod: in `spec.template`, deeper, or wherever something looks like a pod template. */
export type PodLocation = 'defaults' | 'cronjobs' | 'extract';

/** Controllers of the same kind of pod location, to which a policy for pods is extended. */
export interface ControllerGroup {
  readonly location: PodLocation;
  readonly matchConstraints: MatchResources;
}

interface Controller {
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  readonly location: PodLocation;
}

const CONTROLLERS: Readonly<Record<string, Controller>> = {
  daemonsets: { group: 'apps', version: 'v1', resource: 'daemonsets', location: 'defaults' },
  deployments: { group: 'apps', version: 'v1', resource: 'deployments', location: 'defaults' },
  replicasets: { group: 'apps', version: 'v1', resource: 'replicasets', location: 'defaults' },
  statefulsets: { group: 'apps', version: 'v1', resource: 'statefulsets', location: 'defaults' },
  jobs: { group: 'batch', version: 'v1', resource: 'jobs', location: 'defaults' },
  cronjobs: { group: 'batch', version: 'v1', resource: 'cronjobs', location: 'cronjobs' },
};

const LOCATIONS: readonly PodLocation[] = ['cronjobs', 'defaults', 'extract'];

/** Where the fields of a pod are in a controller. */
export const PATHS: Readonly<Record<'defaults' | 'cronjobs', { readonly spec: string; readonly metadata: string }>> = {
  defaults: { spec: 'spec.template.spec', metadata: 'spec.template.metadata' },
  cronjobs: { spec: 'spec.jobTemplate.spec.template.spec', metadata: 'spec.jobTemplate.spec.template.metadata' },
};

/**
 * The controllers to which a policy for pods is extended by itself; none where it is not for pods only.
 *
 * Source: kyverno pkg/cel/autogen/match.go, extraction.go; pkg/cel/policies/vpol/autogen/autogen.go
 */
export function controllersOf({ matchConstraints, autogen }: KyvernoSpec): readonly ControllerGroup[] {
  if (matchConstraints === undefined || !isForPodsOnly(matchConstraints)) return [];
  if (whyNotExtended(matchConstraints) !== undefined) return [];
  const [rule] = matchConstraints.resourceRules ?? [];
  const operations = rule?.operations ?? [];
  const names = autogen?.podControllers?.controllers ?? Object.keys(CONTROLLERS);
  const controllers = [...new Set(names)].flatMap((name) => resolveController(name) ?? []);
  if (operations.length === 0) return [];
  return LOCATIONS.flatMap((location) => {
    const targets = controllers.filter((controller) => controller.location === location);
    if (targets.length === 0) return [];
    const resourceRules = targets.map(
      ({ group, version, resource }): ResourceRule => ({
        apiGroups: [group],
        apiVersions: [version],
        resources: [resource],
        operations,
      }),
    );
    const { namespaceSelector } = matchConstraints;
    return [{ location, matchConstraints: { resourceRules, ...(namespaceSelector && { namespaceSelector }) } }];
  });
}

/** Whether a policy is for pods, so that one would expect it to be extended to controllers. */
export function isForPodsOnly({ resourceRules = [] }: MatchResources): boolean {
  const [rule] = resourceRules;
  return (
    resourceRules.length === 1 && rule !== undefined && isOnly(rule.apiGroups, '') && isOnly(rule.resources, 'pods')
  );
}

/** What keeps a policy for pods from being extended to controllers. */
export function whyNotExtended(match: MatchResources): string | undefined {
  const [rule] = match.resourceRules ?? [];
  const { matchLabels = {}, matchExpressions = [] } = match.objectSelector ?? {};
  if (Object.keys(matchLabels).length > 0 || matchExpressions.length > 0) return 'objectSelector';
  if ((match.excludeResourceRules ?? []).length > 0) return 'excludeResourceRules';
  if ((rule?.resourceNames ?? []).length > 0) return 'resourceRules[0].resourceNames';
  return isOnly(rule?.apiVersions, 'v1') ? undefined : 'resourceRules[0].apiVersions';
}

function isOnly(items: readonly string[] | undefined, wanted: string): boolean {
  return items?.length === 1 && items[0] === wanted;
}

/** Of a name as policies write it: `deployments`, or `<resource>.<version>.<group>` for custom resources. */
function resolveController(name: string): Controller | undefined {
  if (Object.hasOwn(CONTROLLERS, name)) return CONTROLLERS[name];
  const [resource = '', version = '', ...rest] = name.split('.');
  const group = rest.join('.');
  if (resource === '' || version === '' || group === '') return undefined;
  return { group, version, resource, location: 'extract' };
}

/**
 * A policy for pods as one for controllers. Its text is rewritten, wherever it says `object.spec` or `object.metadata`, except
 * where it goes on with `.namespace`, which the controller has, and not the template.
 *
 * Source: kyverno pkg/cel/autogen/replacement.go
 */
export function rewritePolicy<Spec extends KyvernoSpec>(spec: Spec, location: 'defaults' | 'cronjobs'): Spec {
  const text = JSON.stringify(spec);
  const rewritten = (['spec', 'metadata'] as const).reduce(
    (current, field) =>
      current.replace(
        new RegExp(`(object|oldObject)\\.${field}(?!\\.namespace(?![A-Za-z0-9_]))`, 'g'),
        `$1.${PATHS[location][field]}`,
      ),
    text,
  );
  return JSON.parse(rewritten) as Spec;
}

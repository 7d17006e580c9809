import { isRecord, type KubernetesObject } from '../../model/manifest.ts';
import type { Operation, PolicyRequest, RuleValues, UserInfo } from '../types.ts';
import { OPERATION } from './read-values.ts';
import type { SuiteResource } from './resources.ts';
import type { RowOperation } from './suite.ts';
import { splitValueKey } from './value-key.ts';
import type { PolicyValues, SuiteValues, Values } from './values.ts';

/** What requests of a suite have in common. */
export interface RequestContext {
  readonly values: SuiteValues;
  readonly user: UserInfo | undefined;
}

/** How a resource is sent. */
export interface Sending {
  /** What the row asks for; undefined for what the values say, else CREATE. */
  readonly operation: RowOperation | undefined;
  /** The policy whose values for the resource decide what is sent, where they do. */
  readonly policy: string | undefined;
}

/**
 * The request for a policy of `kyverno.io`: values decide about the operation, may set fields of the object, and stand for variables.
 *
 * Source: kyverno cmd/cli/kubectl-kyverno/processor/policy_processor.go, makePolicyContext
 *
 * @param object the resource, or what mutations made of it
 */
export function buildRequest(
  resource: SuiteResource,
  object: KubernetesObject,
  { operation: asked, policy }: Sending,
  context: RequestContext,
): PolicyRequest {
  const { values } = context;
  const ofPolicy = policy === undefined ? {} : valuesOfResource(values, policy, resource);
  const all: Values = { ...values.global, ...ofPolicy };
  const operation = asked ?? operationOf(all);
  const sent = inject(shape(operation, object), all);
  return {
    ...describe(resource, context),
    ...sent,
    operation,
    values: { ...values.global, [OPERATION]: asked ?? values.global[OPERATION] ?? 'CREATE' },
    ruleValues: (name, rule) => ruleValues(values.policies.get(name), resource, rule, asked),
  };
}

/** The request for a policy in CEL: of all values only the operation counts, and not that of a single policy. */
export function buildCelRequest(
  resource: SuiteResource,
  object: KubernetesObject,
  asked: RowOperation | undefined,
  context: RequestContext,
): PolicyRequest {
  const operation = asked ?? operationOf(context.values.global);
  return { ...describe(resource, context), ...shape(operation, object), operation };
}

/** Whether the values of a policy for a resource change what is sent, not only what variables stand for. */
export function hasOwnRequest(resource: SuiteResource, policy: string, values: SuiteValues): boolean {
  return Object.keys(valuesOfResource(values, policy, resource)).some(
    (key) => key === OPERATION || key.startsWith('request.object') || key.startsWith('request.oldObject'),
  );
}

function describe(
  { apiVersion, kind, namespace, isNamespaced, object }: SuiteResource,
  { values, user }: RequestContext,
) {
  const subresource = values.subresources.find((each) => each.apiVersion === apiVersion && each.kind === kind);
  const annotations = values.namespaceAnnotations?.get(namespace);
  return {
    subresource: subresource?.name ?? '',
    ...(subresource === undefined ? {} : { parent: subresource.parent }),
    isNamespaced,
    namespace,
    namespaceLabels: kind === 'Namespace' ? labelsOf(object) : (values.namespaceLabels.get(namespace) ?? {}),
    ...(annotations === undefined ? {} : { namespaceAnnotations: annotations }),
    ...(user === undefined ? {} : { user }),
  };
}

function valuesOfResource({ policies }: SuiteValues, policy: string, { name }: SuiteResource): Values {
  return policies.get(policy)?.resources.get(name) ?? {};
}

function ruleValues(
  policy: PolicyValues | undefined,
  { name }: SuiteResource,
  rule: string,
  asked: RowOperation | undefined,
): RuleValues | undefined {
  if (policy === undefined) return undefined;
  const ofRule = policy.rules.get(rule);
  const ofResource = policy.resources.get(name);
  if (ofRule === undefined && ofResource === undefined) return undefined;
  return {
    values: { ...ofResource, ...(asked === undefined ? {} : { [OPERATION]: asked }), ...ofRule?.values },
    foreachValues: ofRule?.foreachValues ?? {},
  };
}

/** What is neither an update nor a deletion counts as a creation. */
function operationOf(values: Values): RowOperation {
  const operation = values[OPERATION];
  return operation === 'UPDATE' || operation === 'DELETE' ? operation : 'CREATE';
}

type Sent = Pick<PolicyRequest, 'object' | 'oldObject'>;

function shape(operation: Operation, object: KubernetesObject): Sent {
  if (operation === 'DELETE') return { oldObject: object };
  return operation === 'UPDATE' ? { object, oldObject: object } : { object };
}

/** Values such as `request.object.metadata.name` set a field of what is sent. */
function inject(sent: Sent, values: Values): Sent {
  let request: Readonly<Record<string, unknown>> = { ...sent };
  for (const [key, value] of Object.entries(values)) {
    const [first, second, ...rest] = splitValueKey(key) ?? [];
    if (first !== 'request' || (second !== 'object' && second !== 'oldObject') || !(second in sent)) continue;
    const wrapped = rest.reduceRight<unknown>((inner, name) => ({ [name]: inner }), value);
    request = merge(request, { [second]: wrapped });
  }
  return request as Sent;
}

/** Maps are merged, everything else is replaced. */
function merge(
  target: Readonly<Record<string, unknown>>,
  source: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const merged = new Map(Object.entries(target));
  for (const [key, value] of Object.entries(source)) {
    const existing = merged.get(key);
    merged.set(key, isRecord(existing) && isRecord(value) ? merge(existing, value) : value);
  }
  return Object.fromEntries(merged);
}

function labelsOf({ metadata }: KubernetesObject): Readonly<Record<string, string>> {
  const labels = isRecord(metadata) && isRecord(metadata.labels) ? metadata.labels : {};
  return Object.fromEntries(
    Object.entries(labels).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

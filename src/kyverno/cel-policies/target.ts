import { groupOf, isRecord, type KubernetesObject, metadataText } from '../../model/manifest.ts';
import { resourceNames } from '../kinds.ts';
import type { Labels } from '../match/label-selector.ts';
import type { Operation, PolicyRequest } from '../types.ts';

/** What resource rules and selectors see of a request. */
export interface Target {
  /** Of the resource, which is what has the subresource if there is one. */
  readonly group: string;
  readonly version: string;
  /** Of the object. */
  readonly kind: string;
  /** Plural names that the kind may have; more than one where nobody knows its definition. The likeliest first. */
  readonly resources: readonly string[];
  readonly subresource: string;
  readonly operation: Operation;
  readonly name: string;
  readonly generateName: string;
  /** Empty for what lives in none; for a Namespace too. */
  readonly namespace: string;
  /** Whether it is a Namespace itself, and no subresource of one. */
  readonly isNamespace: boolean;
  /** Of the namespace that selectors look at: of the object itself when it is a Namespace. */
  readonly namespaceLabels: Labels;
  /** Of the object, and of what it was before. */
  readonly labels: Labels | undefined;
  readonly oldLabels: Labels | undefined;
}

/** Every namespace has it in a cluster. */
const NAME_LABEL = 'kubernetes.io/metadata.name';

const EMPTY: Labels = {};
const known = new WeakMap<PolicyRequest, Target>();

/** The same value each time for the same request, which many policies ask about. */
export function targetOf(request: PolicyRequest): Target {
  let target = known.get(request);
  if (target === undefined) {
    target = describeTarget(request);
    known.set(request, target);
  }
  return target;
}

function describeTarget(request: PolicyRequest): Target {
  const { object, oldObject, operation, subresource } = request;
  const subject: KubernetesObject = object ?? oldObject ?? { kind: '' };
  const { apiVersion, kind } = request.parent ?? subject;
  const group = groupOf(apiVersion);
  const isNamespace = group === '' && kind === 'Namespace' && subresource === '';
  return {
    group,
    version: versionOf(apiVersion),
    kind: subject.kind,
    resources: resourceNames(apiVersion, kind),
    subresource,
    operation,
    name: metadataText(subject, 'name'),
    generateName: metadataText(subject, 'generateName'),
    namespace: isNamespace ? '' : request.namespace,
    isNamespace,
    namespaceLabels: labelsOfNamespace(request, subject, isNamespace),
    labels: object && labelsOf(object),
    oldLabels: oldObject && labelsOf(oldObject),
  };
}

function labelsOfNamespace(request: PolicyRequest, subject: KubernetesObject, isNamespace: boolean): Labels {
  if (isNamespace && request.operation !== 'DELETE') return labelsOf(subject);
  const name = isNamespace ? metadataText(subject, 'name') : request.namespace;
  if (name === '') return EMPTY;
  return Object.hasOwn(request.namespaceLabels, NAME_LABEL)
    ? request.namespaceLabels
    : { ...request.namespaceLabels, [NAME_LABEL]: name };
}

/** Labels of an object; what is no text counts as absent. */
export function labelsOf({ metadata }: KubernetesObject): Labels {
  const labels = isRecord(metadata) ? metadata.labels : undefined;
  if (!isRecord(labels)) return EMPTY;
  const isText = Object.values(labels).every((value) => typeof value === 'string');
  return (
    isText ? labels : Object.fromEntries(Object.entries(labels).filter(([, value]) => typeof value === 'string'))
  ) as Labels;
}

/** `v1` of `apps/v1`. */
export function versionOf(apiVersion: unknown): string {
  return typeof apiVersion === 'string' ? apiVersion.slice(apiVersion.indexOf('/') + 1) : '';
}

import type { LabelRequirement, LabelSelector } from '../read/rule.ts';
import { compileWildcard, hasWildcard } from './wildcard.ts';

export type Labels = Readonly<Record<string, string>>;

const NAME = /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
const PREFIX = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const LONGEST_PREFIX = 253;

/**
 * A label selector in which keys and values of `matchLabels` may hold wildcards. One that Kubernetes does not take matches
 * nothing.
 *
 * Source: kyverno pkg/utils/match/labels.go, pkg/engine/wildcards; k8s.io/apimachinery meta/v1/helpers.go
 */
export function compileLabelSelector(selector: LabelSelector): (labels: Labels) => boolean {
  if (findSelectorProblem(selector) !== undefined) return () => false;
  const tests = [
    ...Object.entries(selector.matchLabels ?? {}).map(([key, value]) => compilePair(key, value)),
    ...(selector.matchExpressions ?? []).map(compileRequirement),
  ];
  return (labels) => tests.every((test) => test(labels));
}

/** Why Kubernetes would not take a selector. Pairs with wildcards are Kyverno's matter, not Kubernetes'. */
export function findSelectorProblem(selector: LabelSelector): string | undefined {
  for (const [key, value] of Object.entries(selector.matchLabels ?? {})) {
    if (hasWildcard(key) || hasWildcard(value)) continue;
    if (!isLabelKey(key)) return `"${key}" is no label key`;
    if (!isLabelValue(value)) return `"${value}" is no label value`;
  }
  for (const requirement of selector.matchExpressions ?? []) {
    const problem = findRequirementProblem(requirement);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

export function isEmptySelector({ matchLabels = {}, matchExpressions = [] }: LabelSelector): boolean {
  return Object.keys(matchLabels).length === 0 && matchExpressions.length === 0;
}

export function hasWildcardPair({ matchLabels = {} }: LabelSelector): boolean {
  return Object.entries(matchLabels).some(([key, value]) => hasWildcard(key) || hasWildcard(value));
}

function findRequirementProblem({ key, operator, values = [] }: LabelRequirement): string | undefined {
  if (!isLabelKey(key)) return `"${key}" is no label key`;
  if (operator === 'In' || operator === 'NotIn') {
    if (values.length === 0) return `values are required for the operator ${operator}`;
    const wrong = values.find((value) => !isLabelValue(value));
    return wrong === undefined ? undefined : `"${wrong}" is no label value`;
  }
  if (operator === 'Exists' || operator === 'DoesNotExist')
    return values.length === 0 ? undefined : `values must be empty for the operator ${operator}`;
  return `"${operator}" is not a valid label selector operator`;
}

function compilePair(key: string, value: string): (labels: Labels) => boolean {
  if (!hasWildcard(key) && !hasWildcard(value)) return (labels) => own(labels, key) === value;
  const fitsKey = compileWildcard(key);
  const fitsValue = compileWildcard(value);
  return (labels) =>
    Object.entries(labels).some(
      ([name, content]) => fitsKey(name) && fitsValue(content) && isLabelKey(name) && isLabelValue(content),
    );
}

function compileRequirement({ key, operator, values = [] }: LabelRequirement): (labels: Labels) => boolean {
  switch (operator) {
    case 'In':
      return (labels) => Object.hasOwn(labels, key) && values.includes(labels[key] ?? '');
    case 'NotIn':
      return (labels) => !(Object.hasOwn(labels, key) && values.includes(labels[key] ?? ''));
    case 'Exists':
      return (labels) => Object.hasOwn(labels, key);
    default:
      return (labels) => !Object.hasOwn(labels, key);
  }
}

function own(labels: Labels, key: string): string | undefined {
  return Object.hasOwn(labels, key) ? labels[key] : undefined;
}

function isLabelKey(key: string): boolean {
  const slash = key.indexOf('/');
  if (slash === -1) return NAME.test(key);
  const prefix = key.slice(0, slash);
  return prefix.length <= LONGEST_PREFIX && PREFIX.test(prefix) && NAME.test(key.slice(slash + 1));
}

function isLabelValue(value: string): boolean {
  return value === '' || NAME.test(value);
}

import {
  compileLabelSelector,
  findSelectorProblem,
  hasWildcardPair,
  isEmptySelector,
  type Labels,
} from '../match/label-selector.ts';
import { child, type FieldProblem } from '../read/problem.ts';
import type { LabelSelector } from '../read/rule.ts';
import { concernKind, type Fit, fitRules } from './resource-rules.ts';
import type { MatchResources } from './spec.ts';
import type { Target } from './target.ts';

/** Which requests a policy or a binding is for. */
export interface ResourceMatcher {
  /** Whether objects of this kind may match. */
  concerns(apiVersion: unknown, kind: string): boolean;
  /** `by-conversion` is a match, too, but for another version of the object than the one at hand. */
  fit(target: Target): Fit;
}

/** Without rules everything matches. */
export const MATCHES_ALL: ResourceMatcher = { concerns: () => true, fit: () => 'exactly' };

export const MATCHES_NOTHING: ResourceMatcher = { concerns: () => false, fit: () => 'not' };

/**
 * @param mayConvert whether `matchPolicy: Equivalent`, the default, is heeded: the API server does, Kyverno does not
 *
 * Source: k8s.io/apiserver pkg/admission/plugin/policy/matching/matching.go, kyverno pkg/cel/matching/matcher.go
 */
export function compileMatchResources(
  match: MatchResources,
  mayConvert: boolean,
  path: string,
  problems: FieldProblem[],
): ResourceMatcher {
  const inNamespace = compileSelector(match.namespaceSelector, child(path, 'namespaceSelector'), problems);
  const isSelected = compileSelector(match.objectSelector, child(path, 'objectSelector'), problems);
  const rules = match.resourceRules ?? [];
  const excluded = match.excludeResourceRules ?? [];
  const converts = mayConvert && match.matchPolicy !== 'Exact';
  return {
    concerns: (apiVersion, kind) => rules.length === 0 || concernKind(rules, apiVersion, kind, converts),
    fit: (target) => {
      if (!fitsNamespace(inNamespace, target) || !fitsObject(isSelected, target)) return 'not';
      if (excluded.length > 0 && fitRules(excluded, target, converts) !== 'not') return 'not';
      return rules.length === 0 ? 'exactly' : fitRules(rules, target, converts);
    },
  };
}

type LabelTest = ((labels: Labels) => boolean) | undefined;

/** Nothing for a selector that selects everything. */
function compileSelector(selector: LabelSelector | undefined, path: string, problems: FieldProblem[]): LabelTest {
  if (selector === undefined || isEmptySelector(selector)) return undefined;
  const message = hasWildcardPair(selector)
    ? 'wildcards are not allowed in label selectors'
    : findSelectorProblem(selector);
  if (message !== undefined) problems.push({ path, message });
  return compileLabelSelector(selector);
}

/** Selectors do not look at objects outside of namespaces, Namespaces themselves excepted. */
function fitsNamespace(test: LabelTest, { isNamespace, namespace, namespaceLabels }: Target): boolean {
  return test === undefined || (namespace === '' && !isNamespace) || test(namespaceLabels);
}

function fitsObject(test: LabelTest, { labels, oldLabels }: Target): boolean {
  return test === undefined || (labels !== undefined && test(labels)) || (oldLabels !== undefined && test(oldLabels));
}

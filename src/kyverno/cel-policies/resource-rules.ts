import { groupOf } from '../../model/manifest.ts';
import { builtInKind, resourceNames } from '../kinds.ts';
import type { ResourceRule } from './spec.ts';
import { type Target, versionOf } from './target.ts';

/**
 * How a rule fits: `exactly`, not at all, or only for another version of the same kind, to which an API server would convert the
 * object.
 */
export type Fit = 'exactly' | 'by-conversion' | 'not';

/**
 * Whether one of several rules is for a request.
 *
 * @param mayConvert whether rules for other versions of the kind count: matchPolicy Equivalent, which Kyverno itself ignores
 *
 * Source: k8s.io/apiserver pkg/admission/plugin/webhook/predicates/rules/rules.go; kyverno pkg/cel/matching/matcher.go
 */
export function fitRules(rules: readonly ResourceRule[], target: Target, mayConvert: boolean): Fit {
  let best: Fit = 'not';
  for (const rule of rules) {
    const fit = fitRule(rule, target);
    if (fit === 'exactly') return fit;
    if (fit === 'by-conversion' && mayConvert && isOtherVersion(rule, target)) best = fit;
  }
  return best;
}

function fitRule(rule: ResourceRule, target: Target): Fit {
  const fits =
    includes(rule.operations, target.operation) &&
    includes(rule.apiGroups, target.group) &&
    fitsResource(rule.resources ?? [], target.resources, target.subresource) &&
    fitsScope(rule.scope, target) &&
    fitsName(rule.resourceNames ?? [], target);
  if (!fits) return 'not';
  return includes(rule.apiVersions, target.version) ? 'exactly' : 'by-conversion';
}

/** Kinds that are sent to subresources of others. Source: kubernetes v1.36 api/discovery */
const SUBRESOURCE_KINDS: ReadonlySet<string> = new Set([
  ...['Binding', 'Eviction', 'NodeProxyOptions', 'PodAttachOptions', 'PodExecOptions', 'PodPortForwardOptions'],
  ...['PodProxyOptions', 'Scale', 'ServiceProxyOptions', 'TokenRequest'],
]);

/** Whether objects of a kind may fit one of the rules, whatever is done with them. */
export function concernKind(
  rules: readonly ResourceRule[],
  apiVersion: unknown,
  kind: string,
  mayConvert: boolean,
): boolean {
  const group = groupOf(apiVersion);
  const names = resourceNames(apiVersion, kind);
  const isNamespaced = builtInKind(apiVersion, kind)?.isNamespaced;
  if (SUBRESOURCE_KINDS.has(kind) && rules.some(({ resources = [] }) => resources.some((each) => each.includes('/'))))
    return true;
  return rules.some(
    (rule) =>
      (rule.operations ?? []).length > 0 &&
      includes(rule.apiGroups, group) &&
      (mayConvert || includes(rule.apiVersions, versionOf(apiVersion))) &&
      (rule.resources ?? []).some((resource) => isResource(mainResource(resource), names)) &&
      (isNamespaced === undefined || fitsKnownScope(rule.scope, isNamespaced)),
  );
}

function includes(items: readonly string[] | undefined, wanted: string): boolean {
  return items?.some((item) => item === '*' || item === wanted) ?? false;
}

/** `pods` is the resource only, `pods/*` its subresources too, as `*` and all subresources mean `*` and `*` + `/*`. */
function fitsResource(resources: readonly string[], names: readonly string[], subresource: string): boolean {
  return resources.some((resource) => {
    const slash = resource.indexOf('/');
    const wanted = slash === -1 ? '' : resource.slice(slash + 1);
    return isResource(mainResource(resource), names) && (wanted === '*' || wanted === subresource);
  });
}

function mainResource(resource: string): string {
  const slash = resource.indexOf('/');
  return slash === -1 ? resource : resource.slice(0, slash);
}

function isResource(resource: string, names: readonly string[]): boolean {
  return resource === '*' || names.includes(resource);
}

function fitsScope(scope: ResourceRule['scope'], { isNamespace, namespace }: Target): boolean {
  return fitsKnownScope(scope, !isNamespace && namespace !== '');
}

function fitsKnownScope(scope: ResourceRule['scope'], isNamespaced: boolean): boolean {
  return scope === undefined || scope === '*' || (scope === 'Namespaced') === isNamespaced;
}

/** A name that the API server would make up is compared by its beginning. */
function fitsName(names: readonly string[], { name, generateName }: Target): boolean {
  if (names.length === 0) return true;
  return name === '' ? names.some((wanted) => generateName.startsWith(wanted)) : names.includes(name);
}

/** Whether a rule names another version that the kind has; of custom resources nobody knows the versions. */
function isOtherVersion(rule: ResourceRule, { group, version, kind }: Target): boolean {
  const versions = builtInKind(group === '' ? version : `${group}/${version}`, kind)?.versions;
  return rule.apiVersions?.some((wanted) => versions?.includes(wanted) ?? true) ?? false;
}

import { isRecord } from '../../../model/manifest.ts';
import { findSelectorProblem, hasWildcardPair, isEmptySelector } from '../../match/label-selector.ts';
import { isEmptyDescription } from '../../match/resource-filter.ts';
import type { LabelSelector, MatchResources, ResourceDescription, ResourceFilter, Rule, UserFilter } from '../rule.ts';
import { child, type FieldProblem, type PolicyFrame, problemIf, type RuleCheck } from './check.ts';
import { isClusterKind } from './cluster-kinds.ts';
import { touchesMetadataOnly } from './metadata-only.ts';

const NO_KINDS =
  'at least one element must be specified in a kind block, the kind attribute is mandatory when working with the resources element';

/**
 * `match` and `exclude`.
 *
 * Source: kyverno api/kyverno/v1/match_resources_types.go, resource_description_types.go, user_info_types.go,
 * pkg/validation/policy/validate.go
 */
export const checkMatching: RuleCheck = (rule, path, frame) => {
  const matchPath = child(path, 'match');
  const excludePath = child(path, 'exclude');
  return [
    ...checkParts(rule.match, matchPath, frame.isNamespaced),
    ...checkParts(rule.exclude ?? {}, excludePath, frame.isNamespaced),
    ...problemIf(isTogether(rule.match), matchPath, "can't specify any/all together with match resources"),
    ...problemIf(isTogether(rule.exclude ?? {}), excludePath, "can't specify any/all together with exclude resources"),
    ...filtersOf(rule.match, matchPath).flatMap(([filter, at]) => checkMatchFilter(filter, at)),
    ...[...filtersOf(rule.match, matchPath), ...filtersOf(rule.exclude ?? {}, excludePath)].flatMap(([filter, at]) =>
      checkWildcardKinds(rule, filter, at, frame),
    ),
  ];
};

/** `any` and `all` of exceptions. */
export function checkParts(part: MatchResources, path: string, isNamespaced: boolean): FieldProblem[] {
  const { any = [], all = [] } = part;
  const inline: [ResourceFilter, string][] = [[part, path]];
  return [
    ...problemIf(any.length > 0 && all.length > 0, path, "Can't specify any and all together"),
    ...[...list(any, `${path}.any`), ...list(all, `${path}.all`), ...inline].flatMap(([filter, at]) => [
      ...checkUser(filter, at),
      ...checkDescription(filter.resources ?? {}, child(at, 'resources'), isNamespaced),
    ]),
  ];
}

function isTogether({ any = [], all = [], resources = {} }: MatchResources): boolean {
  return any.length + all.length > 0 && !isEmptyDescription(resources);
}

/** The filters that count, with their paths. */
export function filtersOf(part: MatchResources, path: string): [ResourceFilter, string][] {
  const { any = [], all = [] } = part;
  if (any.length > 0) return list(any, `${path}.any`);
  return all.length > 0 ? list(all, `${path}.all`) : [[part, path]];
}

function list(filters: readonly ResourceFilter[], path: string): [ResourceFilter, string][] {
  return filters.map((filter, index) => [filter, `${path}[${index}]`]);
}

function checkMatchFilter({ resources = {} }: ResourceFilter, path: string): FieldProblem[] {
  if (isEmptyDescription(resources))
    return [{ path: child(path, 'resources'), message: 'match resources not specified' }];
  return problemIf((resources.kinds ?? []).length === 0, child(path, 'resources.kinds'), NO_KINDS);
}

function checkDescription(resources: ResourceDescription, path: string, isNamespaced: boolean): FieldProblem[] {
  const { name = '', names = [], selector, namespaceSelector, namespaces = [], kinds = [] } = resources;
  return [
    ...problemIf(name !== '' && names.length > 0, path, 'Both name and names can not be specified together'),
    ...(selector === undefined ? [] : checkSelector(selector, child(path, 'selector'))),
    ...(namespaceSelector === undefined
      ? []
      : checkSelector(namespaceSelector, child(path, 'namespaceSelector'), true)),
    ...problemIf(
      isNamespaced && namespaces.length > 0,
      child(path, 'namespaces'),
      'Filtering namespaces not allowed in namespaced policies',
    ),
    ...kinds.flatMap((kind, index) =>
      problemIf(
        isNamespaced && isClusterKind(kind),
        `${path}.kinds[${index}]`,
        `Cluster wide resource '${kind}' not allowed in namespaced policy`,
      ),
    ),
  ];
}

function checkSelector(selector: LabelSelector, path: string, mayBeEmpty = false): FieldProblem[] {
  if (hasWildcardPair(selector)) return [];
  if (isEmptySelector(selector)) return problemIf(!mayBeEmpty, path, 'The requirements are not specified in selector');
  const problem = findSelectorProblem(selector);
  return problem === undefined ? [] : [{ path, message: problem }];
}

function checkUser({ roles = [], subjects = [] }: UserFilter, path: string): FieldProblem[] {
  return [
    ...roles.flatMap((role, index) =>
      problemIf(
        role.split(':').length !== 2,
        `${path}.roles[${index}]`,
        'Role is expected to be in namespace:name format',
      ),
    ),
    ...subjects.flatMap(({ kind, name, namespace = '' }, index) => {
      const at = `${path}.subjects[${index}]`;
      return [
        ...problemIf(
          !['User', 'Group', 'ServiceAccount'].includes(kind),
          child(at, 'kind'),
          "kind must be 'User', 'Group', or 'ServiceAccount'",
        ),
        ...problemIf(name === '', child(at, 'name'), 'is required'),
        ...problemIf(
          kind === 'ServiceAccount' && namespace === '',
          child(at, 'namespace'),
          'namespace is required when Kind is ServiceAccount',
        ),
      ];
    }),
  ];
}

const METADATA_ONLY =
  'policy can only deal with the metadata field of the resource if the rule does not match any kind';

function checkWildcardKinds(
  rule: Rule,
  { resources = {} }: ResourceFilter,
  filterPath: string,
  { runsInBackground }: PolicyFrame,
): FieldProblem[] {
  const path = child(filterPath, 'resources.kinds');
  const { kinds = [] } = resources;
  if (!kinds.includes('*')) return [];
  const isUnsupported =
    rule.generate !== undefined || rule.verifyImages !== undefined || rule.validate?.foreach !== undefined;
  return [
    ...problemIf(
      runsInBackground,
      path,
      'wildcard policy not allowed in background mode. Set spec.background=false to disable background mode for this policy rule ',
    ),
    ...problemIf(kinds.length > 1, path, 'wildcard policy can not deal with more than one kind'),
    ...problemIf(isUnsupported, path, 'wildcard policy does not support rule type'),
    ...problemIf(!isUnsupported && !(touchesMetadataOnly(rule) && deniesMetadataOnly(rule)), path, METADATA_ONLY),
  ];
}

const REQUEST_VARIABLE = /\{\{\s*(request\.|serviceAccountName|serviceAccountNamespace)[^{}]*\}\}/;

/** Only conditions in a bare list are looked at. */
function deniesMetadataOnly({ validate }: Rule): boolean {
  const conditions = validate?.deny?.conditions;
  if (!Array.isArray(conditions)) return true;
  return conditions.every((condition: unknown) => {
    const key = isRecord(condition) ? condition.key : undefined;
    if (typeof key !== 'string') return true;
    return (
      key.includes('request.object.metadata.') || (REQUEST_VARIABLE.test(key) && !key.includes('request.object.spec'))
    );
  });
}

import { metadataText } from '../../model/manifest.ts';
import type { ResourceDescription, ResourceFilter } from '../read/rule.ts';
import type { Candidate } from './candidate.ts';
import { type GroupVersionKind, parseKindSelector, selectsKind } from './kind-selector.ts';
import { compileLabelSelector } from './label-selector.ts';
import { compileUserFilter, type UserTest } from './user.ts';
import { compileWildcard, compileWildcards } from './wildcard.ts';

type Test = (candidate: Candidate) => boolean;

/** One filter of `match` or `exclude`, made for objects of one kind. */
export interface CompiledFilter {
  /** Whether it says nothing of resources. */
  readonly isEmpty: boolean;
  readonly fitsResource: Test;
  readonly fitsUser: UserTest | undefined;
}

/** Filters of exceptions do not look at operations, and pass over `namespaceSelector` for a Namespace. */
export type FilterUse = 'policy' | 'exception';

/**
 * Source: kyverno pkg/engine/utils/match.go, pkg/engine/utils/exceptions.go
 *
 * @returns nothing when no object of the kind can match, in no subresource
 */
export function compileFilter(
  { resources = {}, ...user }: ResourceFilter,
  kind: GroupVersionKind,
  use: FilterUse,
): CompiledFilter | undefined {
  const fitsKind = compileKinds(resources.kinds ?? [], kind);
  if (fitsKind === undefined) return undefined;
  const tests = [
    ...fitsKind,
    ...compileOperations(use === 'policy' ? (resources.operations ?? []) : []),
    ...compileNames(resources),
    ...compileMetadata(resources),
    ...compileNamespaces(resources, kind.kind, use),
  ];
  return {
    isEmpty: isEmptyDescription(resources),
    fitsResource: (candidate) => tests.every((test) => test(candidate)),
    fitsUser: compileUserFilter(user),
  };
}

export function isEmptyDescription(resources: ResourceDescription): boolean {
  const { name = '', kinds = [], names = [], namespaces = [], operations = [], annotations = {} } = resources;
  return (
    name === '' &&
    kinds.length + names.length + namespaces.length + operations.length === 0 &&
    Object.keys(annotations).length === 0 &&
    resources.selector === undefined &&
    resources.namespaceSelector === undefined
  );
}

/** Subresources that are matched; a Pod also with its ephemeral containers. */
function compileKinds(kinds: readonly string[], kind: GroupVersionKind): Test[] | undefined {
  if (kinds.length === 0) return [];
  const selectors = kinds.map(parseKindSelector).filter((selector) => selectsKind(selector, kind));
  if (selectors.length === 0) return undefined;
  const isPod = kind.group === '' && kind.version === 'v1' && kind.kind === 'Pod';
  const fits = compileWildcards(selectors.map(({ subresource }) => subresource));
  return [({ subresource }) => fits(subresource) || (isPod && subresource === 'ephemeralcontainers')];
}

function compileOperations(operations: readonly string[]): Test[] {
  return operations.length === 0 ? [] : [({ operation }) => operations.includes(operation)];
}

function compileNames({ name = '', names = [] }: ResourceDescription): Test[] {
  const tests: Test[] = [];
  if (name !== '') {
    const fits = compileWildcard(name);
    tests.push((candidate) => fits(candidate.name));
  }
  if (names.length > 0) {
    const fits = compileWildcards(names);
    tests.push((candidate) => fits(candidate.name));
  }
  return tests;
}

function compileMetadata({ annotations = {}, selector }: ResourceDescription): Test[] {
  const tests = Object.entries(annotations).map(([key, value]): Test => {
    const fitsKey = compileWildcard(key);
    const fitsValue = compileWildcard(value);
    return (candidate) =>
      Object.entries(candidate.annotations).some(([name, content]) => fitsKey(name) && fitsValue(content));
  });
  if (selector === undefined) return tests;
  const fits = compileLabelSelector(selector);
  return [...tests, ({ labels }) => fits(labels)];
}

function compileNamespaces(
  { namespaces = [], namespaceSelector }: ResourceDescription,
  kind: string,
  use: FilterUse,
): Test[] {
  const isNamespace = kind === 'Namespace';
  const tests: Test[] = [];
  if (namespaces.length > 0) {
    const fits = compileWildcards(namespaces);
    tests.push(({ namespace, object }) => fits(isNamespace ? metadataText(object, 'name') : namespace));
  }
  if (namespaceSelector === undefined || (isNamespace && use === 'exception')) return tests;
  const fits = isNamespace ? () => false : compileLabelSelector(namespaceSelector);
  return [...tests, ({ namespaceLabels }) => fits(namespaceLabels)];
}

import { matchesWildcard } from '../../model/wildcard.ts';

/** A kind as policies name it, taken apart; every part may hold wildcards. */
export interface KindSelector {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** Empty for the object itself. */
  readonly subresource: string;
}

export interface GroupVersionKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

const VERSION = /^(v\d((alpha|beta)\d)?|\*)$/;

/**
 * `Pod`, `apps/v1/Deployment`, `v1/Pod`, `Pod/exec`, `*` …
 *
 * Source: kyverno pkg/utils/kube/kind.go, ParseKindSelector
 */
export function parseKindSelector(text: string): KindSelector {
  const slashed = text.split('/');
  const parts = [...slashed.slice(0, -1), ...(slashed.at(-1) ?? '').split('.')];
  const [first = '', second = '', third = '', fourth = ''] = parts;
  const isVersioned = VERSION.test(first);
  if (parts.length === 1) return selector('*', '*', first, '');
  if (parts.length === 2) return parseTwoParts(first, second, isVersioned);
  if (parts.length === 3) return isVersioned ? selector('*', first, second, third) : selector(first, second, third, '');
  return parts.length === 4 ? selector(first, second, third, fourth) : selector('', '', '', '');
}

function parseTwoParts(first: string, second: string, isVersioned: boolean): KindSelector {
  if (first === '*' && second === '*') return selector('*', '*', '*', '*');
  if (first === '*' && second === second.toLowerCase()) return selector('*', '*', '*', second);
  return isVersioned ? selector('*', first, second, '') : selector('*', '*', first, second);
}

function selector(group: string, version: string, kind: string, subresource: string): KindSelector {
  return { group, version, kind, subresource };
}

/** Whether a selector names a kind, whatever the subresource. */
export function selectsKind(wanted: KindSelector, { group, version, kind }: GroupVersionKind): boolean {
  return (
    matchesWildcard(wanted.group, group) &&
    matchesWildcard(wanted.version, version) &&
    matchesWildcard(wanted.kind, kind)
  );
}

export function splitApiVersion(apiVersion: string, kind: string): GroupVersionKind {
  const slash = apiVersion.indexOf('/');
  return slash === -1
    ? { group: '', version: apiVersion, kind }
    : { group: apiVersion.slice(0, slash), version: apiVersion.slice(slash + 1), kind };
}

/**
 * Whether a list of selectors names a kind in any of its spellings; wildcards do not count.
 *
 * Source: kyverno pkg/utils/kube/kind.go, ContainsKind
 */
export function namesKind(selectors: readonly string[], kind: string): boolean {
  return selectors.some((text) => kindIn(text) === kind);
}

function kindIn(text: string): string {
  const parts = text.split('/');
  const [first = '', second = '', third = ''] = parts;
  const isVersioned = VERSION.test(first);
  if (parts.length === 1) return withoutSubresource(first);
  if (parts.length === 2) return isVersioned && !(first === '*' && second === '*') ? withoutSubresource(second) : first;
  if (parts.length === 3) return isVersioned ? second : withoutSubresource(third);
  return parts.length === 4 ? third : '';
}

function withoutSubresource(text: string): string {
  const dot = text.indexOf('.');
  return dot === -1 ? text : text.slice(0, dot);
}

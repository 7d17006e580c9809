import { groupBy } from '../model/group-by.ts';
import { type Manifest, metadataText } from '../model/manifest.ts';
import { AUTO_GEN_ANNOTATION, CONTROLLER_SELECTORS, kindsOf } from './auto-gen/controllers.ts';
import type { EffectiveRules } from './auto-gen/effective-rules.ts';
import { classicKind } from './documents.ts';
import { namesKind } from './match/kind-selector.ts';
import type { ClassicPolicy } from './read/read-policy.ts';

/** Why a policy on Pods does not hold for what makes Pods, where its author may not have meant that. */
export function autoGenNotes({ info, spec }: ClassicPolicy, { autoGen }: EffectiveRules): readonly string[] {
  const kinds = spec.rules.flatMap(({ match }) => kindsOf(match));
  const listsControllers = [...CONTROLLER_SELECTORS.keys()].some((kind) => namesKind(kinds, kind));
  if (autoGen.reason !== undefined)
    return namesKind(kinds, 'Pod') && !listsControllers
      ? [`auto-gen is off for policy ${info.key} because ${autoGen.reason}`]
      : [];
  const unknown = [...autoGen.controllers].filter((kind) => kind !== 'none' && !CONTROLLER_SELECTORS.has(kind));
  return unknown.map(
    (kind) => `policy ${info.key}: "${kind}" in the annotation ${AUTO_GEN_ANNOTATION} is no kind of controller`,
  );
}

const REPLACEMENTS: Readonly<Record<string, string>> = {
  ClusterPolicy: 'ValidatingPolicy, MutatingPolicy, GeneratingPolicy or ImageValidatingPolicy',
  Policy: 'NamespacedValidatingPolicy and the other namespaced policy types',
  PolicyException: 'PolicyException',
};

const MOST_NAMES = 3;

/**
 * One sentence for each kind that will go away.
 *
 * Source: kyverno pkg/deprecations
 */
export function deprecationNotes(documents: readonly Manifest[]): readonly string[] {
  const classic = documents.filter(({ object }) => (classicKind(object) ?? 'no judge') !== 'no judge');
  return [...groupBy(classic, ({ object }) => object.kind)].map(
    ([kind, manifests]) =>
      `kyverno.io ${kind} is deprecated and will be removed in a future release; migrate to ${REPLACEMENTS[kind]} (policies.kyverno.io): ${list(manifests)}`,
  );
}

/** Policies that judge nothing. */
export function idleNotes(documents: readonly Manifest[]): readonly string[] {
  return documents
    .filter(({ object }) => classicKind(object) === 'no judge')
    .map(({ object }) => `${object.kind} ${metadataText(object, 'name')} judges nothing and is passed over`);
}

function list(manifests: readonly Manifest[]): string {
  const names = manifests.slice(0, MOST_NAMES).map(({ object }) => metadataText(object, 'name'));
  const rest = manifests.length - names.length;
  return names.join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}

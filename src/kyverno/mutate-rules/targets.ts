import type { KubernetesObject } from '../../model/manifest.ts';
import { metadataText } from '../../model/manifest.ts';
import { orError, type RuleOutcome } from '../evaluation/outcome.ts';
import { checkPreconditions } from '../evaluation/preconditions.ts';
import type { ContextLoader } from '../evaluation/rule-context.ts';
import { textMap } from '../match/candidate.ts';
import { type GroupVersionKind, parseKindSelector, selectsKind } from '../match/kind-selector.ts';
import { compileLabelSelector } from '../match/label-selector.ts';
import { compileWildcard } from '../match/wildcard.ts';
import type { MutationTarget } from '../read/rule.ts';
import type { VariableContext } from '../variables/context.ts';
import { hasVariables, substitute } from '../variables/substitute.ts';
import type { Mutator } from './foreach.ts';
import type { MutationOutcome } from './patch.ts';
import { withTarget } from './with-object.ts';

/** The part of a target that says which objects are meant. */
type Selection = Pick<MutationTarget, 'apiVersion' | 'kind' | 'name' | 'namespace' | 'selector'>;

/**
 * Whether a target may mean objects of a kind. One whose kind is a variable may mean any.
 *
 * Source: kyverno pkg/engine/handlers/mutation/load_targets.go
 */
export function mayTarget({ apiVersion = '', kind = '' }: MutationTarget, object: GroupVersionKind): boolean {
  const text = `${apiVersion}/${kind}`;
  if (text.includes('{{')) return true;
  const selector = parseKindSelector(text);
  return selector.subresource === '' && selectsKind(selector, object);
}

/** One target of a rule: objects that it means are changed, whoever caused it. */
export interface CompiledTarget {
  /**
   * @param context of the object that caused it; its parts are unknown when it is
   * @returns nothing for an object that is not meant
   */
  mutate(object: KubernetesObject, context: () => VariableContext, loader: ContextLoader): MutationOutcome | undefined;
}

/** @param namespace of the policy, which changes nothing outside of its own; empty for one of the whole cluster */
export function compileTarget(
  target: MutationTarget,
  index: number,
  namespace: string,
  mutate: Mutator,
): CompiledTarget {
  const { context: entries = [], preconditions, ...rest } = target;
  const selection: Selection = namespace === '' ? rest : { ...rest, namespace };
  const findSelection = compileSelection(selection, index);
  return {
    mutate: (object, context, loader) => {
      const found = findSelection(context, object);
      if ('status' in found) return found;
      if (!found.fits(object)) return undefined;
      const loaded = loader.load(entries, withTarget(context, object));
      if ('status' in loaded) return loaded;
      return checkPreconditions(preconditions, loaded.context) ?? mutate(object, loaded.context, loader);
    },
  };
}

interface Selected {
  readonly fits: (object: KubernetesObject) => boolean;
}

type Find = (context: () => VariableContext, object: KubernetesObject) => Selected | RuleOutcome;

function compileSelection(selection: Selection, index: number): Find {
  if (!hasVariables(selection)) {
    const selected = { fits: compileFits(selection) };
    return () => selected;
  }
  const fitsLiterals = compileFits(withoutVariables(selection));
  return (context, object) => {
    if (!fitsLiterals(object)) return { fits: () => false };
    return orError(`failed to substitute variables in target[${index}]`, () => ({
      fits: compileFits(substitute(selection, context()) as Selection),
    }));
  };
}

function withoutVariables(selection: Selection): Selection {
  return Object.fromEntries(Object.entries(selection).filter(([, value]) => !hasVariables(value)));
}

function compileFits({ apiVersion, kind, name = '', namespace = '', selector }: Selection) {
  const selectors =
    apiVersion === undefined || kind === undefined ? undefined : parseKindSelector(`${apiVersion}/${kind}`);
  const fitsName = name === '' ? () => true : compileWildcard(name);
  const fitsNamespace = namespace === '' ? () => true : compileWildcard(namespace);
  const fitsLabels = selector === undefined ? () => true : compileLabelSelector(selector);
  return (object: KubernetesObject): boolean =>
    (selectors === undefined || selectsKind(selectors, kindOf(object))) &&
    fitsName(metadataText(object, 'name')) &&
    fitsNamespace(metadataText(object, 'namespace')) &&
    fitsLabels(textMap(object, 'labels'));
}

function kindOf({ apiVersion, kind }: KubernetesObject): GroupVersionKind {
  const [version = '', group = ''] = String(apiVersion).split('/').reverse();
  return { group, version, kind };
}

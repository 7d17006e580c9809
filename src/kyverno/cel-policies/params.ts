import { type KubernetesObject, metadataText } from '../../model/manifest.ts';
import { builtInKind } from '../kinds.ts';
import { compileLabelSelector } from '../match/label-selector.ts';
import type { ParamKind, ParamRef } from './spec.ts';
import { labelsOf, type Target } from './target.ts';

/** Objects with which a policy is evaluated, one after the other; null for none. Or why there are none. */
export type Params =
  | { readonly found: readonly (KubernetesObject | null)[]; readonly error?: undefined }
  | { readonly found?: undefined; readonly error: string };

/** @param target whose namespace counts where the reference names none */
export type ParamSource = (target: Target) => Params;

const WITHOUT: Params = { found: [null] };

/**
 * The parameters that a binding refers to. A policy with parameters whose binding refers to none is evaluated without.
 *
 * Source: k8s.io/apiserver pkg/admission/plugin/policy/generic/policy_dispatcher.go, CollectParams
 */
export function compileParams(
  paramKind: ParamKind | undefined,
  paramRef: ParamRef | undefined,
  objects: readonly KubernetesObject[],
): ParamSource {
  if (paramKind === undefined || paramRef === undefined) return () => WITHOUT;
  const candidates = objects.filter(
    ({ apiVersion, kind }) => apiVersion === paramKind.apiVersion && kind === paramKind.kind,
  );
  const isNamespaced =
    builtInKind(paramKind.apiVersion, paramKind.kind)?.isNamespaced ??
    (paramRef.namespace !== undefined || candidates.some((object) => metadataText(object, 'namespace') !== ''));
  const isReferred = compileReference(paramRef);
  return (target) => {
    const namespace = paramRef.namespace || (target.isNamespace ? target.name : target.namespace);
    if (isNamespaced && namespace === '')
      return { error: 'cannot use namespaced paramRef in policy binding that matches cluster-scoped resources' };
    if (!isNamespaced && paramRef.namespace !== undefined)
      return { error: 'paramRef.namespace must not be provided for a cluster-scoped `paramKind`' };
    const found = candidates.filter(
      (object) => isReferred(object) && (!isNamespaced || namespaceOf(object) === namespace),
    );
    if (found.length === 0 && paramRef.parameterNotFoundAction !== 'Allow')
      return { error: 'no params found for policy binding with `Deny` parameterNotFoundAction' };
    return { found };
  };
}

function namespaceOf(object: KubernetesObject): string {
  return metadataText(object, 'namespace') || 'default';
}

function compileReference({ name, selector }: ParamRef): (object: KubernetesObject) => boolean {
  if (selector === undefined) return (object) => metadataText(object, 'name') === name;
  const test = compileLabelSelector(selector);
  return (object) => test(labelsOf(object));
}

/**
 * The parameters as the Kyverno CLI finds them: of any kind and in any namespace; without one the policy is evaluated with null.
 *
 * Source: kyverno pkg/admissionpolicy/validate.go, mutate.go (matchesSelector)
 */
export function compileLooseParams(paramRef: ParamRef | undefined, objects: readonly KubernetesObject[]): ParamSource {
  if (paramRef === undefined) return () => WITHOUT;
  const { name, namespace, selector } = paramRef;
  if (selector !== undefined) {
    const found = objects.filter(compileReference(paramRef));
    return () => (found.length === 0 ? WITHOUT : { found });
  }
  const first = objects.find((object) =>
    name === undefined
      ? namespace !== undefined && metadataText(object, 'namespace') === namespace
      : metadataText(object, 'name') === name,
  );
  const params: Params = { found: [first ?? null] };
  return () => params;
}

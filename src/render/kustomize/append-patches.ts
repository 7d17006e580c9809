import { RenderError } from '../../model/errors.ts';
import { isRecord } from '../../model/manifest.ts';
import { describe, type Fields } from './fields.ts';

/**
 * Adds an Application's patches to the `patches` of a kustomization. Argo CD does so itself, on the file as it is: unlike
 * `kustomize edit` it leaves all other fields alone, and refuses a `patches:` without a list.
 *
 * Source: argo-cd util/kustomize/kustomize.go, Build
 */
export function appendPatches(kustomization: unknown, patches: readonly Fields[], file: string): Fields {
  if (!isRecord(kustomization)) {
    throw new RenderError(`${file}: got ${describe(kustomization)}, allowed: a map of fields`);
  }
  if (!Object.hasOwn(kustomization, 'patches')) return { ...kustomization, patches };
  const present = kustomization.patches;
  if (!Array.isArray(present)) {
    throw new RenderError(`${file}: patches: got ${describe(present)}, allowed: a list, to which patches can be added`);
  }
  return { ...kustomization, patches: [...present, ...patches] };
}

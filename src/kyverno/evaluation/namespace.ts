import { isRecord, type KubernetesObject, metadataText } from '../../model/manifest.ts';
import type { PolicyRequest } from '../types.ts';

/** The object with the namespace that it will be in, as the API server puts it there before any policy is asked. */
export function withNamespace(object: KubernetesObject, request: PolicyRequest): KubernetesObject {
  if (!request.isNamespaced || metadataText(object, 'namespace') !== '') return object;
  return { ...object, metadata: { ...metadataOf(object), namespace: addedNamespace(request) } };
}

/** The object without the namespace that `withNamespace` added, which is no part of what is written. */
export function withoutAddedNamespace(object: KubernetesObject, request: PolicyRequest): KubernetesObject {
  const written = request.object;
  if (!request.isNamespaced || written === undefined || object === written) return object;
  if (metadataText(written, 'namespace') !== '' || metadataText(object, 'namespace') !== addedNamespace(request))
    return object;
  const { namespace: _, ...metadata } = metadataOf(object);
  if (written.metadata !== undefined || Object.keys(metadata).length > 0) return { ...object, metadata };
  const { metadata: __, kind, ...rest } = object;
  return { ...rest, kind };
}

function metadataOf({ metadata }: KubernetesObject): Readonly<Record<string, unknown>> {
  return isRecord(metadata) ? metadata : {};
}

function addedNamespace({ namespace }: PolicyRequest): string {
  return namespace || 'default';
}

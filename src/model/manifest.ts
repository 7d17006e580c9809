import type { FieldPath } from './field-path.ts';

/** A Kubernetes object as it stands in JSON. Only `kind` is certain: what cannot be applied is not refused here. */
export interface KubernetesObject {
  readonly apiVersion?: unknown;
  readonly kind: string;
  readonly metadata?: unknown;
  readonly [field: string]: unknown;
}

/** An object that a target would apply, and where it comes from. */
export interface Manifest {
  readonly object: KubernetesObject;
  readonly source: ManifestSource;
}

/** Where an object is written. */
export interface ManifestSource {
  /** Relative to the checkout, with `/`. For a chart the template, for a kustomization its file. */
  readonly file: string;
  /**
   * Line of a field of the object, from 1, or of the nearest field above it; undefined where the text is rendered, so
   * that it has no line in the file.
   */
  lineOf(path: FieldPath): number | undefined;
}

/** Group of an apiVersion: `apps` of `apps/v1`, the empty string of `v1`. */
export function groupOf(apiVersion: unknown): string {
  if (typeof apiVersion !== 'string') return '';
  const slash = apiVersion.indexOf('/');
  return slash === -1 ? '' : apiVersion.slice(0, slash);
}

/** Whether a JSON value is an object, not null and not a list. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The text of `metadata.<field>`; empty when it is absent or no text. */
export function metadataText({ metadata }: KubernetesObject, field: 'name' | 'namespace' | 'generateName'): string {
  const value = isRecord(metadata) ? metadata[field] : undefined;
  return typeof value === 'string' ? value : '';
}

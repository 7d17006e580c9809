import { isRecord } from '../../model/manifest.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Fields that are not asked when Argo CD decides whether a block says anything. */
const NOT_COUNTED: ReadonlySet<string> = new Set([
  'forceCommonLabels',
  'forceCommonAnnotations',
  'commonAnnotationsEnvsubst',
  'labelWithoutSelector',
  'labelIncludeTemplates',
]);

/**
 * A source without the blocks `helm`, `kustomize` and `directory` that say nothing, so that they do not choose its type.
 * Argo CD does so with `spec.source` only: it means to do the same with `spec.sources`, and changes copies.
 *
 * Source: argo-cd util/argo/argo.go, NormalizeApplicationSpec and NormalizeSource; v1alpha1/types.go, IsZero
 */
export function withoutEmptyBlocks(source: Fields): Fields {
  return Object.fromEntries(
    Object.entries(source).filter(
      ([key, block]) => !(key === 'helm' || key === 'kustomize' || key === 'directory') || !isEmptyBlock(block),
    ),
  );
}

function isEmptyBlock(block: unknown): boolean {
  return isRecord(block) && Object.entries(block).every(([key, value]) => NOT_COUNTED.has(key) || isZero(key, value));
}

function isZero(key: string, value: unknown): boolean {
  if (value === undefined || value === null || value === '' || value === false) return true;
  if (Array.isArray(value)) return value.length === 0;
  if (!isRecord(value) || key === 'valuesObject') return false;
  return Object.entries(value).every(([inner, each]) => isZero(inner, each) && key === 'jsonnet');
}

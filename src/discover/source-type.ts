/** How Argo CD would render a directory. */
export type SourceType = 'Helm' | 'Kustomize' | 'Directory';

/** Names of a kustomization file. `Kustomization` is one, `Kustomization.yaml` is not. */
export const KUSTOMIZATION_NAMES: ReadonlySet<string> = new Set([
  'kustomization.yaml',
  'kustomization.yml',
  'Kustomization',
]);

/**
 * The type of a directory by the names of the files directly in it. A later name in byte order replaces an earlier one,
 * so that Kustomize wins where `Chart.yaml` and `kustomization.yaml` stand together.
 *
 * Source: argo-cd util/app/discovery/discovery.go, Discover; every name that ends with `Chart.yaml` counts
 */
export function detectSourceType(fileNames: Iterable<string>): SourceType {
  let type: SourceType = 'Directory';
  for (const name of [...fileNames].sort()) {
    if (name.endsWith('Chart.yaml')) type = 'Helm';
    else if (KUSTOMIZATION_NAMES.has(name)) type = 'Kustomize';
  }
  return type;
}

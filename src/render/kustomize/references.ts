import { type Fields, itemsOf, recordsOf } from './fields.ts';

/** A path that a kustomization names. */
export interface Reference {
  readonly field: string;
  /** As written. */
  readonly entry: string;
  /** Whether kustomize takes it for content when there is no such file: a patch, a generator. */
  readonly mayBeContent: boolean;
}

/** Fields whose items are paths. */
const PATHS = ['resources', 'components', 'crds', 'configurations'];
const PATHS_OR_CONTENT = ['patchesStrategicMerge', ...['generators', 'transformers', 'validators']];
/** Fields whose items hold a `path`. */
const PATH_HOLDERS = ['patches', 'patchesJson6902', 'replacements'];
const GENERATORS = ['configMapGenerator', 'secretGenerator'];

/**
 * Everything that a kustomization reads by path, as kustomize writes it after an edit.
 *
 * discover's list of the same fields answers another question: which targets there are. Here every entry counts, also one that
 * leaves the repository, which discovery leaves out.
 *
 * Source: kustomize api/types/kustomization.go
 */
export function referencesOf(kustomization: Fields, file: string): readonly Reference[] {
  const lists = (fields: readonly string[], mayBeContent: boolean) =>
    fields.flatMap((field) => itemsOf(kustomization, field, file).map((entry) => ({ field, entry, mayBeContent })));
  const at = (field: string, entries: readonly unknown[]) =>
    entries.map((entry) => ({ field, entry, mayBeContent: false }));
  const openapi = kustomization.openapi as { readonly path?: unknown } | undefined;
  return [
    ...lists(PATHS, false),
    ...lists(PATHS_OR_CONTENT, true),
    ...PATH_HOLDERS.flatMap((field) => recordsOf(kustomization, field, file).flatMap(({ path }) => at(field, [path]))),
    ...GENERATORS.flatMap((field) =>
      recordsOf(kustomization, field, file).flatMap((generator) => at(field, generatorPaths(generator, file))),
    ),
    ...recordsOf(kustomization, 'helmCharts', file).flatMap((chart) =>
      at('helmCharts', [chart.valuesFile, ...itemsOf(chart, 'additionalValuesFiles', file)]),
    ),
    ...at('openapi', [openapi?.path]),
  ].flatMap(({ entry, ...reference }) => (typeof entry === 'string' && entry !== '' ? [{ ...reference, entry }] : []));
}

/** `key=path`, or the path alone. */
function generatorPaths(generator: Fields, file: string): readonly unknown[] {
  const files = itemsOf(generator, 'files', file).map((entry) =>
    typeof entry === 'string' ? entry.slice(entry.indexOf('=') + 1) : undefined,
  );
  return [...files, ...itemsOf(generator, 'envs', file)];
}

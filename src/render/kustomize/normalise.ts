import { RenderError } from '../../model/errors.ts';
import { isRecord } from '../../model/manifest.ts';
import { describe, type Fields, itemsOf, recordsOf, textsOf, withKnownNames, withoutEmpty } from './fields.ts';

const FIELDS = [
  ...['apiVersion', 'kind', 'metadata', 'openapi', 'namePrefix', 'nameSuffix', 'namespace', 'commonLabels', 'labels'],
  ...['commonAnnotations', 'patchesStrategicMerge', 'patchesJson6902', 'patches', 'images', 'imageTags'],
  ...['replacements', 'replicas', 'vars', 'sortOptions', 'resources', 'components', 'crds', 'bases'],
  ...['configMapGenerator', 'secretGenerator', 'helmGlobals', 'helmCharts', 'helmChartInflationGenerator'],
  ...['generatorOptions', 'configurations', 'generators', 'transformers', 'validators', 'buildMetadata'],
];

const IMAGE = ['name', 'newName', 'tagSuffix', 'newTag', 'digest'];
const PATCH = ['path', 'patch', 'target', 'options'];
const GENERATOR = ['namespace', 'name', 'behavior', 'literals', 'files', 'envs', 'env', 'options', 'type'];

/** Fields that hold texts alone: `{app: yes}`, which is a boolean, is an error to kustomize. */
const TEXT_MAPS = ['commonLabels', 'commonAnnotations'];

/** What the items of a list may hold, as far as we read it. */
const ITEM_FIELDS: Readonly<Record<string, readonly string[]>> = {
  images: IMAGE,
  imageTags: IMAGE,
  labels: ['pairs', 'includeSelectors', 'includeTemplates', 'fields'],
  replicas: ['name', 'count'],
  patches: PATCH,
  patchesJson6902: PATCH,
  replacements: ['path', 'source', 'targets'],
  configMapGenerator: GENERATOR,
  secretGenerator: GENERATOR,
  helmCharts: [
    ...['name', 'version', 'repo', 'releaseName', 'namespace', 'additionalValuesFiles', 'valuesFile', 'valuesInline'],
    ...['valuesMerge', 'includeCRDs', 'skipHooks', 'apiVersions', 'kubeVersion', 'nameTemplate', 'skipTests'],
    ...['debug', 'devel'],
  ],
  helmChartInflationGenerator: [
    ...['chartName', 'chartVersion', 'chartRepoUrl', 'chartHome', 'chartRepoName', 'helmBin', 'helmHome', 'values'],
    ...['valuesLocal', 'valuesMerge', 'releaseName', 'releaseNamespace', 'extraArgs'],
  ],
};

/**
 * A kustomization as `kustomize edit` writes it, whatever the edit: under the present names of its fields, without empty
 * ones. `patchesStrategicMerge`, `patchesJson6902`, `vars` and `commonLabels` stay as they are.
 *
 * Source: kustomize api/types/kustomization.go, FixKustomization
 * @param file for messages
 * @throws RenderError for a value that kustomize could not read
 */
export function normalise(value: unknown, file: string): Fields {
  const fields = readFields(value, file);
  const { bases: _, imageTags: __, helmChartInflationGenerator: ___, ...kept } = fields;
  const charts = recordsOf(fields, 'helmChartInflationGenerator', file);
  const isComponent = fields.kind === 'Component';
  // Names that kustomize does not know are an error to it, also when they are empty.
  const unknown = Object.entries(kept).filter(([name]) => !FIELDS.includes(name));
  const known = withoutEmpty({
    ...kept,
    kind: fields.kind || 'Kustomization',
    apiVersion: fields.apiVersion || `kustomize.config.k8s.io/${isComponent ? 'v1alpha1' : 'v1beta1'}`,
    resources: [...itemsOf(fields, 'resources', file), ...itemsOf(fields, 'bases', file)],
    images: [...itemsOf(fields, 'images', file), ...itemsOf(fields, 'imageTags', file)],
    configMapGenerator: recordsOf(fields, 'configMapGenerator', file).map((generator) => mergeEnv(generator, file)),
    secretGenerator: recordsOf(fields, 'secretGenerator', file).map((generator) => mergeEnv(generator, file)),
    helmGlobals: fields.helmGlobals ?? globalsOf(charts),
    helmCharts: [...itemsOf(fields, 'helmCharts', file), ...charts.map(chartOf)],
  });
  return { ...known, ...Object.fromEntries(unknown) };
}

/** The fields of a kustomization under the names that kustomize knows. @throws RenderError as `normalise` */
export function readFields(value: unknown, file: string): Fields {
  if (value === null || value === undefined) return {};
  if (!isRecord(value)) throw new RenderError(`${file}: got ${describe(value)}, allowed: a map of fields`);
  const fields = withKnownNames(value, FIELDS, file);
  for (const name of TEXT_MAPS) textsOf(fields, name, file);
  const nested = Object.entries(ITEM_FIELDS).flatMap(([name, names]) => {
    if (fields[name] === undefined || fields[name] === null) return [];
    return [[name, recordsOf(fields, name, file).map((item) => withKnownNames(item, names, `${file}: ${name}`))]];
  });
  const globals = isRecord(fields.helmGlobals)
    ? { helmGlobals: withKnownNames(fields.helmGlobals, ['chartHome', 'configHome'], `${file}: helmGlobals`) }
    : {};
  return { ...fields, ...Object.fromEntries(nested), ...globals };
}

function mergeEnv(generator: Fields, file: string): Fields {
  const { env, ...kept } = generator;
  return env ? { ...kept, envs: [...itemsOf(generator, 'envs', file), env] } : kept;
}

/** Source: kustomize api/types/helmchartargs.go, makeHelmChartFromHca; other fields are lost there too. */
function chartOf(old: Fields): Fields {
  return withoutEmpty({
    name: old.chartName,
    version: old.chartVersion,
    repo: old.chartRepoUrl,
    valuesFile: old.values,
    valuesInline: old.valuesLocal,
    valuesMerge: old.valuesMerge,
    releaseName: old.releaseName,
  });
}

/** The last that is set wins. */
function globalsOf(charts: readonly Fields[]): Fields {
  const last = (name: string) => charts.map((chart) => chart[name]).findLast((value) => Boolean(value));
  return withoutEmpty({ chartHome: last('chartHome'), configHome: last('helmHome') });
}

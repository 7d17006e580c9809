import { isRecord } from '../model/manifest.ts';
import type { FileTree } from '../model/ports.ts';
import { decodeText } from '../parse/text.ts';
import { YamlError } from '../parse/yaml/construct.ts';
import { readYaml } from '../parse/yaml/read.ts';
import { fieldOf } from './field-name.ts';
import { directoryOf, leavesRoot, resolveIn } from './paths.ts';

/** What a kustomization file refers to. */
export interface Kustomization {
  /** Relative to the root. */
  readonly file: string;
  readonly directory: string;
  readonly isComponent: boolean;
  /** Everything local that it reads: files and directories, relative to the root, existing or not. */
  readonly references: readonly string[];
  /** What it would have to fetch. */
  readonly remotes: readonly string[];
  /** Charts that it inflates: name, and repository where there is one. */
  readonly helmCharts: readonly string[];
}

/**
 * Reads which files, directories and remote places a kustomization names. One that cannot be read names nothing:
 * kustomize itself will say why.
 *
 * Source: kustomize api/types/kustomization.go
 */
export async function readKustomization(tree: FileTree, file: string): Promise<Kustomization> {
  const content = await parse(tree, file);
  const directory = directoryOf(file);
  const references: string[] = [];
  const remotes: string[] = [];
  for (const entry of entriesOf(content)) {
    const path = resolveIn(directory, entry);
    if (await isRemote(tree, entry, path)) remotes.push(entry);
    else references.push(path);
  }
  return {
    file,
    directory,
    isComponent: fieldOf(content, 'kind') === 'Component',
    references: references.filter((path) => !leavesRoot(path)),
    remotes,
    helmCharts: [...listOf(content, 'helmCharts'), ...listOf(content, 'helmChartInflationGenerator')].map(
      nameHelmChart,
    ),
  };
}

type Content = Readonly<Record<string, unknown>>;

async function parse(tree: FileTree, file: string): Promise<Content> {
  try {
    const value = readYaml(decodeText(await tree.read(file)));
    return isRecord(value) ? value : {};
  } catch (error) {
    if (error instanceof YamlError || (error instanceof Error && error.name === 'FileError')) return {};
    throw error;
  }
}

/** Kustomize fetches what begins so, whatever lies beside the kustomization. */
const SCHEME = /^[a-z][a-z0-9+.-]*:/i;
/** It takes these for Git repositories when there is no such file: `git@host:…`, `host.example/org/repo?ref=v1`. */
const REPOSITORY = /[:@?]|^[\w-]+(?:\.[\w-]+)+\/|\.git(?:\/|$)/;

async function isRemote(tree: FileTree, entry: string, path: string): Promise<boolean> {
  if (SCHEME.test(entry)) return true;
  return REPOSITORY.test(entry) && (await tree.typeOf(path)) === undefined;
}

/** Fields whose items are paths. */
const PATH_LISTS = [
  'resources',
  'bases',
  'components',
  'crds',
  'patchesStrategicMerge',
  'configurations',
  'generators',
  'transformers',
  'validators',
];
/** Fields whose items hold a `path`. */
const PATH_HOLDERS = ['patches', 'patchesJson6902', 'replacements'];
const GENERATORS = ['configMapGenerator', 'secretGenerator'];

function entriesOf(content: Content): string[] {
  const openapi = fieldOf(content, 'openapi');
  return [
    ...PATH_LISTS.flatMap((field) => listOf(content, field)),
    ...PATH_HOLDERS.flatMap((field) => listOf(content, field).map((item) => pathOf(item))),
    ...GENERATORS.flatMap((field) => listOf(content, field).flatMap(generatorPaths)),
    ...listOf(content, 'helmCharts').flatMap(helmChartPaths),
    pathOf(openapi),
  ].flatMap((entry) => (typeof entry === 'string' && isPath(entry.trim()) ? [entry.trim()] : []));
}

/** Patches, generators and transformers may be written in place: text with lines is no path. */
function isPath(entry: string): boolean {
  return entry !== '' && !entry.includes('\n');
}

function generatorPaths(generator: unknown): unknown[] {
  if (!isRecord(generator)) return [];
  const files = listOf(generator, 'files').map((file) =>
    typeof file === 'string' ? file.slice(file.indexOf('=') + 1) : undefined,
  );
  return [...files, ...listOf(generator, 'envs'), fieldOf(generator, 'env')];
}

function helmChartPaths(chart: unknown): unknown[] {
  if (!isRecord(chart)) return [];
  return [fieldOf(chart, 'valuesFile'), ...listOf(chart, 'additionalValuesFiles')];
}

function nameHelmChart(chart: unknown): string {
  if (!isRecord(chart)) return 'a chart without a name';
  const name = fieldOf(chart, 'name') ?? fieldOf(chart, 'chartName');
  const repository = fieldOf(chart, 'repo') ?? fieldOf(chart, 'chartRepo');
  return typeof repository === 'string' ? `${name} of ${repository}` : String(name);
}

function pathOf(item: unknown): unknown {
  return isRecord(item) ? fieldOf(item, 'path') : undefined;
}

function listOf(fields: Content, name: string): readonly unknown[] {
  const value = fieldOf(fields, name);
  return Array.isArray(value) ? value : [];
}

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
  /** Files and directories that it reads, relative to the root, existing or not: some may be names of other repositories. */
  readonly references: readonly string[];
}

/**
 * Reads which files and directories a kustomization names. One that cannot be read names nothing: who renders it will say
 * why, as for what would have to be fetched.
 *
 * Source: kustomize api/types/kustomization.go
 */
export async function readKustomization(tree: FileTree, file: string): Promise<Kustomization> {
  const content = await parse(tree, file);
  const directory = directoryOf(file);
  return {
    file,
    directory,
    isComponent: fieldOf(content, 'kind') === 'Component',
    references: entriesOf(content)
      .map((entry) => resolveIn(directory, entry))
      .filter((path) => !leavesRoot(path)),
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

/** Kustomize fetches what begins so, whatever lies beside the kustomization. */
const SCHEME = /^[a-z][a-z0-9+.-]*:/i;

/** Patches, generators and transformers may be written in place: text with lines is no path. */
function isPath(entry: string): boolean {
  return entry !== '' && !entry.includes('\n') && !SCHEME.test(entry);
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

function pathOf(item: unknown): unknown {
  return isRecord(item) ? fieldOf(item, 'path') : undefined;
}

function listOf(fields: Content, name: string): readonly unknown[] {
  const value = fieldOf(fields, name);
  return Array.isArray(value) ? value : [];
}

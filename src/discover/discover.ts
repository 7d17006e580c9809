import { isRecord } from '../model/manifest.ts';
import type { FileEntry, FileTree } from '../model/ports.ts';
import type { Target } from '../model/target.ts';
import { STDIN } from '../model/target.ts';
import { decodeText } from '../parse/text.ts';
import { readYaml } from '../parse/yaml/read.ts';
import { type KustomizationGraph, readKustomizationGraph } from './kustomization-graph.ts';
import { directoryOf, inDirectory, isBelow, nameOf } from './paths.ts';
import { detectSourceType } from './source-type.ts';

/** Files that a directory of plain manifests is made of. Argo CD compares case-sensitively. */
const MANIFEST_NAME = /\.(?:yaml|yml|json)$/;

/**
 * Finds what is to be rendered below a path: charts, kustomizations that nobody includes, directories of plain manifests.
 * A file is taken as manifests, whatever its name.
 *
 * Not targets of their own: library charts, charts in another chart's `charts/`, components, kustomizations that another
 * one includes, and files that a chart or a kustomization reads. Two kustomizations that include each other are targets
 * both, for otherwise nobody would look at either.
 */
export async function discoverTargets(tree: FileTree, path: string): Promise<Target[]> {
  if (path === STDIN) return [manifestsTarget(STDIN)];
  if ((await tree.typeOf(path)) === 'file') return [manifestsTarget(path)];

  const entries = await tree.list(path);
  const problems = entries.filter(({ problem }) => problem !== undefined);
  const directories = groupByDirectory(entries.filter(({ isDirectory }) => isDirectory !== true));
  const types = new Map([...directories].map(([directory, names]) => [directory, detectSourceType(names)]));
  const withType = (type: string) => [...types].filter(([, found]) => found === type).map(([directory]) => directory);

  const charts = withType('Helm').filter((directory, _, all) => !isVendored(directory, all));
  const graph = await readKustomizationGraph(tree, withType('Kustomize'));
  const isClaimed = (file: string) => graph.references.has(file) || charts.some((chart) => isChartFile(file, chart));
  const targets = [
    ...(await chartTargets(tree, charts, problems)),
    ...kustomizationTargets(graph),
    ...directoryTargets(directories, types, isClaimed),
    ...problems.filter(({ isDirectory }) => isDirectory).map(unreadableTarget),
  ];
  return targets.sort((a, b) => (a.path === b.path ? compare(a.id, b.id) : compare(a.path, b.path)));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function manifestsTarget(path: string): Target {
  return {
    id: `manifests:${path}`,
    name: path === STDIN ? 'standard input' : path,
    kind: 'Manifests',
    path,
    definition: path,
    files: [path],
    origin: 'given',
  };
}

function groupByDirectory(entries: readonly FileEntry[]): Map<string, string[]> {
  const directories = new Map<string, string[]>();
  for (const { path } of entries) {
    const directory = directoryOf(path);
    const names = directories.get(directory);
    if (names === undefined) directories.set(directory, [nameOf(path)]);
    else names.push(nameOf(path));
  }
  return directories;
}

/** Whether a chart is a dependency that lies in another chart's `charts/`. */
function isVendored(directory: string, charts: readonly string[]): boolean {
  return charts.some((chart) => isBelow(directory, chart === '.' ? 'charts' : `${chart}/charts`));
}

/** A directory whose content nobody knows must not pass unseen. */
function unreadableTarget({ path, problem }: FileEntry): Target {
  return {
    id: `directory:${path}`,
    name: path,
    kind: 'Directory',
    path,
    definition: path,
    files: [],
    origin: 'scanned',
    refusal: `${problem}`,
  };
}

async function chartTargets(
  tree: FileTree,
  charts: readonly string[],
  problems: readonly FileEntry[],
): Promise<Target[]> {
  const targets: Target[] = [];
  for (const directory of charts) {
    const { name, type } = await readChart(tree, directory);
    if (type === 'library') continue;
    // Helm follows links wherever they lead.
    const problem = problems.find((entry) => isBelow(entry.path, directory));
    targets.push({
      id: `helm:${directory}`,
      name: name ?? (directory === '.' ? 'chart' : nameOf(directory)),
      kind: 'HelmChart',
      path: directory,
      definition: inDirectory(directory, 'Chart.yaml'),
      files: [],
      origin: 'scanned',
      ...(problem === undefined ? {} : { refusal: `${problem.path} ${problem.problem}` }),
    });
  }
  return targets;
}

/** Name and type of a chart; nothing of one that cannot be read, about which helm will say more. */
async function readChart(tree: FileTree, directory: string): Promise<{ name?: string; type?: unknown }> {
  try {
    const value = readYaml(decodeText(await tree.read(inDirectory(directory, 'Chart.yaml'))));
    if (!isRecord(value)) return {};
    return { type: value.type, ...(typeof value.name === 'string' ? { name: value.name } : {}) };
  } catch {
    return {};
  }
}

function kustomizationTargets(graph: KustomizationGraph): Target[] {
  return graph.roots.map((directory) => ({
    id: `kustomize:${directory}`,
    name: directory === '.' ? 'kustomization' : directory,
    kind: 'Kustomization',
    path: directory,
    definition: graph.fileOf(directory),
    files: [],
    inputs: graph.filesBelow(directory),
    origin: 'scanned',
  }));
}

/** Whether a file belongs to a chart: what helm reads, and what only it understands. */
function isChartFile(path: string, chart: string): boolean {
  if (!isBelow(path, chart)) return false;
  const inner = chart === '.' ? path : path.slice(chart.length + 1);
  return (
    /^(?:templates|crds|charts)\//.test(inner) ||
    (!inner.includes('/') && /Chart\.yaml$|^values.*\.ya?ml$|^requirements\.yaml$|^values\.schema\.json$/.test(inner))
  );
}

function directoryTargets(
  directories: ReadonlyMap<string, readonly string[]>,
  types: ReadonlyMap<string, string>,
  isClaimed: (path: string) => boolean,
): Target[] {
  const targets: Target[] = [];
  for (const [directory, names] of directories) {
    if (types.get(directory) === 'Kustomize') continue;
    const files = names
      .filter((name) => MANIFEST_NAME.test(name))
      .map((name) => inDirectory(directory, name))
      .filter((path) => !isClaimed(path));
    if (files.length === 0) continue;
    targets.push({
      id: `directory:${directory}`,
      name: directory,
      kind: 'Directory',
      path: directory,
      definition: directory,
      files: files.sort(),
      origin: 'scanned',
    });
  }
  return targets;
}

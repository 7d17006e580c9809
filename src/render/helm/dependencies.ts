import { readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { RenderError } from '../../model/errors.ts';
import { isRecord } from '../../model/manifest.ts';
import { decodeText } from '../../parse/text.ts';
import { readYaml } from '../../parse/yaml/read.ts';

/** A chart that another one declares to need. */
export interface Dependency {
  readonly name: string;
  readonly version: string;
  /** A URL, `@name` or `alias:name`; empty for a chart that has to lie in `charts/`. */
  readonly repository: string;
}

const LOCAL = 'file://';

/**
 * The dependencies that a chart declares: in Chart.yaml, or for charts of the old format in requirements.yaml.
 *
 * Source: helm pkg/chart/loader
 * @param directory absolute
 */
export async function readDependencies(directory: string): Promise<readonly Dependency[]> {
  const chart = await readFields(join(directory, 'Chart.yaml'));
  const isOld = chart.apiVersion === undefined || chart.apiVersion === 'v1';
  const requirements = isOld ? await readFields(join(directory, 'requirements.yaml')) : {};
  const declared = requirements.dependencies ?? chart.dependencies;
  return (Array.isArray(declared) ? declared : []).filter(isRecord).map((fields) => {
    const text = (name: string) => (typeof fields[name] === 'string' ? fields[name] : '');
    return { name: text('name'), version: text('version'), repository: text('repository') };
  });
}

/** What cannot be read has none: helm has its own words for that. */
async function readFields(file: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    const fields = readYaml(decodeText(await readFile(file)));
    return isRecord(fields) ? fields : {};
  } catch {
    return {};
  }
}

/** Directory of a dependency, relative to the root, or why there is none; nothing for one that is not named by `file://`. */
export function localDirectory(
  chart: string,
  { repository }: Dependency,
): string | { readonly outside: true } | undefined {
  if (!repository.startsWith(LOCAL)) return undefined;
  const path = repository.slice(LOCAL.length);
  const inside = posix.normalize(`${chart}/${path}`).replace(/(?<=.)\/$/, '');
  const isOutside = posix.isAbsolute(path) || inside === '..' || inside.startsWith('../');
  return isOutside ? { outside: true } : inside;
}

/** What it takes to build the dependencies of a chart. */
export interface BuildPlan {
  /** Of dependencies in the repository, relative to the root; they need not exist. */
  readonly directories: readonly string[];
  /** URLs that dependencies are fetched from, each once. */
  readonly repositories: readonly string[];
}

/**
 * Plans how dependencies are built.
 *
 * @param chart the chart's directory, relative to the root, free of links
 * @param missing names that helm did not find in `charts/`
 * @param allows whether a URL may be fetched from
 * @throws RenderError when one would have to be fetched that may not, or lies outside of the repository
 */
export function planBuild(
  chart: string,
  dependencies: readonly Dependency[],
  missing: readonly string[],
  allows: (url: string) => boolean,
): BuildPlan {
  const remotes = dependencies.filter(({ repository }) => repository !== '' && !repository.startsWith(LOCAL));
  refuse(
    remotes.filter(({ repository }) => !allows(repository)),
    missing,
  );
  const directories = dependencies.flatMap((dependency) => {
    const directory = localDirectory(chart, dependency);
    if (typeof directory === 'object') {
      throw new RenderError(`helm: it needs ${describe(dependency)}, which is outside of the repository`);
    }
    return directory ?? [];
  });
  return { directories, repositories: [...new Set(remotes.map(({ repository }) => repository))] };
}

function refuse(refused: readonly Dependency[], missing: readonly string[]): void {
  const missingHere = refused.filter(({ name }) => missing.includes(name));
  if (missingHere.length > 0) {
    throw new RenderError(
      `helm: it needs ${missingHere.map(describe).join(', ')}, which charts/ does not hold: nothing is fetched; ${ADVICE}`,
    );
  }
  if (refused.length > 0) {
    throw new RenderError(
      `helm: charts/ does not hold ${missing.join(', ')}, and to build it helm would fetch ${refused.map(describe).join(', ')} ` +
        `again: nothing is fetched; ${ADVICE}`,
    );
  }
}

const ADVICE = 'run helm dependency build and commit charts/, or let it be fetched by --allow-fetch';

function describe({ name, version, repository }: Dependency): string {
  return `${name}${version === '' ? '' : ` ${version}`} from ${repository}`;
}

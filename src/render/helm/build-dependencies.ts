import { chmod, copyFile, mkdir, stat, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { RenderError } from '../../model/errors.ts';
import { followPath } from '../links.ts';
import { type RenderContext, runRenderer } from '../run-renderer.ts';
import { planBuild, readDependencies } from './dependencies.ts';
import { fetchDependencies } from './fetch-dependencies.ts';
import { type ChartFiles, walkChart } from './walk-chart.ts';

/** More is refused: a copy stands in memory where the scratch directory does. */
const MAX_COPY_BYTES = 256 * 1024 * 1024;
const MAX_COPY_FILES = 20_000;

export interface BuildRequest {
  /** Absolute path of the checkout. */
  readonly root: string;
  /** The chart's directory, relative to the root. */
  readonly path: string;
  readonly files: ChartFiles;
  /** Names of the dependencies that helm did not find. */
  readonly missing: readonly string[];
  /** An empty private directory. */
  readonly copy: string;
}

/** A copy of a chart with its dependencies. */
export interface BuiltChart {
  /** Absolute path of its directory. */
  readonly directory: string;
  /** Whether something of it came from elsewhere. */
  readonly isFetched: boolean;
}

/**
 * Puts dependencies of a chart into its `charts/` as Argo CD would, but in a copy: of the chart and of the charts that it
 * names by `file://`, each where it lies in the checkout. Dependencies of these are not built, and so are not part of what Argo CD
 * renders unless they are committed.
 *
 * Source: argo-cd reposerver/repository/repository.go, runHelmBuild
 * @throws RenderError when something would have to be fetched that may not be, with helm's reason when Chart.lock is stale
 */
export async function buildDependencies(request: BuildRequest, context: RenderContext): Promise<BuiltChart> {
  const { root, path, files, missing, copy } = request;
  const { path: chart } = await followPath(root, path, new Map());
  const allows = (url: string) => context.network?.allows(url) ?? false;
  const { directories, repositories } = planBuild(chart, await readDependencies(join(root, chart)), missing, allows);
  await copyFiles(root, files, copy);
  for (const directory of directories) {
    const { type } = await followPath(root, directory, new Map());
    // helm says what is wrong with a missing one.
    if (type === 'directory') await copyFiles(root, await walkChart(root, directory), copy);
  }
  const cwd = join(copy, chart);
  const roots = [copy, root];
  if (repositories.length > 0) await fetchDependencies(cwd, repositories, roots, context);
  else await runRenderer({ program: 'helm', args: ['dependency', 'build', '--skip-refresh'], cwd, roots }, context);
  return { directory: cwd, isFetched: repositories.length > 0 };
}

async function copyFiles(root: string, { files, directories, links }: ChartFiles, copy: string): Promise<void> {
  if (files.size > MAX_COPY_FILES) {
    throw new RenderError(
      `a copy of ${files.size} files is needed to build dependencies; the limit is ${MAX_COPY_FILES}`,
    );
  }
  const make = (path: string) => mkdir(join(copy, path), { recursive: true, mode: 0o700 });
  for (const directory of directories) await make(directory);
  let bytes = 0;
  for (const file of files) {
    bytes += (await stat(join(root, file))).size;
    if (bytes > MAX_COPY_BYTES) {
      throw new RenderError(
        `a copy is needed to build dependencies, and it is larger than ${MAX_COPY_BYTES / 1024 / 1024} MB`,
      );
    }
    await make(dirname(file));
    await copyFile(join(root, file), join(copy, file)).catch((error: unknown) => {
      throw new RenderError(`${file} cannot be copied`, { cause: error });
    });
    await chmod(join(copy, file), 0o600);
  }
  for (const [path, target] of links) {
    await make(dirname(path));
    await symlink(target, join(copy, path)).catch(ignoreExisting);
  }
}

/** A link that two charts share. */
function ignoreExisting(error: unknown): void {
  if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
}

import { join } from 'node:path';
import { followPath } from '../links.ts';
import type { SourceRequest } from '../source-request.ts';
import { localDirectory, readDependencies } from './dependencies.ts';
import { setFileParameters } from './file-parameters.ts';
import { readOptions } from './options.ts';
import { findValueFiles } from './value-files.ts';
import { walkChart } from './walk-chart.ts';

/**
 * Files and directories that a render reads besides the chart's own directory: value files, file parameters, what links in the
 * chart lead to, and local dependencies. They are found anew each time: a pattern may match other files, and a value file that
 * was missing may be there.
 *
 * @returns absolute paths, each once, sorted; those of directories stand for all below them
 * @throws RenderError where the render would
 */
export async function findHelmInputs(
  request: SourceRequest,
  { valueFileSchemes }: { readonly valueFileSchemes: readonly string[] },
): Promise<readonly string[]> {
  const { root, path } = request;
  const options = readOptions(request.options);
  const valueFiles = await findValueFiles(options, request, valueFileSchemes);
  const fileParameters = await setFileParameters(options, request, valueFileSchemes);
  const { path: chart } = await followPath(root, path, new Map());
  const linked = await findLinked(root, chart);
  const dependencies = (await readDependencies(join(root, chart)))
    .map((dependency) => localDirectory(chart, dependency))
    .filter((directory) => typeof directory === 'string');
  const paths = [
    ...valueFiles.flatMap((file) => ('url' in file ? [] : join(file.root, file.path))),
    ...fileParameters.files,
    ...[...linked, ...dependencies].map((inside) => join(root, inside)),
  ];
  return [...new Set(paths)].sort();
}

/** What links lead to outside of the chart: directories, and files in none of these. */
async function findLinked(root: string, chart: string): Promise<readonly string[]> {
  const { files, directories } = await walkChart(root, chart);
  const isIn = (path: string, directory: string) => directory === '.' || `${path}/`.startsWith(`${directory}/`);
  const outer = [...directories].filter((directory) => !isIn(directory, chart));
  return [...outer, ...[...files].filter((file) => ![chart, ...outer].some((directory) => isIn(file, directory)))];
}

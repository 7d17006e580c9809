import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type RenderContext, runRenderer } from '../run-renderer.ts';
import type { RenderedSource, SourceRequest } from '../source-request.ts';
import { buildDependencies } from './build-dependencies.ts';
import { findUseOfCapabilities } from './capabilities.ts';
import { explainSchema, missingDependencies } from './explain.ts';
import { setFileParameters } from './file-parameters.ts';
import { refuseLoopbackSchemas } from './loopback-schemas.ts';
import { type HelmOptions, readOptions } from './options.ts';
import { setParameters } from './parameters.ts';
import { templateArguments } from './template-arguments.ts';
import { findValueFiles } from './value-files.ts';
import { withPrivateDirectory, writeValues } from './values-file.ts';
import { type ChartFiles, walkChart } from './walk-chart.ts';

/** What the Helm sources of a run share. */
export interface HelmSettings {
  /** URL schemes of value files that are passed on to helm; none as long as nothing is fetched. */
  readonly valueFileSchemes: readonly string[];
  /** Directory for throw-away copies: tmpfs where there is one. */
  readonly scratch: string;
}

/**
 * Renders a Helm source as Argo CD would: the template first, and only when helm misses dependencies they are built and it is
 * tried again. Nothing is fetched but dependencies that may be, and nothing in the checkout is written.
 *
 * Source: argo-cd reposerver/repository/repository.go, helmTemplate
 * @throws RenderError with a reason fit for people
 */
export async function renderHelm(
  request: SourceRequest,
  context: RenderContext,
  settings: HelmSettings,
): Promise<RenderedSource> {
  const options = readOptions(request.options);
  const valueFiles = await findValueFiles(options, request, settings.valueFileSchemes);
  const parameters = setParameters(options.parameters, request.environment);
  const fileParameters = await setFileParameters(options, request, settings.valueFileSchemes);
  const files = await walkChart(request.root, request.path);
  const { text, isFetched } = await withPrivateDirectory(settings.scratch, async (directory) => {
    const ownValues = await writeValues(options, directory);
    const sets = [...parameters.args, ...fileParameters.args];
    const args = templateArguments(request, { options, sets, valueFiles, ownValues });
    return template({ request, args, files, directory }, context);
  });
  const capabilities = await warnOfCapabilities(request, options, files);
  return { text, warnings: [...parameters.warnings, ...fileParameters.warnings, ...capabilities], isFetched };
}

async function warnOfCapabilities(
  { root, kubeVersion, apiVersions }: SourceRequest,
  options: HelmOptions,
  files: ChartFiles,
): Promise<string[]> {
  if ([kubeVersion, options.kubeVersion].some(Boolean) || apiVersions.length + options.apiVersions.length > 0)
    return [];
  const file = await findUseOfCapabilities(root, files);
  if (file === undefined) return [];
  return [
    `${file} asks for .Capabilities, and those of the cluster were not given: it saw helm's own. Set --kube-version and --api-versions, or clusters in the configuration`,
  ];
}

interface TemplateCall {
  readonly request: SourceRequest;
  readonly args: readonly string[];
  readonly files: ChartFiles;
  /** Private, for a copy. */
  readonly directory: string;
}

async function template({ request, args, files, directory }: TemplateCall, context: RenderContext) {
  const { root, path } = request;
  const copy = join(directory, 'copy');
  const roots = [copy, directory, root, ...checkoutsOf(request)];
  const run = async (cwd: string) => {
    try {
      return await runRenderer({ program: 'helm', args, cwd, roots }, context);
    } catch (error) {
      throw explainSchema(error);
    }
  };
  try {
    await refuseLoopbackSchemas([...files.files].map((file) => join(root, file)));
    return { text: await run(join(root, path)), isFetched: false };
  } catch (error) {
    const missing = missingDependencies(error);
    if (missing.length === 0) throw error;
    await mkdir(copy, { mode: 0o700 });
    const built = await buildDependencies({ root, path, files, missing, copy }, context);
    await refuseLoopbackSchemas((await readdir(copy, { recursive: true })).map((file) => join(copy, file)));
    return { text: await run(built.directory), isFetched: built.isFetched };
  }
}

function checkoutsOf({ refs }: SourceRequest): readonly string[] {
  return [...refs.values()].filter((ref) => typeof ref === 'string');
}

import { join } from 'node:path';
import type { ResourceFilter } from '../applications/after-generation.ts';
import { readDirectory } from '../applications/directory/read-directory.ts';
import type { AppSourceType } from '../applications/type-detection.ts';
import { readKustomizationGraph } from '../discover/kustomization-graph.ts';
import { resolveIn } from '../discover/paths.ts';
import type { Failure } from '../model/failure.ts';
import type { Manifest } from '../model/manifest.ts';
import { parseManifests } from '../parse/manifests.ts';
import { sourceOfChart, sourceOfKustomization, sourceOfPlugin, withPrefix } from '../parse/sources.ts';
import { findHelmInputs } from '../render/helm/inputs.ts';
import { looksForFiles } from '../render/helm/lookups.ts';
import { renderHelm } from '../render/helm/render-helm.ts';
import { readBuildOptions } from '../render/kustomize/build-options.ts';
import { findKustomizeInputs, renderKustomize } from '../render/kustomize/render-kustomize.ts';
import type { PluginProgram } from '../render/plugin/programs.ts';
import { renderPlugin } from '../render/plugin/render-plugin.ts';
import type { SourceRequest } from '../render/source-request.ts';
import type { Checkout } from './checkout.ts';
import { type CheckoutRequest, putOnDisk } from './checkout-request.ts';
import { refuseAbsent } from './refuse-absent.ts';
import { rememberSource } from './remember-source.ts';
import { contextOf } from './render-context.ts';
import type { Session } from './session.ts';
import { toFailures } from './to-failures.ts';

export interface SourceSettings {
  /** Options of `kustomize build` in argocd-cm. */
  readonly kustomizeBuildOptions: readonly string[];
  /** What plugins of Argo CD are rendered with; without a program they are not. */
  readonly plugins?: readonly PluginProgram[] | undefined;
  readonly disabledTypes: readonly ('helm' | 'kustomize')[];
  readonly exclusions: readonly ResourceFilter[];
  readonly inclusions: readonly ResourceFilter[];
  /** What charts see of a cluster. */
  readonly capabilitiesOf: (cluster: string) => Pick<SourceRequest, 'kubeVersion' | 'apiVersions'>;
}

/** What came of one source. */
export interface RenderedPart {
  readonly manifests: readonly Manifest[];
  readonly failures: readonly Failure[];
  /** Files and directories of this repository that it uses up. */
  readonly owns: readonly string[];
  /** What a reader should know. */
  readonly notes: readonly string[];
  /** Files that labels of its objects may come from; absent for objects that stand in a file as they are. */
  readonly inputs?: readonly string[];
  /** Why it was not rendered, on purpose. */
  readonly skipped?: string;
}

/** A source whose files, type and options are known. */
export interface PreparedSource {
  readonly type: AppSourceType;
  readonly request: CheckoutRequest;
  readonly checkout: Checkout;
}

/**
 * Renders a source.
 *
 * @throws RenderError with a reason for people
 */
export async function renderSource(
  source: PreparedSource,
  session: Session,
  settings: SourceSettings,
): Promise<RenderedPart> {
  const part = await renderByType(source, session, settings);
  return source.checkout.prefix === '' ? part : { ...part, owns: [], inputs: [] };
}

async function renderByType(
  { type, request, checkout }: PreparedSource,
  session: Session,
  settings: SourceSettings,
): Promise<RenderedPart> {
  switch (type) {
    case 'Helm':
      return renderChart(request, checkout, session);
    case 'Kustomize':
      return renderKustomization(request, checkout, session, settings);
    case 'Directory':
      return readFiles(request, checkout);
    case 'Plugin':
      return runPlugin(request, checkout, session, settings);
  }
}

async function renderChart(planned: CheckoutRequest, checkout: Checkout, session: Session): Promise<RenderedPart> {
  const { prefix } = checkout;
  const settings = { valueFileSchemes: [], scratch: session.scratch };
  const request = await putOnDisk(planned, checkout);
  const inputs = async () => [join(request.root, request.path), ...(await findHelmInputs(request, settings))];
  const looksIn = (directory: string) => looksForFiles(request, directory, settings);
  await refuseAbsent(planned, checkout, { inputs, looksIn });
  const { manifests, failures, warnings } = await rememberSource(
    {
      program: 'helm',
      request,
      settings: { prefix },
      inputs,
      templates: inputs,
      render: (context) => renderHelm(request, context, settings),
      sourceOf: withPrefix(prefix, sourceOfChart(request.path)),
    },
    session,
  );
  const values = request.path === '.' ? 'values.yaml' : `${request.path}/values.yaml`;
  return { manifests, failures, owns: [request.path], notes: warnings, inputs: [values] };
}

async function renderKustomization(
  planned: CheckoutRequest,
  checkout: Checkout,
  session: Session,
  { kustomizeBuildOptions }: SourceSettings,
): Promise<RenderedPart> {
  const { tree, prefix } = checkout;
  const request = await putOnDisk(planned, checkout);
  const graph = await readKustomizationGraph(tree, [request.path]);
  const settings = { buildOptions: kustomizeBuildOptions, scratch: session.scratch, tree };
  const inRoot = (paths: readonly string[]) => paths.map((path) => join(request.root, path));
  const inputs = async () => inRoot(await findKustomizeInputs(request, settings));
  const named = inRoot([...graph.filesBelow(request.path), ...componentPaths(request)]);
  const looksIn = async (directory: string) => named.some((path) => `${path}/`.startsWith(`${directory}/`));
  await refuseAbsent(planned, checkout, { inputs, looksIn });
  const { manifests, failures, warnings } = await rememberSource(
    {
      program: 'kustomize',
      request,
      settings: { prefix, buildOptions: kustomizeBuildOptions },
      inputs,
      templates: async () => (readBuildOptions(kustomizeBuildOptions).isHelmEnabled ? inputs() : []),
      render: (context) => renderKustomize(request, context, settings),
      sourceOf: withPrefix(prefix, sourceOfKustomization(graph.fileOf(request.path))),
    },
    session,
  );
  return {
    manifests,
    failures,
    owns: [request.path],
    notes: warnings,
    inputs: graph.filesBelow(request.path),
  };
}

/** Nobody knows what a plugin reads: its output is not remembered. */
async function runPlugin(
  planned: CheckoutRequest,
  checkout: Checkout,
  session: Session,
  { plugins = [] }: SourceSettings,
): Promise<RenderedPart> {
  const { prefix } = checkout;
  const request = await putOnDisk(planned, checkout);
  const inputs = async () => [join(request.root, request.path)];
  await refuseAbsent(planned, checkout, { inputs, looksIn: async () => false });
  const { searchPath } = session.settings;
  const { text, warnings } = await renderPlugin(request, contextOf(session), { programs: plugins, searchPath });
  const { manifests, errors } = parseManifests(text, withPrefix(prefix, sourceOfPlugin(request.path)));
  return { manifests, failures: toFailures(errors), owns: [request.path], notes: warnings, inputs: [] };
}

/** Components that the Application names, which may be missing. */
function componentPaths({ path, options }: SourceRequest): readonly string[] {
  const { components } = options;
  const names = Array.isArray(components) ? components : [];
  return names.flatMap((name) => (typeof name === 'string' ? [resolveIn(path, name)] : []));
}

async function readFiles({ path, options }: CheckoutRequest, { tree, prefix }: Checkout): Promise<RenderedPart> {
  const { manifests, failures, files } = await readDirectory(tree, path, options, { prefix });
  return { manifests, failures, owns: [path, ...files], notes: [] };
}

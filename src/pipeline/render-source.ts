import { join } from 'node:path';
import type { ResourceFilter } from '../applications/after-generation.ts';
import { readDirectory } from '../applications/directory/read-directory.ts';
import type { AppSourceType } from '../applications/type-detection.ts';
import { readKustomizationGraph } from '../discover/kustomization-graph.ts';
import type { Failure } from '../model/failure.ts';
import type { Manifest } from '../model/manifest.ts';
import { parseManifests } from '../parse/manifests.ts';
import { sourceOfChart, sourceOfKustomization, sourceOfPlugin, withPrefix } from '../parse/sources.ts';
import { findHelmInputs } from '../render/helm/inputs.ts';
import { renderHelm } from '../render/helm/render-helm.ts';
import { findKustomizeInputs, renderKustomize } from '../render/kustomize/render-kustomize.ts';
import type { PluginProgram } from '../render/plugin/programs.ts';
import { renderPlugin } from '../render/plugin/render-plugin.ts';
import type { SourceRequest } from '../render/source-request.ts';
import type { Checkout } from './checkout.ts';
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

/**
 * Renders a source whose type is known.
 *
 * @throws RenderError with a reason for people
 */
export async function renderSource(
  type: AppSourceType,
  request: SourceRequest,
  checkout: Checkout,
  session: Session,
  settings: SourceSettings,
): Promise<RenderedPart> {
  const part = await renderByType(type, request, checkout, session, settings);
  return checkout.prefix === '' ? part : { ...part, owns: [], inputs: [] };
}

function renderByType(
  type: AppSourceType,
  request: SourceRequest,
  checkout: Checkout,
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

async function renderChart(request: SourceRequest, { prefix }: Checkout, session: Session): Promise<RenderedPart> {
  const settings = { valueFileSchemes: [], scratch: session.scratch };
  const { manifests, failures, warnings } = await rememberSource(
    {
      program: 'helm',
      request,
      settings: { prefix },
      inputs: async () => [join(request.root, request.path), ...(await findHelmInputs(request, settings))],
      render: () => renderHelm(request, contextOf(session), settings),
      sourceOf: withPrefix(prefix, sourceOfChart(request.path)),
    },
    session,
  );
  const inputs = [request.path === '.' ? 'values.yaml' : `${request.path}/values.yaml`];
  return { manifests, failures, owns: [request.path], notes: warnings, inputs };
}

async function renderKustomization(
  request: SourceRequest,
  { tree, prefix }: Checkout,
  session: Session,
  { kustomizeBuildOptions }: SourceSettings,
): Promise<RenderedPart> {
  const graph = await readKustomizationGraph(tree, [request.path]);
  const settings = { buildOptions: kustomizeBuildOptions, scratch: session.scratch, tree };
  const { manifests, failures, warnings } = await rememberSource(
    {
      program: 'kustomize',
      request,
      settings: { prefix, buildOptions: kustomizeBuildOptions },
      inputs: async () => (await findKustomizeInputs(request, settings)).map((path) => join(request.root, path)),
      render: () => renderKustomize(request, contextOf(session), settings),
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
  request: SourceRequest,
  { prefix }: Checkout,
  session: Session,
  { plugins = [] }: SourceSettings,
): Promise<RenderedPart> {
  const { searchPath } = session.settings;
  const { text, warnings } = await renderPlugin(request, contextOf(session), { programs: plugins, searchPath });
  const { manifests, errors } = parseManifests(text, withPrefix(prefix, sourceOfPlugin(request.path)));
  return { manifests, failures: toFailures(errors), owns: [request.path], notes: warnings, inputs: [] };
}

async function readFiles({ path, options }: SourceRequest, { tree, prefix }: Checkout): Promise<RenderedPart> {
  const { manifests, failures, files } = await readDirectory(tree, path, options, { prefix });
  return { manifests, failures, owns: [path, ...files], notes: [] };
}

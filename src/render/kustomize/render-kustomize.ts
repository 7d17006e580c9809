import { join } from 'node:path';
import { inDirectory } from '../../discover/paths.ts';
import { KUSTOMIZATION_NAMES } from '../../discover/source-type.ts';
import { RenderError } from '../../model/errors.ts';
import type { FileTree } from '../../model/ports.ts';
import { refuseLoopbackSchemas } from '../helm/loopback-schemas.ts';
import { followPath } from '../links.ts';
import { type RenderContext, runRenderer } from '../run-renderer.ts';
import type { RenderedSource, SourceRequest } from '../source-request.ts';
import { type BuildOptions, readBuildOptions } from './build-options.ts';
import { type Closure, findClosure } from './closure.ts';
import { withCopy } from './copy.ts';
import { applySteps, editCopy } from './edit-copy.ts';
import type { Fields } from './fields.ts';
import { findComponents } from './find-components.ts';
import { helmArguments } from './helm-arguments.ts';
import { findEditedFile, readKustomizationFile } from './kustomization-file.ts';
import { type KustomizeOptions, readOptions } from './options.ts';
import { refuseRemotes } from './remote.ts';
import { planSteps, type Step } from './steps.ts';

/** What the Kustomize sources of one checkout share. */
export interface KustomizeSettings {
  /** argocd-cm `kustomize.buildOptions`, split on spaces. */
  readonly buildOptions: readonly string[];
  /** Directory for throw-away copies: tmpfs where there is one. */
  readonly scratch: string;
  /** The same files by the port, rooted at the request's root. */
  readonly tree: FileTree;
}

/**
 * Renders a Kustomize source as Argo CD would: its edits in their order, then the build. Argo CD edits its checkout; here
 * nothing in it is written: what is edited is a copy of the files that the build reads.
 *
 * Nothing is fetched, and no plugin or function runs. Charts are inflated where the build options enable helm and every
 * chart lies in the repository.
 *
 * Source: argo-cd util/kustomize/kustomize.go, Build
 * @throws RenderError with a reason fit for people
 */
export async function renderKustomize(
  request: SourceRequest,
  context: RenderContext,
  settings: KustomizeSettings,
): Promise<RenderedSource> {
  const { options, build, steps, edited, closure } = await plan(request, settings);
  const args = [...build.args, ...(await helmArguments(closure, build, options, request, context))];

  const run = (root: string) => {
    const call = { args: [join(root, request.path), ...args], cwd: root, roots: [root, request.root] };
    return runRenderer({ program: 'kustomize', ...call }, context);
  };
  if (edited === undefined) return { text: await run(request.root), warnings: [] };
  const text = await withCopy(request.root, closure, settings.scratch, async (copy) => {
    await editCopy({ copy, file: edited.file }, steps, edited.content, context);
    return run(copy);
  });
  return { text, warnings: [] };
}

/**
 * Everything in the checkout that a render reads, and the names that would make it another one if they were there.
 *
 * @returns paths relative to the root, each once, sorted; those of directories stand for all below them
 * @throws RenderError where the render would
 */
export async function findKustomizeInputs(
  request: SourceRequest,
  settings: KustomizeSettings,
): Promise<readonly string[]> {
  const { closure } = await plan(request, settings);
  const candidates = [...closure.directories].flatMap((directory) =>
    [...KUSTOMIZATION_NAMES].map((name) => inDirectory(directory, name)),
  );
  return [
    ...new Set([...closure.files.keys(), ...closure.links.keys(), ...closure.missing, ...closure.whole, ...candidates]),
  ].sort();
}

interface Plan {
  readonly options: KustomizeOptions;
  readonly build: BuildOptions;
  readonly steps: readonly Step[];
  readonly edited: Edited | undefined;
  readonly closure: Closure;
}

async function plan(request: SourceRequest, settings: KustomizeSettings): Promise<Plan> {
  const options = readOptions(request.options);
  if (options.version !== '') {
    throw new RenderError(
      `kustomize.version: ${options.version} is not registered; only the default kustomize is known`,
    );
  }
  const build = readBuildOptions(settings.buildOptions);
  const { path: directory } = await followPath(request.root, request.path, new Map());
  const components = await findComponents(options, { root: request.root, directory });
  const steps = planSteps(options, request.environment, components);
  const edited = await planEdit(steps, directory, settings.tree);
  const closure = await findClosure({
    root: request.root,
    tree: settings.tree,
    directory: request.path,
    edited,
    isHelmEnabled: build.isHelmEnabled,
  });
  refuseClosure(closure, build);
  if (closure.withCharts.length > 0) {
    await refuseLoopbackSchemas([...closure.files.keys()].map((file) => join(request.root, file)));
  }
  return { options, build, steps, edited, closure };
}

interface Edited {
  readonly file: string;
  readonly content: Fields;
}

async function planEdit(steps: readonly Step[], directory: string, tree: FileTree): Promise<Edited | undefined> {
  if (steps.length === 0) return undefined;
  const byArgo = steps.every(({ command }) => command === undefined);
  const file = await findEditedFile(tree, directory, byArgo);
  return { file, content: applySteps(await readKustomizationFile(tree, file), steps, file) };
}

/** @throws RenderError for what must not be built */
function refuseClosure({ remotes, withCharts, withPlugins }: Closure, build: BuildOptions): void {
  if (remotes.length > 0) throw new RenderError(`kustomize: ${refuseRemotes(remotes)}`);
  const [charts] = withCharts;
  if (charts !== undefined && !build.isHelmEnabled) {
    // kustomize says the same at the end of a long line.
    throw new RenderError(
      `${charts} has helmCharts: must specify --enable-helm, in kustomize.buildOptions of argocd-cm`,
    );
  }
  const [plugin] = withPlugins;
  if (plugin === undefined) return;
  if (build.isUnrestricted) {
    throw new RenderError(
      `${plugin} has generators, transformers or validators, which with LoadRestrictionsNone could read files outside of the repository`,
    );
  }
  if (charts !== undefined) {
    throw new RenderError(`${plugin} has generators, transformers or validators, which could start helm unchecked`);
  }
}

import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { readDirectoryOptions } from '../applications/directory/options.ts';
import { type Closure, mergeClosures, NOTHING_READ, type Selection } from '../changes/closure.ts';
import { directoryOf, nameOf } from '../discover/paths.ts';
import { detectSourceType } from '../discover/source-type.ts';
import { RenderError } from '../model/errors.ts';
import type { Target } from '../model/target.ts';
import { matchesWildcard } from '../model/wildcard.ts';
import { findHelmInputs } from '../render/helm/inputs.ts';
import { readOptions } from '../render/helm/options.ts';
import { findNamedValueFiles } from '../render/helm/value-files.ts';
import { findKustomizeInputs } from '../render/kustomize/render-kustomize.ts';
import type { SourceRequest } from '../render/source-request.ts';
import { putOnDisk } from './checkout-request.ts';
import { prepareTarget } from './render.ts';
import type { PreparedPart } from './render-application.ts';
import type { PreparedSource, SourceSettings } from './render-source.ts';
import type { Session } from './session.ts';

/** Everything of this repository that the sources of an Application are rendered from. */
export async function findApplicationClosure(
  parts: readonly PreparedPart[],
  session: Session,
  settings: SourceSettings,
): Promise<Closure> {
  const closures: Closure[] = [];
  for (const part of parts)
    closures.push('request' in part ? await findSourceClosure(part, session, settings) : part.closure);
  return mergeClosures(closures);
}

/** Everything that a chart, a kustomization or a directory is rendered from that no Application uses. */
export async function findTargetClosure(target: Target, session: Session, settings: SourceSettings): Promise<Closure> {
  if (target.kind === 'HelmChart' || target.kind === 'Kustomization') {
    return findSourceClosure(await prepareTarget(target, session), session, settings);
  }
  if (target.kind === 'Manifests') return { inputs: target.files, selections: [] };
  const files = new Set(target.files);
  const present = new Set((await session.tree.list(target.path, { isShallow: true })).map(({ path }) => path));
  // Files that were removed belonged to it.
  const belongs = (path: string) => files.has(path) || (!present.has(path) && /\.(?:yaml|yml|json)$/.test(path));
  const selects = (path: string) => directoryOf(path) === target.path && belongs(path);
  return { inputs: [], selections: [{ directory: target.path, selects }] };
}

async function findSourceClosure(source: PreparedSource, session: Session, settings: SourceSettings): Promise<Closure> {
  const { request, checkout } = source;
  const isOwn = checkout.prefix === '';
  const refersToOwn = [...request.refs.values()].some((ref) => 'prefix' in ref && ref.prefix === '');
  if (!isOwn && !refersToOwn) return NOTHING_READ;
  if (source.type === 'Directory') {
    return { inputs: [], selections: [decidingNames(request.path), manifestsOf(request)] };
  }
  const { files, selections = [], isUnclear = false } = await findInputs(source, settings, session);
  const own = await (await session.checkout()).directory();
  const inputs = files.flatMap((path) => {
    const inner = relative(own, path);
    return inner.startsWith('..') ? [] : [inner === '' ? '.' : inner];
  });
  return { inputs, selections: isOwn ? [decidingNames(request.path), ...selections] : selections, isUnclear };
}

/** Files of these names decide how a directory is rendered. */
function decidingNames(directory: string): Selection {
  const decides = (name: string) => detectSourceType([name]) !== 'Directory' || name.startsWith('.argocd-source');
  return { directory, selects: (path) => directoryOf(path) === directory && decides(nameOf(path)) };
}

interface Inputs {
  /** Absolute paths. */
  readonly files: readonly string[];
  readonly selections?: readonly Selection[];
  readonly isUnclear?: true;
}

async function findInputs(source: PreparedSource, settings: SourceSettings, session: Session): Promise<Inputs> {
  const { type, checkout } = source;
  const request = await putOnDisk(source.request, checkout);
  const { root, path } = request;
  try {
    if (type === 'Helm') {
      const others = await findHelmInputs(request, { valueFileSchemes: [] });
      return { files: [join(root, path), ...others], selections: await findGone(request) };
    }
    if (type === 'Plugin') return { files: [join(root, path)] };
    const buildOptions = settings.kustomizeBuildOptions;
    const files = await findKustomizeInputs(request, { buildOptions, scratch: session.scratch, tree: checkout.tree });
    return { files: files.map((file) => join(root, file)) };
  } catch (error) {
    if (!(error instanceof RenderError)) throw error;
    // It will say why when it is rendered.
    return { files: [join(root, path)], isUnclear: true };
  }
}

/** Value files that were named, or matched a pattern, and are not there any more. */
async function findGone(request: SourceRequest): Promise<readonly Selection[]> {
  const named = await findNamedValueFiles(readOptions(request.options), request, []);
  return named.map(({ root, path }) => {
    const isMatch = (name: string) => /[[{]|\*\*/.test(path) || matchesWildcard(nameOf(path), name);
    const selects = (changed: string) => isMatch(nameOf(changed)) && !existsSync(join(root, changed));
    return { directory: '.', selects };
  });
}

function manifestsOf({ path: directory, options }: PreparedSource['request']): Selection {
  const read = readDirectoryOptions(options);
  const prefix = directory === '.' ? '' : `${directory}/`;
  if ('problems' in read) return { directory, selects: () => true };
  return {
    directory,
    selects(path) {
      if (!read.recurse && directoryOf(path) !== directory) return false;
      return /\.(?:yaml|yml|json|jsonnet)$/.test(path) && read.selects(path.slice(prefix.length));
    },
  };
}

import { relative, sep } from 'node:path';
import { digestClosure, isPointerDigest } from '../cache/digest.ts';
import { renderKey } from '../cache/key.ts';
import { remember } from '../cache/remember.ts';
import { NO_CACHE } from '../cache/render-cache.ts';
import { RenderError } from '../model/errors.ts';
import type { Failure } from '../model/failure.ts';
import { IS_LFS_POINTER } from '../model/lfs-pointer.ts';
import type { KubernetesObject, Manifest } from '../model/manifest.ts';
import { parseManifests, type SourceOf } from '../parse/manifests.ts';
import type { RenderedSource, SourceRequest } from '../render/source-request.ts';
import type { Session } from './session.ts';
import { toFailures } from './to-failures.ts';

export interface RememberedSource {
  readonly program: 'helm' | 'kustomize';
  readonly request: SourceRequest;
  /** What else decides the output besides the request: plain JSON. */
  readonly settings: unknown;
  /** Absolute paths of all that is read, found anew at each call. */
  readonly inputs: () => Promise<readonly string[]>;
  readonly render: () => Promise<RenderedSource>;
  /** Says which file an object of the output comes from. */
  readonly sourceOf: SourceOf;
}

/** Rendered output as it was read. */
export interface ReadOutput {
  readonly manifests: readonly Manifest[];
  readonly failures: readonly Failure[];
  readonly warnings: readonly string[];
}

/** The same as plain JSON, which is read many times faster than what the renderer printed. */
interface StoredOutput {
  readonly objects: readonly (readonly [file: string, object: KubernetesObject])[];
  readonly failures: readonly Failure[];
  readonly warnings: readonly string[];
}

/** Changes whenever a render of the same inputs may come out otherwise. */
const FORMAT = '2';

/**
 * The output of a render, from the cache where nothing that it depends on has changed since.
 *
 * @throws RenderError where the render would
 */
export async function rememberSource(source: RememberedSource, session: Session): Promise<ReadOutput> {
  // Where there is no cache, nothing else looks at what is read.
  if (session.cache === NO_CACHE) await digestInputs(source);
  const output = await remember(
    session.cache,
    () => keyOf(source, session),
    async () => JSON.stringify(read(await source.render(), source.sourceOf)),
  );
  const { objects, failures, warnings } = JSON.parse(output) as StoredOutput;
  // What is rendered has no lines.
  const manifests = objects.map(([file, object]) => ({ object, source: { file, lineOf: () => undefined } }));
  return { manifests, failures, warnings };
}

function read({ text, warnings }: RenderedSource, sourceOf: SourceOf): StoredOutput {
  const { manifests, errors } = parseManifests(text, sourceOf);
  return {
    objects: manifests.map(({ object, source }) => [source.file, object] as const),
    failures: toFailures(errors),
    warnings,
  };
}

async function keyOf(source: RememberedSource, session: Session): Promise<string> {
  const { program, request, settings } = source;
  const { options, application, namespace, isMultiSource, kubeVersion, apiVersions, path, environment, refs } = request;
  // The commit is among the variables: where none is used, another commit changes nothing.
  const usesVariables = JSON.stringify(options).includes('$');
  return renderKey({
    format: FORMAT,
    renderer: await session.rendererDigest(program),
    parameters: {
      ...{ path, options, application, namespace, isMultiSource, apiVersions, settings },
      kubeVersion: kubeVersion ?? null,
      environment: usesVariables ? environment : {},
      refs: [...refs.keys()].sort(),
    },
    files: await digestInputs(source),
  });
}

/**
 * Digests by root, since the same path may stand in several checkouts.
 *
 * @throws RenderError for a Git LFS pointer, which must not be taken for the file that it stands for
 */
async function digestInputs({ inputs, request }: RememberedSource): Promise<ReadonlyMap<string, string>> {
  const { root, refs } = request;
  const paths = await inputs();
  const roots = [root, ...[...refs.values()].filter((ref) => typeof ref === 'string')];
  const digests = new Map<string, string>();
  for (const [index, each] of [...new Set(roots)].entries()) {
    const inside = paths.map((path) => relative(each, path).split(sep).join('/')).filter((path) => !leaves(path));
    for (const [path, digest] of await digestClosure(each, inside)) {
      if (isPointerDigest(digest)) throw new RenderError(`${path} ${IS_LFS_POINTER}`);
      digests.set(`${index}/${path}`, digest);
    }
  }
  return digests;
}

function leaves(path: string): boolean {
  return path === '..' || path.startsWith('../') || path.startsWith('/');
}

import { relative, sep } from 'node:path';
import { digestClosure, isPointerDigest } from '../cache/digest.ts';
import { renderKey } from '../cache/key.ts';
import { remember } from '../cache/remember.ts';
import { NO_CACHE } from '../cache/render-cache.ts';
import { RenderError } from '../model/errors.ts';
import type { Failure } from '../model/failure.ts';
import { IS_LFS_POINTER } from '../model/lfs-pointer.ts';
import type { Manifest } from '../model/manifest.ts';
import { type RenderedSteadily, renderSteadily, type SteadySource } from './render-steadily.ts';
import type { Session } from './session.ts';

export interface RememberedSource extends SteadySource {
  readonly program: 'helm' | 'kustomize';
  /** What else decides the output besides the request: plain JSON. */
  readonly settings: unknown;
  /** Absolute paths of all that is read, found anew at each call. */
  readonly inputs: () => Promise<readonly string[]>;
}

/** Rendered output as it was read. */
export interface ReadOutput {
  readonly manifests: readonly Manifest[];
  readonly failures: readonly Failure[];
  readonly warnings: readonly string[];
}

/** Changes whenever a render of the same inputs may come out otherwise. */
const FORMAT = '3';

/**
 * The output of a render, from the cache where nothing that it depends on has changed since.
 *
 * @throws RenderError where the render would
 */
export async function rememberSource(source: RememberedSource, session: Session): Promise<ReadOutput> {
  // Where there is no cache, nothing else looks at what is read.
  if (session.cache === NO_CACHE) await digestInputs(source);
  let isFetched: boolean | undefined;
  const output = await remember(
    session.cache,
    // What is fetched has no part in the key: no output of it is stored.
    async () => (isFetched ? '' : await keyOf(source, session)),
    async () => {
      const rendered = await renderSteadily(source, session);
      isFetched = rendered.isFetched;
      // Plain JSON is read many times faster than what the renderer printed.
      return JSON.stringify(rendered);
    },
  );
  const { objects, failures, warnings } = JSON.parse(output) as RenderedSteadily;
  // What is rendered has no lines.
  const manifests = objects.map(([file, object]) => ({ object, source: { file, lineOf: () => undefined } }));
  return { manifests, failures, warnings };
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

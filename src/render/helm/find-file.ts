import { readlink } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { RenderError } from '../../model/errors.ts';
import { type Followed, followPath } from '../links.ts';
import type { SourceRequest } from '../source-request.ts';
import { substitute } from '../substitute.ts';
import { refuseLineBreaks } from './field.ts';

/** Links that Argo CD follows one after the other at the end of a path. */
const MAX_LINKS = 10;

/** A file that an Application names, or a pattern: it need not exist. */
export interface FoundPath {
  /** Absolute, of the checkout it lies in. */
  readonly root: string;
  /** Relative to the root, links at its end followed. */
  readonly path: string;
}

/**
 * What a value file or a file parameter stands for: variables are put in, `/` begins at the root of the repository, `$name/` at
 * that of another source, all else in the app directory.
 *
 * Source: argo-cd reposerver/repository/repository.go, getReferencedSource, getResolvedRefValueFile;
 * util/io/path/resolved.go, ResolveValueFilePathOrUrl
 * @param place names the field in errors
 * @param schemes of URLs that are passed on
 * @throws RenderError for what leads out of its repository, or would have to be fetched
 */
export async function findFile(
  text: string,
  place: string,
  request: SourceRequest,
  schemes: readonly string[],
): Promise<FoundPath | { readonly url: string }> {
  const { root, path, environment } = request;
  const ref = findRef(text, place, request);
  if (ref !== undefined) return findPath(ref.root, '.', substitute(ref.rest, environment), `${place}: ${text}`);

  const substituted = substitute(text, environment);
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(substituted)?.[1]?.toLowerCase();
  if (scheme === undefined) return findPath(root, path, substituted, `${place}: ${text}`);
  if (!schemes.some((allowed) => allowed.toLowerCase() === scheme)) {
    throw new RenderError(`${place}: ${substituted} is a URL: nothing is fetched`);
  }
  refuseLineBreaks(place, substituted);
  return { url: substituted };
}

/** The checkout that `$name/…` stands for. In an Application with one source `$name` is a variable like any other. */
function findRef(text: string, place: string, { refs, isMultiSource }: SourceRequest) {
  if (!isMultiSource || !text.startsWith('$')) return undefined;
  const [first = ''] = text.split('/', 1);
  const ref = refs.get(first.slice(1));
  if (ref === undefined) {
    const known = refs.size === 0 ? "no source has a 'ref'" : `there are ${[...refs.keys()].join(', ')}`;
    throw new RenderError(`${place}: ${first} is no source of the Application: ${known}`);
  }
  if (typeof ref !== 'string') throw new RenderError(`${place}: ${text}: ${ref.missing}`);
  return { root: ref, rest: text.slice(first.length) };
}

async function findPath(root: string, directory: string, text: string, place: string): Promise<FoundPath> {
  refuseLineBreaks(place, text);
  const inside = posix.normalize(text.startsWith('/') ? `.${text}` : `${directory}/${text}`);
  const path = await followEnd(root, inside, place);
  if (path === '.') throw new RenderError(`${place} is the root of the repository and no file`);
  return { root, path };
}

/** Follows links at the end of a path, one after the other. */
async function followEnd(root: string, start: string, place: string): Promise<string> {
  let path = start;
  for (let links = 0; ; links++) {
    path = posix.normalize(path).replace(/(?<=.)\/$/, '');
    if (path === '..' || path.startsWith('../')) throw new RenderError(`${place} leads out of the repository`);
    const target = await readLink(join(root, path));
    if (target === undefined) return path;
    if (posix.isAbsolute(target)) throw new RenderError(`${place} is an absolute link, which Argo CD refuses`);
    if (links === MAX_LINKS) throw new RenderError(`${place} is a chain of more than ${MAX_LINKS} links`);
    path = posix.join(posix.dirname(path), target);
  }
}

async function readLink(path: string): Promise<string | undefined> {
  try {
    return await readlink(path);
  } catch {
    return undefined;
  }
}

/**
 * What is at a path, links in its directories followed too. Argo CD refuses a repository in which one of them leads out.
 *
 * @throws RenderError for such a link
 */
export async function typeOf({ root, path }: FoundPath, place: string): Promise<Followed['type']> {
  try {
    return (await followPath(root, path, new Map())).type;
  } catch (error) {
    if (error instanceof RenderError) throw new RenderError(`${place}: ${error.message}`);
    throw error;
  }
}

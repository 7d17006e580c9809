import { join } from 'node:path';
import { RenderError } from '../../model/errors.ts';
import type { SourceRequest } from '../source-request.ts';
import { type FoundPath, findFile, typeOf } from './find-file.ts';
import { globFiles } from './glob-files.ts';
import type { HelmOptions } from './options.ts';

/** A file on this machine, or a URL. */
export type ValueFile = FoundPath | { readonly url: string };

/**
 * The value files in the order in which helm gets them. Every one comes once: what is named explicitly where it is named first,
 * all else where a pattern finds it first.
 *
 * Source: argo-cd reposerver/repository/repository.go, getResolvedValueFiles
 * @throws RenderError for one that is missing, unless missing ones are to be ignored, or leads out of its repository
 */
export async function findValueFiles(
  { valueFiles, ignoreMissingValueFiles }: HelmOptions,
  request: SourceRequest,
  schemes: readonly string[],
): Promise<readonly ValueFile[]> {
  const named = await readNames(valueFiles, request, schemes);
  const explicit = new Set(named.filter(({ file }) => !isPattern(file)).map(({ file }) => keyOf(file)));
  const found = new Map<string, ValueFile>();
  const add = (file: ValueFile) => found.set(keyOf(file), found.get(keyOf(file)) ?? file);
  for (const { place, text, file } of named) {
    if (isPattern(file)) {
      const matches = await globFiles(file.root, file.path, `${place}: ${text}`);
      if (matches.length === 0 && !ignoreMissingValueFiles) {
        throw new RenderError(`${place}: no files match ${text}`);
      }
      for (const path of matches.filter((match) => !explicit.has(join(file.root, match)))) {
        refuseSeparators(path, place);
        add({ root: file.root, path });
      }
    } else if (await isThere(file, `${place}: ${text}`, ignoreMissingValueFiles)) add(file);
  }
  return [...found.values()];
}

/**
 * The names and patterns of value files, whether anything is there or not.
 *
 * @throws RenderError for one that leads out of its repository, or would have to be fetched
 */
export async function findNamedValueFiles(
  { valueFiles }: HelmOptions,
  request: SourceRequest,
  schemes: readonly string[],
): Promise<readonly FoundPath[]> {
  const named = await readNames(valueFiles, request, schemes);
  return named.flatMap(({ file }) => ('url' in file ? [] : [file]));
}

async function readNames(
  valueFiles: readonly string[],
  request: SourceRequest,
  schemes: readonly string[],
): Promise<readonly Named[]> {
  const named: Named[] = [];
  for (const [index, text] of valueFiles.entries()) {
    const place = `helm.valueFiles[${index}]`;
    named.push({ place, text, file: await findFile(text, place, request, schemes) });
  }
  return named;
}

interface Named {
  readonly place: string;
  readonly text: string;
  readonly file: ValueFile;
}

function isPattern(file: ValueFile): file is FoundPath {
  return 'path' in file && /[*?[]/.test(file.path);
}

function keyOf(file: ValueFile): string {
  return 'url' in file ? file.url : join(file.root, file.path);
}

async function isThere(file: ValueFile, place: string, ignoreMissing: boolean): Promise<boolean> {
  refuseSeparators('url' in file ? file.url : file.path, place);
  if ('url' in file) return true;
  const type = await typeOf(file, place);
  if (type === 'file') return true;
  if (type !== 'missing') throw new RenderError(`${place} is not a file`);
  if (ignoreMissing) return false;
  throw new RenderError(`${place}: there is no ${file.path}`);
}

/** To helm a comma separates files, and Argo CD does not quote them: the second may be anywhere on its machine. */
function refuseSeparators(path: string, place: string): void {
  if (/[",]/.test(path))
    throw new RenderError(`${place}: ${path} has a comma or a quote, with which helm reads other files`);
}

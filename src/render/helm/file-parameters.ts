import { join } from 'node:path';
import { RenderError } from '../../model/errors.ts';
import type { SourceRequest } from '../source-request.ts';
import { findFile, typeOf } from './find-file.ts';
import type { HelmOptions } from './options.ts';
import { escapeCommas, warnOfOverlaps } from './parameters.ts';

export interface FileArguments {
  readonly args: readonly string[];
  readonly warnings: readonly string[];
  /** Absolute. */
  readonly files: readonly string[];
}

/**
 * `--set-file` of an Application; the last of one name wins.
 *
 * Source: argo-cd reposerver/repository/repository.go, helmTemplate
 * @throws RenderError for a file that is missing, leads out of its repository, or would have to be fetched
 */
export async function setFileParameters(
  { fileParameters }: HelmOptions,
  request: SourceRequest,
  schemes: readonly string[],
): Promise<FileArguments> {
  const files = new Map<string, string>();
  for (const [index, { name, path }] of fileParameters.entries()) {
    const place = `helm.fileParameters[${index}].path`;
    const found = await findFile(path, place, request, schemes);
    files.delete(name);
    if ('url' in found) {
      refuseEscapes(place, found.url);
      files.set(name, found.url);
      continue;
    }
    refuseEscapes(place, found.path);
    const type = await typeOf(found, `${place}: ${path}`);
    if (type === 'missing') throw new RenderError(`${place}: ${path}: there is no ${found.path}`);
    if (type !== 'file') throw new RenderError(`${place}: ${path} is not a file`);
    files.set(name, join(found.root, found.path));
  }
  return {
    args: [...files].map(([name, file]) => `--set-file=${name}=${escapeCommas(file.replaceAll('\\', '\\\\'))}`),
    warnings: warnOfOverlaps([...files.keys()]),
    files: [...files.values()],
  };
}

/** Argo CD does not escape backslashes, and helm drops them: what it reads is another file, wherever that is. */
function refuseEscapes(place: string, path: string): void {
  if (path.includes('\\')) throw new RenderError(`${place}: ${path} has a backslash, which helm would drop`);
}

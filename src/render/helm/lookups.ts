import { dirname, join, posix } from 'node:path';
import { followPath } from '../links.ts';
import type { SourceRequest } from '../source-request.ts';
import { reachesBelow } from './doublestar.ts';
import { findFile } from './find-file.ts';
import { readOptions } from './options.ts';

/**
 * Whether a value file or a file parameter would lie in a directory, or a pattern for value files could match something in it.
 *
 * @param directory absolute
 * @throws RenderError where the render would
 */
export async function looksForFiles(
  request: SourceRequest,
  directory: string,
  { valueFileSchemes }: { readonly valueFileSchemes: readonly string[] },
): Promise<boolean> {
  const { valueFiles, fileParameters } = readOptions(request.options);
  for (const text of [...valueFiles, ...fileParameters.map(({ path }) => path)]) {
    const file = await findFile(text, 'helm', request, valueFileSchemes);
    if ('url' in file) continue;
    const inner = posix.relative(file.root, directory);
    const isInRoot = inner !== '..' && !inner.startsWith('../');
    if (isInRoot && reachesBelow(file.path, inner)) return true;
    const { path } = await followPath(file.root, dirname(file.path), new Map());
    if (`${join(file.root, path)}/`.startsWith(`${directory}/`)) return true;
  }
  return false;
}

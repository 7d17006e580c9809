import { isRecord } from '../../model/manifest.ts';
import { GlobError, GlobLimit } from './glob/errors.ts';
import { compileGlob, type Glob } from './glob.ts';

/** What a Directory source says of its files. */
export interface DirectoryOptions {
  readonly recurse: boolean;
  /**
   * Whether a file is read, by its path relative to the app directory.
   *
   * @throws GlobLimit
   */
  readonly selects: (path: string) => boolean;
}

/**
 * Reads `spec.source.directory`.
 *
 * @returns or what is wrong with it: the API server takes no Application with other types
 */
export function readDirectoryOptions(
  options: Readonly<Record<string, unknown>>,
): DirectoryOptions | { readonly problems: readonly string[] } {
  const { recurse, include, exclude, jsonnet } = options;
  const problems = [
    ...(isAbsent(recurse) || typeof recurse === 'boolean' ? [] : ['directory.recurse must be true or false']),
    ...(isAbsent(include) || typeof include === 'string' ? [] : ['directory.include must be a string']),
    ...(isAbsent(exclude) || typeof exclude === 'string' ? [] : ['directory.exclude must be a string']),
    ...(isAbsent(jsonnet) || isRecord(jsonnet) ? [] : ['directory.jsonnet must be an object']),
  ];
  if (problems.length > 0) return { problems };
  try {
    const isIncluded = compilePattern(include, true);
    const isExcluded = compilePattern(exclude, false);
    return { recurse: recurse === true, selects: (path) => !isExcluded(path) && isIncluded(path) };
  } catch (error) {
    return { problems: [explainLimit(error)] };
  }
}

/** @throws what is no limit */
export function explainLimit(error: unknown): string {
  if (!(error instanceof GlobLimit)) throw error;
  return `directory.include or exclude: the pattern ${error.message}, so that what it selects is not known`;
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}

/** A pattern that does not compile matches nothing: nothing is included then, or nothing excluded. */
function compilePattern(pattern: unknown, whenEmpty: boolean): Glob {
  if (typeof pattern !== 'string' || pattern === '') return () => whenEmpty;
  try {
    return compileGlob(pattern);
  } catch (error) {
    if (error instanceof GlobError) return () => false;
    throw error;
  }
}

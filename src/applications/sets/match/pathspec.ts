import { leavesRoot, resolveIn } from '../../../discover/paths.ts';
import { SetProblem } from '../set-problem.ts';
import { matchesAll } from './wildcards.ts';
import { parseWildmatch } from './wildmatch.ts';

/**
 * Which files a pathspec of `git ls-files` names: the file or all below a directory of that very name, or what matches as a
 * whole, where `*`, `?` and classes also stand for `/`.
 *
 * Source: git dir.c match_pathspec_item, wildmatch.c; argo-cd util/git/client.go LsFiles
 * @throws SetProblem for what git refuses, and for magic words, which nobody has been seen to use
 */
export function compilePathspec(pattern: string, path: string): (file: string) => boolean {
  if (pattern.startsWith(':')) throw new SetProblem(path, `git's pathspec magic is not evaluated: ${pattern}`);
  const spec = normalizeSpec(pattern);
  if (leavesRoot(spec)) throw new SetProblem(path, `is outside of the repository: ${pattern}`);
  if (spec === '.') return () => true;
  const directory = spec.endsWith('/') ? spec : `${spec}/`;
  const isLiteral = (file: string) => file === spec || file.startsWith(directory);
  if (!/[*?[\\]/.test(spec)) return isLiteral;
  const tests = parseWildmatch(toBytes(spec));
  return (file) => isLiteral(file) || (tests !== undefined && matchesAll(tests, Array.from(toBytes(file))));
}

/** Git drops `.`, `//` and `a/..`, and keeps a slash at the end. */
function normalizeSpec(pattern: string): string {
  const spec = resolveIn('.', pattern.startsWith('/') ? `..${pattern}` : pattern);
  return spec !== '.' && pattern.endsWith('/') && !spec.endsWith('/') ? `${spec}/` : spec;
}

/** Git compares bytes: `?` stands for one of them. A string of one character for each byte of UTF-8. */
function toBytes(text: string): string {
  return String.fromCharCode(...new TextEncoder().encode(text));
}

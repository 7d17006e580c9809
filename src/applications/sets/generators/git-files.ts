import { isRecord } from '../../../model/manifest.ts';
import { YamlError } from '../../../parse/yaml/construct.ts';
import { readYaml } from '../../../parse/yaml/read.ts';
import { type Fields, isAbsent } from '../fields.ts';
import { flatten } from '../flatten.ts';
import { compareBytes } from '../go-print.ts';
import { compileDoublestar } from '../match/doublestar.ts';
import { compilePathspec } from '../match/pathspec.ts';
import type { Params, Run } from '../run.ts';
import { SetProblem } from '../set-problem.ts';
import { pathTexts, pathTree, splitPath } from './path-params.ts';
import type { GitItem } from './types.ts';

/**
 * Files that some item includes and none excludes, sorted.
 *
 * Source: argo-cd applicationset/generators/git.go generateParamsForGitFiles; util/git/client.go LsFiles
 * @throws SetProblem
 */
export async function selectFiles(items: readonly GitItem[], path: string, run: Run): Promise<string[]> {
  const select = run.context.newGlobbing ? selectByGlob : selectByPathspec;
  const found = new Set<string>();
  const order = [...items.keys()].sort((a, b) => Number(items[a]?.exclude) - Number(items[b]?.exclude));
  for (const index of order) {
    const item = items[index] as GitItem;
    for (const file of await select(item.path === '' ? '.' : item.path, `${path}.files[${index}].path`, run)) {
      if (item.exclude) found.delete(file);
      else found.add(file);
    }
  }
  return [...found].sort(compareBytes);
}

async function selectByPathspec(pattern: string, path: string, { tree }: Run): Promise<string[]> {
  const matches = compilePathspec(pattern, path);
  return (await tree.list()).files.filter(matches);
}

/** Whether a pattern could match something below a directory, as far as what stands before its first wildcard tells. */
function mayReach(pattern: string, directory: string): boolean {
  const plain = pattern.split(/[*?[{\\]/, 1)[0] ?? '';
  return `${directory}/`.startsWith(plain) || plain.startsWith(`${directory}/`);
}

/** Directories match as well, and reading one is an error: the generator fails, as it does in Argo CD. */
async function selectByGlob(pattern: string, path: string, { tree, report }: Run): Promise<string[]> {
  const { files, everyDirectory, problems } = await tree.list();
  for (const [unknown, problem] of problems) {
    if (mayReach(pattern, unknown)) report(`files below ${unknown} are not known to git generators: it ${problem}`);
  }
  const matches = compileDoublestar(pattern, path);
  const directory = ['.', ...everyDirectory].find(matches);
  if (directory !== undefined)
    throw new SetProblem(path, `matches the directory ${directory}, which is no file to read`);
  return files.filter(matches);
}

/**
 * Parameters that files hold: one set for a mapping, one for each item of a list.
 *
 * @throws SetProblem
 */
export async function fileParams(files: readonly string[], prefix: string, path: string, run: Run): Promise<Params[]> {
  const params: Params[] = [];
  for (const file of files) {
    for (const content of contentsOf(await run.tree.read(file), file, path)) {
      const [directory, name] = splitPath(file);
      params.push(
        run.isGo
          ? { ...content, ...pathTree(directory, name, prefix) }
          : { ...flatten(content), ...pathTexts(directory, name, prefix) },
      );
    }
  }
  return params;
}

function contentsOf(text: string, file: string, path: string): readonly Fields[] {
  const value = parse(text, file, path);
  if (isAbsent(value)) return [{}];
  if (isRecord(value)) return [value];
  if (Array.isArray(value) && value.every((item) => isAbsent(item) || isRecord(item))) {
    return value.map((item) => item ?? {});
  }
  throw new SetProblem(path, `${file} holds neither a mapping nor a list of mappings`);
}

function parse(text: string, file: string, path: string): unknown {
  try {
    return readYaml(text);
  } catch (error) {
    if (error instanceof YamlError) throw new SetProblem(path, `${file} is no YAML: ${error.message}`);
    throw error;
  }
}

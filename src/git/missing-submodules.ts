import { lstatSync, readdirSync, realpathSync } from 'node:fs';
import { join, posix, relative, sep } from 'node:path';
import { UsageError } from '../model/errors.ts';
import { listIndex } from './list-files.ts';
import { explainAbsence, MODULES_FILE, type Module, readModules } from './modules-file.ts';
import type { PrivateGit } from './private-git.ts';
import type { WorkingTree } from './working-tree.ts';

/**
 * Submodules of a working tree whose directory is empty or missing, also those in submodules that are there.
 *
 * @returns why they have no files, by their paths
 * @throws UsageError when git cannot read the index
 */
export async function findMissingSubmodules(
  git: PrivateGit,
  workingTree: WorkingTree,
): Promise<ReadonlyMap<string, string>> {
  const finder = new Finder(git, realpathSync.native(workingTree.root));
  const tracked = (await listIndex(git, workingTree)).filter(({ mode }) => mode === '160000');
  await finder.visit('.', new Set(tracked.map(({ path }) => path)));
  return finder.missing;
}

class Finder {
  readonly missing = new Map<string, string>();
  private readonly git: PrivateGit;
  private readonly root: string;

  constructor(git: PrivateGit, root: string) {
    this.git = git;
    this.root = root;
  }

  /** @param tracked paths of submodules, where it is known that others are none: a `.gitmodules` may be out of date */
  async visit(directory: string, tracked?: ReadonlySet<string>): Promise<void> {
    const modules = await this.readModulesIn(directory);
    if (typeof modules === 'string' && tracked === undefined) this.missing.set(directory, modules);
    const named = typeof modules === 'string' ? [] : modules.keys();
    for (const path of tracked ?? named) {
      const place = posix.join(directory, path);
      const state = stateOf(this.root, directory, place);
      if (state === 'empty') {
        this.missing.set(place, typeof modules === 'string' ? modules : explainAbsence(modules.get(path)));
      } else if (state === 'full') await this.visit(place);
    }
  }

  /** @returns or why it cannot be read */
  private async readModulesIn(directory: string): Promise<ReadonlyMap<string, Module> | string> {
    const file = join(this.root, directory, MODULES_FILE);
    if (!lstatSync(file, { throwIfNoEntry: false })?.isFile()) return new Map();
    try {
      return await readModules(this.git, `--file=${file}`);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      return `depends on a ${MODULES_FILE} that cannot be read: ${error.message}`;
    }
  }
}

/** A path can be anything: only what lies in the directory, with no link on the way, is a submodule. */
function stateOf(root: string, directory: string, place: string): 'empty' | 'full' | 'elsewhere' {
  const inner = relative(directory, place);
  if (inner === '' || inner.split(sep)[0] === '..') return 'elsewhere';
  const absolute = join(root, place);
  try {
    if (realpathSync.native(absolute) !== absolute) return 'elsewhere';
    return readdirSync(absolute).length === 0 ? 'empty' : 'full';
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT' ? 'empty' : 'elsewhere';
  }
}

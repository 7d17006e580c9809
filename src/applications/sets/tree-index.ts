import { FileError, type FileTree } from '../../model/ports.ts';
import { decodeText } from '../../parse/text.ts';
import { compareBytes } from './go-print.ts';
import type { Budget } from './limits.ts';
import { SetProblem } from './set-problem.ts';

/** Files and directories of a checkout as generators ask for them, listed and read once. */
export class TreeIndex {
  private readonly tree: FileTree;
  private readonly budget: Budget;
  private listing: Promise<Listing> | undefined;
  private readonly texts = new Map<string, Promise<string>>();

  constructor(tree: FileTree, budget: Budget) {
    this.tree = tree;
    this.budget = budget;
  }

  list(): Promise<Listing> {
    this.listing ??= listTree(this.tree);
    return this.listing;
  }

  /** @throws SetProblem */
  read(path: string): Promise<string> {
    const found = this.texts.get(path) ?? this.readText(path);
    this.texts.set(path, found);
    return found;
  }

  private async readText(path: string): Promise<string> {
    try {
      const text = decodeText(await this.tree.read(path));
      this.budget.spendCharacters(text.length);
      return text;
    } catch (error) {
      if (error instanceof FileError) throw new SetProblem('', `${path} ${error.message}`);
      throw error;
    }
  }
}

export interface Listing {
  readonly files: readonly string[];
  /** Without the root, and without hidden ones and what is below them, in the order of a walk through sorted directories. */
  readonly directories: readonly string[];
  /** All of them. */
  readonly everyDirectory: readonly string[];
  /** Why a directory cannot be listed, by its path. */
  readonly problems: ReadonlyMap<string, string>;
}

/** Git has no directories of its own: they are where files are. */
async function listTree(tree: FileTree): Promise<Listing> {
  const files: string[] = [];
  const directories = new Set<string>();
  const problems = new Map<string, string>();
  for (const { path, problem, isDirectory } of await tree.list('.')) {
    if (isDirectory !== true) files.push(path);
    else {
      directories.add(path);
      problems.set(path, problem ?? 'cannot be listed');
    }
    for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
      const directory = path.slice(0, slash);
      if (directories.has(directory)) break;
      directories.add(directory);
    }
  }
  const everyDirectory = [...directories].sort(compareWalk);
  const isHidden = (path: string) => path.split('/').some((name) => name.startsWith('.'));
  return { files, directories: everyDirectory.filter((path) => !isHidden(path)), everyDirectory, problems };
}

/** `a`, `a/b`, `a-b`: names are sorted in each directory, and a directory is followed by what is in it. */
function compareWalk(a: string, b: string): number {
  const left = a.split('/');
  const right = b.split('/');
  for (let at = 0; at < left.length && at < right.length; at++) {
    const difference = compareBytes(left[at] ?? '', right[at] ?? '');
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

import { lstat, readdir } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { inDirectory, leavesRoot } from '../../discover/paths.ts';
import { RenderError } from '../../model/errors.ts';
import type { FileTree } from '../../model/ports.ts';
import { followPath } from '../links.ts';
import type { Fields } from './fields.ts';
import { chartDirectories } from './helm-charts.ts';
import { findKustomizationFiles, readKustomizationFile } from './kustomization-file.ts';
import { normalise } from './normalise.ts';
import { type Reference, referencesOf } from './references.ts';
import { isRemote } from './remote.ts';

/** Everything on disk that building a kustomization reads. Paths are relative to the root and free of links. */
export interface Closure {
  /** With their sizes in bytes. */
  readonly files: ReadonlyMap<string, number>;
  readonly directories: ReadonlySet<string>;
  /** Directories of which every file counts: charts, and kustomizations with generators and the like. */
  readonly whole: ReadonlySet<string>;
  /** Named, and not there. */
  readonly missing: ReadonlySet<string>;
  /** Links on the way, by their own path, with what they say. */
  readonly links: ReadonlyMap<string, string>;
  /** What would have to be fetched, as written. */
  readonly remotes: readonly string[];
  /** Kustomizations that inflate charts. */
  readonly withCharts: readonly string[];
  /** Kustomizations with generators, transformers or validators, which read what their own configuration names. */
  readonly withPlugins: readonly string[];
}

export interface ClosureRequest {
  readonly root: string;
  readonly tree: FileTree;
  /** Directory of the kustomization. */
  readonly directory: string;
  /** The content that its file is going to have, where it is edited. */
  readonly edited?: { readonly file: string; readonly content: Fields } | undefined;
  /** Whether charts are inflated, so that they are read too. */
  readonly isHelmEnabled: boolean;
}

/**
 * Follows everything that a kustomization names. kustomize bounds files by the directory of a kustomization, but not
 * directories: `resources: [../../elsewhere]` may lead anywhere on the machine.
 *
 * @throws RenderError for what leaves the repository, and for a kustomization that cannot be read
 */
export async function findClosure(request: ClosureRequest): Promise<Closure> {
  const finder = new Finder(request);
  await finder.find();
  return finder;
}

class Finder implements Closure {
  readonly files = new Map<string, number>();
  readonly directories = new Set<string>();
  readonly missing = new Set<string>();
  readonly whole = new Set<string>();
  readonly links = new Map<string, string>();
  readonly remotes: string[] = [];
  readonly withCharts: string[] = [];
  readonly withPlugins: string[] = [];
  private readonly request: ClosureRequest;

  constructor(request: ClosureRequest) {
    this.request = request;
  }

  async find(): Promise<void> {
    await this.add(this.request.directory);
    // A set hands out what is added while it is walked.
    for (const directory of this.directories) {
      for (const file of await findKustomizationFiles(this.request.tree, directory)) await this.visit(file, directory);
    }
    this.remotes.sort();
  }

  private async visit(file: string, directory: string): Promise<void> {
    await this.add(file);
    const { edited, isHelmEnabled } = this.request;
    const content = edited?.file === file ? edited.content : await this.read(file);
    const kustomization = normalise(content, file);
    for (const reference of referencesOf(kustomization, file)) await this.follow(reference, file, directory);
    if (['generators', 'transformers', 'validators'].some((field) => kustomization[field] !== undefined)) {
      this.withPlugins.push(file);
      await this.addWhole(directory);
    }
    if (kustomization.helmCharts === undefined) return;
    this.withCharts.push(file);
    if (!isHelmEnabled) return;
    for (const chart of chartDirectories(kustomization, file)) await this.followChart(chart, file, directory);
  }

  private async read(file: string): Promise<unknown> {
    return (await this.request.tree.typeOf(file)) === 'file' ? readKustomizationFile(this.request.tree, file) : null;
  }

  private async follow({ field, entry, mayBeContent }: Reference, file: string, directory: string): Promise<void> {
    const path = posix.normalize(posix.isAbsolute(entry) ? entry : posix.join(directory, entry));
    const isOutside = leavesRoot(path);
    const exists = !isOutside && (await this.typeOf(path)) !== 'missing';
    if (isRemote(entry, exists)) {
      if (!this.remotes.includes(entry)) this.remotes.push(entry);
      return;
    }
    if (!isOutside) return this.add(path);
    if (mayBeContent && !(await isThere(posix.resolve(this.request.root, path)))) return;
    throw new RenderError(`${file}: ${field}: ${entry} leaves the repository`);
  }

  private async followChart(chart: string, file: string, directory: string): Promise<void> {
    const path = posix.join(directory, chart);
    if (leavesRoot(path)) throw new RenderError(`${file}: helmCharts: ${chart} leaves the repository`);
    const followed = await followPath(this.request.root, path, this.links);
    if (followed.type !== 'directory') {
      throw new RenderError(`${file}: helmCharts: there is no chart in ${path}: nothing is fetched`);
    }
    await this.addWhole(followed.path);
  }

  private async typeOf(path: string) {
    return (await followPath(this.request.root, path, this.links)).type;
  }

  private async add(path: string): Promise<void> {
    const followed = await followPath(this.request.root, path, this.links);
    if (followed.type === 'file') this.files.set(followed.path, followed.size);
    if (followed.type === 'directory') this.directories.add(followed.path);
    if (followed.type === 'missing') this.missing.add(followed.path);
  }

  /** Adds all files below a directory. Its directories are not taken for kustomizations. */
  private async addWhole(directory: string): Promise<void> {
    if (this.whole.has(directory)) return;
    this.whole.add(directory);
    for (const { name } of await readdir(join(this.request.root, directory), { withFileTypes: true })) {
      if (name === '.git') continue;
      const followed = await followPath(this.request.root, inDirectory(directory, name), this.links);
      if (followed.type === 'file') this.files.set(followed.path, followed.size);
      if (followed.type === 'directory') await this.addWhole(followed.path);
    }
  }
}

async function isThere(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch {
    return false;
  }
}

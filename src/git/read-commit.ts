import { existsSync } from 'node:fs';
import { join, posix } from 'node:path';
import { UsageError } from '../model/errors.ts';
import { BlobReader } from './blob-reader.ts';
import { listTree, type TreeEntry } from './list-tree.ts';
import { explainAbsence, isSafeName, MODULES_FILE, readModules } from './modules-file.ts';
import type { PrivateGit } from './private-git.ts';
import { unreadable } from './unreadable.ts';

/** A repository whose objects are read: the one at hand, or that of a submodule. */
export interface Source {
  readonly git: PrivateGit;
  /** Absolute paths of the directories in which it keeps the repositories of its submodules. */
  readonly modules: readonly string[];
  /** Absolute path of the directory in which Git LFS keeps contents; it need not exist. */
  readonly lfs: string;
}

/** Opens the objects of a submodule. */
export type OpenObjects = (objects: string) => Promise<PrivateGit>;

/** A commit of one repository, and where it stands in the whole. */
export interface Part {
  /** Relative to the top; `.` for the whole. */
  readonly path: string;
  readonly git: PrivateGit;
  readonly commit: string;
  readonly lfs: string;
  /** Without those of its submodules. */
  readonly entries: readonly PlacedEntry[];
}

/** A file, link or submodule of a commit or of one of its submodules. */
export interface PlacedEntry extends TreeEntry {
  readonly blobs: BlobReader;
  /** See `Source`. */
  readonly lfs: string;
}

/** A commit with its submodules, as far as these are here, also those in submodules. */
export interface CommitFiles {
  /** The whole comes before what stands in it. */
  readonly parts: readonly Part[];
  /** Why there are no files of a submodule, by its path. */
  readonly absent: ReadonlyMap<string, string>;
}

/** A commit can name submodules without end; more than any repository has are not followed. */
const MAX_PARTS = 500;

/**
 * Reads what is in a commit. Where it has a `.gitmodules`, Argo CD fetches its submodules; they are read from where git keeps their
 * repositories. Without that file their directories are empty, as they are for Argo CD.
 *
 * Source: argo-cd util/git/client.go, Checkout, Submodule
 * @param commit full id
 * @throws UsageError when the commit cannot be listed
 */
export async function readCommit(source: Source, commit: string, openObjects: OpenObjects): Promise<CommitFiles> {
  const reader = new Reader(openObjects);
  await reader.read('.', source, commit);
  return reader;
}

class Reader implements CommitFiles {
  readonly parts: Part[] = [];
  readonly absent = new Map<string, string>();
  private readonly openObjects: OpenObjects;

  constructor(openObjects: OpenObjects) {
    this.openObjects = openObjects;
  }

  async read(path: string, source: Source, commit: string): Promise<void> {
    const entries = await listTree(source.git, commit);
    const submodules = entries.filter(({ kind }) => kind === 'submodule');
    refuseShared(commit, entries, submodules);
    const { git, lfs } = source;
    const blobs = new BlobReader(git);
    const placed = entries.map((entry) => ({ ...entry, path: inDirectory(path, entry.path), blobs, lfs }));
    this.parts.push({ path, git, commit, lfs, entries: placed });
    const modulesFile = entries.find((entry) => entry.path === MODULES_FILE && entry.kind === 'file');
    if (submodules.length > 0 && modulesFile !== undefined)
      await this.readSubmodules(path, source, submodules, modulesFile);
  }

  private async readSubmodules(
    path: string,
    source: Source,
    submodules: readonly TreeEntry[],
    { id }: TreeEntry,
  ): Promise<void> {
    const modules = await readModules(source.git, `--blob=${id}`).catch(asReason);
    for (const submodule of submodules) {
      const place = posix.join(path, submodule.path);
      if (typeof modules === 'string') {
        this.absent.set(place, `is a submodule, and ${MODULES_FILE} cannot be read: ${modules}`);
        continue;
      }
      const module = modules.get(submodule.path);
      const isRead = module !== undefined && (await this.readModule(place, source, module.name, submodule.id));
      if (!isRead) this.absent.set(place, explainAbsence(module));
    }
  }

  /** @returns whether its commit is here */
  private async readModule(place: string, source: Source, name: string, commit: string): Promise<boolean> {
    if (!isSafeName(name)) return false;
    for (const directory of source.modules.map((modules) => join(modules, name))) {
      if (this.parts.length >= MAX_PARTS || !existsSync(join(directory, 'objects'))) continue;
      const git = await this.openObjects(join(directory, 'objects'));
      try {
        await this.read(place, { git, modules: [join(directory, 'modules')], lfs: join(directory, 'lfs') }, commit);
        return true;
      } catch (error) {
        if (!(error instanceof UsageError)) throw error;
      }
    }
    return false;
  }
}

function inDirectory(directory: string, path: string): string {
  return directory === '.' ? path : `${directory}/${path}`;
}

/** What a checkout puts into the directory of a submodule belongs to that submodule. */
function refuseShared(commit: string, entries: readonly TreeEntry[], submodules: readonly TreeEntry[]): void {
  const places = new Set(submodules.map(({ path }) => path));
  if (places.size === 0) return;
  for (const { path } of entries) {
    for (let at = path.indexOf('/'); at !== -1; at = path.indexOf('/', at + 1)) {
      if (places.has(path.slice(0, at))) throw unreadable(commit, `invalid path '${path}'`);
    }
  }
}

function asReason(error: unknown): string {
  if (error instanceof UsageError) return error.message;
  throw error;
}

import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { RenderError } from '../../model/errors.ts';
import { followPath } from '../links.ts';

/** Links to directories can multiply what is below them; helm would read it all. */
const MAX_ENTRIES = 200_000;

/** What helm reads of charts. Paths are relative to the root; no link is on the way to a file or directory. */
export interface ChartFiles {
  readonly files: ReadonlySet<string>;
  readonly directories: ReadonlySet<string>;
  /** Path of a link → what it says. */
  readonly links: ReadonlyMap<string, string>;
}

/**
 * Finds all files of a chart. helm follows links wherever they lead; Argo CD refuses a repository that has one which is absolute
 * or leaves it.
 *
 * Source: helm internal/sympath/walk.go; argo-cd util/app/path/path.go, CheckOutOfBoundsSymlinks
 * @param directory relative to the root
 * @throws RenderError for such a link, and for one to a directory around it, in which helm would not come to an end
 */
export async function walkChart(root: string, directory: string): Promise<ChartFiles> {
  const walk = new Walk(root, directory);
  await walk.start();
  return walk;
}

class Walk implements ChartFiles {
  readonly files = new Set<string>();
  readonly directories = new Set<string>();
  readonly links = new Map<string, string>();
  private readonly root: string;
  private readonly directory: string;
  private entries = 0;

  constructor(root: string, directory: string) {
    this.root = root;
    this.directory = directory;
  }

  async start(): Promise<void> {
    const { path, type } = await followPath(this.root, this.directory, this.links);
    if (type !== 'directory') throw new RenderError(`${this.directory} is not a directory`);
    await this.walkDirectory(path, []);
  }

  /** @param around the directories on the way to this one */
  private async walkDirectory(path: string, around: readonly string[]): Promise<void> {
    this.directories.add(path);
    const entries = await this.list(path);
    this.entries += entries.length;
    if (this.entries > MAX_ENTRIES) throw new RenderError(`${this.directory} holds more than ${MAX_ENTRIES} files`);
    const way = [...around, path];
    for (const entry of entries) {
      const child = path === '.' ? entry.name : `${path}/${entry.name}`;
      if (child !== '.git') await this.walkEntry(child, entry, way);
    }
  }

  private async list(path: string): Promise<readonly Dirent[]> {
    try {
      return await readdir(join(this.root, path), { withFileTypes: true });
    } catch (error) {
      throw new RenderError(`${path} cannot be read`, { cause: error });
    }
  }

  private async walkEntry(path: string, entry: Dirent, around: readonly string[]): Promise<void> {
    if (entry.isFile()) this.files.add(path);
    else if (entry.isDirectory()) await this.walkDirectory(path, around);
    else if (entry.isSymbolicLink()) await this.walkLink(path, around);
    else throw new RenderError(`${path} is neither a file nor a directory`);
  }

  private async walkLink(link: string, around: readonly string[]): Promise<void> {
    const { path, type } = await followPath(this.root, link, this.links);
    if (type === 'other') throw new RenderError(`${link} is a link to what is neither a file nor a directory`);
    if (type === 'file') this.files.add(path);
    if (type !== 'directory') return;
    if (around.includes(path)) throw new RenderError(`${link} is a link to a directory around it`);
    await this.walkDirectory(path, around);
  }
}

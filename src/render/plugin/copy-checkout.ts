import { constants, type Dirent } from 'node:fs';
import { copyFile, mkdir, readdir, stat, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { RenderError } from '../../model/errors.ts';
import { followPath } from '../links.ts';

const MAX_FILES = 100_000;
const MAX_BYTES = 1024 * 1024 * 1024;
/** The history, and what nobody commits. */
const LEFT_OUT: ReadonlySet<string> = new Set(['.git', 'node_modules']);

/**
 * Copies a checkout with its links.
 *
 * @param root absolute path
 * @param copy absolute path of an empty directory
 * @throws RenderError for a link that leaves the checkout, which Argo CD refuses, and for a checkout that is too large
 */
export async function copyCheckout(root: string, copy: string): Promise<void> {
  await new Copy(root, copy).copyDirectory('.');
}

class Copy {
  private readonly root: string;
  private readonly copy: string;
  private files = 0;
  private bytes = 0;

  constructor(root: string, copy: string) {
    this.root = root;
    this.copy = copy;
  }

  async copyDirectory(directory: string): Promise<void> {
    await mkdir(join(this.copy, directory), { recursive: true, mode: 0o700 });
    const entries = await readdir(join(this.root, directory), { withFileTypes: true });
    for (const entry of entries.filter(({ name }) => !LEFT_OUT.has(name))) {
      await this.copyEntry(entry, directory === '.' ? entry.name : `${directory}/${entry.name}`);
    }
  }

  private async copyEntry(entry: Dirent, path: string): Promise<void> {
    if (entry.isDirectory()) await this.copyDirectory(path);
    else if (entry.isFile()) await this.copyFile(path);
    else if (entry.isSymbolicLink()) await this.copyLink(path);
  }

  private async copyFile(path: string): Promise<void> {
    this.bytes += (await stat(join(this.root, path))).size;
    if (++this.files > MAX_FILES || this.bytes > MAX_BYTES) {
      throw new RenderError(
        `a plugin runs in a copy of the repository, and this one has more than ${MAX_FILES} files or ${MAX_BYTES / 1024 ** 2} MB`,
      );
    }
    await copyFile(join(this.root, path), join(this.copy, path), constants.COPYFILE_FICLONE);
  }

  private async copyLink(path: string): Promise<void> {
    const links = new Map<string, string>();
    await followPath(this.root, path, links);
    await symlink(links.get(path) ?? '', join(this.copy, path));
  }
}

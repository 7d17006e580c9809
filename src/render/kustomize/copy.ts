import { chmod, copyFile, mkdir, mkdtemp, realpath, rm, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { RenderError } from '../../model/errors.ts';
import type { Closure } from './closure.ts';

/** More is refused: a copy stands in memory where the scratch directory does. Real closures have some hundred files. */
const MAX_COPY_BYTES = 256 * 1024 * 1024;
const MAX_COPY_FILES = 20_000;

/**
 * Copies what a build reads to a private directory, every file where it lies below the root, and removes the copy when the work
 * is done, also when it fails.
 *
 * @param work gets the absolute path of the copy
 */
export async function withCopy<T>(
  root: string,
  closure: Closure,
  scratch: string,
  work: (copy: string) => Promise<T>,
): Promise<T> {
  refuseTooMuch(closure);
  await mkdir(scratch, { recursive: true, mode: 0o700 });
  const copy = await realpath(await mkdtemp(join(scratch, 'kustomize-')));
  try {
    await copyClosure(root, closure, copy);
    return await work(copy);
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}

function refuseTooMuch({ files }: Closure): void {
  const bytes = [...files.values()].reduce((sum, size) => sum + size, 0);
  if (files.size <= MAX_COPY_FILES && bytes <= MAX_COPY_BYTES) return;
  throw new RenderError(
    `an edited kustomization is rendered in a copy, and it reads ${files.size} files of ${Math.ceil(bytes / 1024 / 1024)} MB; ` +
      `the limit is ${MAX_COPY_FILES} of ${MAX_COPY_BYTES / 1024 / 1024} MB`,
  );
}

async function copyClosure(root: string, { files, directories, links }: Closure, copy: string): Promise<void> {
  const make = (path: string) => mkdir(join(copy, path), { recursive: true, mode: 0o700 });
  for (const directory of directories) await make(directory);
  for (const file of files.keys()) {
    await make(dirname(file));
    await copyFile(join(root, file), join(copy, file));
    await chmod(join(copy, file), 0o600);
  }
  for (const [path, target] of links) {
    await make(dirname(path));
    await symlink(target, join(copy, path));
  }
}

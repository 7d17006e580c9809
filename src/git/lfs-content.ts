import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type LfsPointer, MAX_POINTER_BYTES, readLfsPointer } from '../model/lfs-pointer.ts';
import { FileError, MAX_FILE_BYTES } from '../model/ports.ts';
import type { Part, PlacedEntry } from './read-commit.ts';

/** Contents that are put on disk together; more is left out, and is an error of whoever reads it. */
const MAX_WRITTEN_BYTES = 256 * 1024 * 1024;

/**
 * The content that a pointer stands for, where Git LFS has left it.
 *
 * @param lfs absolute path of the directory in which Git LFS keeps its files
 * @returns nothing when it is not there, is not what the pointer says, or is too large to be read
 */
export function readLfsContent(lfs: string, { oid, size }: LfsPointer): Uint8Array | undefined {
  const path = join(lfs, 'objects', oid.slice(0, 2), oid.slice(2, 4), oid);
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (!found?.isFile() || found.size !== size || size > MAX_FILE_BYTES) return undefined;
  const content = readFileSync(path);
  return createHash('sha256').update(content).digest('hex') === oid ? content : undefined;
}

/**
 * Puts contents in the place of pointers in a checkout, the smallest first.
 *
 * @param directory absolute path of the checkout of all parts
 */
export async function writeLfsContents({ entries, lfs }: Part, directory: string): Promise<void> {
  if (!existsSync(join(lfs, 'objects'))) return;
  const pointers = (await findPointers(entries)).sort((a, b) => a.pointer.size - b.pointer.size);
  let bytes = 0;
  for (const { path, pointer } of pointers) {
    bytes += pointer.size;
    if (bytes > MAX_WRITTEN_BYTES) return;
    const content = readLfsContent(lfs, pointer);
    if (content !== undefined) writeFileSync(join(directory, path), content);
  }
}

async function findPointers(entries: readonly PlacedEntry[]) {
  const small = entries.filter(({ kind, size = 0 }) => kind === 'file' && size > 0 && size <= MAX_POINTER_BYTES);
  const found = small.map(async (entry) => {
    const pointer = readLfsPointer(await entry.blobs.read(entry).catch(ignoreMissing));
    return pointer === undefined ? [] : [{ path: entry.path, pointer }];
  });
  return (await Promise.all(found)).flat();
}

/** What is not here is an error of whoever reads it. */
function ignoreMissing(error: unknown): Uint8Array {
  if (error instanceof FileError) return new Uint8Array();
  throw error;
}

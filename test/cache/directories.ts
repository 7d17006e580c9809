import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { temporaryDirectory } from '../files/temporary-directory.ts';

/** Where a cache may be made: does not exist yet, and goes with the test. */
export function newCacheDirectory(): string {
  return join(temporaryDirectory(), 'cache');
}

/** All that is no directory, sorted. */
export function filesOf(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(directory, join(entry.parentPath, entry.name)))
    .sort();
}

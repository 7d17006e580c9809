import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export const oidOf = (content: string | Uint8Array) => createHash('sha256').update(content).digest('hex');

/** What Git LFS commits in the place of a file. */
export function pointerTo(content: string | Uint8Array): string {
  const { length } = Buffer.from(content);
  return `version https://git-lfs.github.com/spec/v1\noid sha256:${oidOf(content)}\nsize ${length}\n`;
}

/** Puts a content where Git LFS keeps it. */
export function storeLfs(gitDirectory: string, content: string | Uint8Array, oid = oidOf(content)): string {
  const path = join(gitDirectory, 'lfs', 'objects', oid.slice(0, 2), oid.slice(2, 4), oid);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}

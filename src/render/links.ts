import { lstat, readlink } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { leavesRoot } from '../discover/paths.ts';
import { RenderError } from '../model/errors.ts';

/** As Linux: more links in one path are taken for a circle. */
const MAX_LINKS = 40;

/** What a path stands for once its links are followed. */
export interface Followed {
  /** Relative to the root, free of links. */
  readonly path: string;
  readonly type: 'file' | 'directory' | 'other' | 'missing';
  /** Bytes of a file. */
  readonly size: number;
}

/**
 * Follows a path below a root as the operating system does, and notes the links on the way.
 *
 * Argo CD refuses a checkout with a link that is absolute or leaves the root at any step, even if it comes back.
 *
 * @param links gets every link by its own path, with what it says
 * @throws RenderError for such a link
 */
export async function followPath(root: string, path: string, links: Map<string, string>): Promise<Followed> {
  const pending = path.split('/');
  let at = '.';
  for (let part = pending.shift(), hops = 0; part !== undefined; part = pending.shift()) {
    const next = posix.join(at, part);
    if (leavesRoot(next)) throw new RenderError(`${path} is a link that leaves the repository`);
    const target = await readLink(root, next);
    if (target === undefined) {
      at = next;
      continue;
    }
    if (++hops > MAX_LINKS) throw new RenderError(`${path} has too many links in it`);
    links.set(next, target);
    pending.unshift(...target.split('/'));
  }
  return { path: at, ...(await describe(join(root, at))) };
}

/** What a link says; nothing where there is none. */
async function readLink(root: string, path: string): Promise<string | undefined> {
  const found = await lstatOf(join(root, path));
  if (!found?.isSymbolicLink()) return undefined;
  const target = await readlink(join(root, path));
  if (posix.isAbsolute(target)) throw new RenderError(`${path} is an absolute link, which Argo CD refuses`);
  return target;
}

async function describe(path: string): Promise<Pick<Followed, 'type' | 'size'>> {
  const found = await lstatOf(path);
  if (found === undefined) return { type: 'missing', size: 0 };
  return { type: found.isDirectory() ? 'directory' : found.isFile() ? 'file' : 'other', size: found.size };
}

async function lstatOf(path: string) {
  try {
    return await lstat(path);
  } catch {
    return undefined;
  }
}

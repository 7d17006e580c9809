import { lstatSync, readlinkSync, realpathSync, type Stats } from 'node:fs';
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
  const direct = followDirectly(root, path);
  if (direct !== undefined) return direct;
  const pending = path.split('/');
  let at = '.';
  for (let part = pending.shift(), hops = 0; part !== undefined; part = pending.shift()) {
    const next = posix.join(at, part);
    if (leavesRoot(next)) throw new RenderError(`${path} is a link that leaves the repository`);
    const target = readLink(root, next);
    if (target === undefined) {
      at = next;
      continue;
    }
    if (++hops > MAX_LINKS) throw new RenderError(`${path} has too many links in it`);
    links.set(next, target);
    pending.unshift(...target.split('/'));
  }
  return { path: at, ...describe(join(root, at)) };
}

/** The answer for a path without links, which nearly all are: the system finds it where it says. */
function followDirectly(root: string, path: string): Followed | undefined {
  const inside = posix.normalize(path);
  if (leavesRoot(inside)) return undefined;
  const absolute = join(root, inside);
  try {
    return realpathSync.native(absolute) === absolute ? { path: inside, ...describe(absolute) } : undefined;
  } catch {
    return undefined;
  }
}

/** What a link says; nothing where there is none. */
function readLink(root: string, path: string): string | undefined {
  const found = lstatOf(join(root, path));
  if (!found?.isSymbolicLink()) return undefined;
  const target = readlinkSync(join(root, path));
  if (posix.isAbsolute(target)) throw new RenderError(`${path} is an absolute link, which Argo CD refuses`);
  return target;
}

function describe(path: string): Pick<Followed, 'type' | 'size'> {
  const found = lstatOf(path);
  if (found === undefined) return { type: 'missing', size: 0 };
  return { type: found.isDirectory() ? 'directory' : found.isFile() ? 'file' : 'other', size: found.size };
}

function lstatOf(path: string): Stats | undefined {
  try {
    return lstatSync(path);
  } catch {
    return undefined;
  }
}

import { directoryOf, nameOf } from '../discover/paths.ts';
import { detectSourceType } from '../discover/source-type.ts';
import { ancestorsOf } from './path-set.ts';
import type { Survey } from './survey.ts';

/** A quick test: nearly all names are others. */
const DECIDING_NAME = /(?:Chart\.yaml|[Kk]ustomization(?:\.ya?ml)?)$/;

const MAX_REACHED = 200_000;

/** The files of a repository, as far as it matters who reads what. */
export interface Layout {
  readonly files: ReadonlySet<string>;
  readonly directories: ReadonlySet<string>;
  /** Directories that helm or kustomize renders, with the files that say so. */
  readonly rendered: ReadonlyMap<string, readonly string[]>;
  /** Links by their path, with the path that each leads to. */
  readonly links: ReadonlyMap<string, string>;
}

export function layOut(files: ReadonlySet<string>, links: ReadonlyMap<string, string>): Layout {
  const rendered = new Map<string, string[]>();
  const directories = new Set(['.']);
  for (const file of files) {
    for (const each of ancestorsOf(file)) {
      if (directories.has(each)) break;
      directories.add(each);
    }
    if (!DECIDING_NAME.test(file) || detectSourceType([nameOf(file)]) === 'Directory') continue;
    const directory = directoryOf(file);
    const deciding = rendered.get(directory);
    if (deciding === undefined) rendered.set(directory, [file]);
    else deciding.push(file);
  }
  return { files, directories, rendered, links };
}

/**
 * Everything through which somebody may read one of the given paths: these themselves, the charts and kustomizations around
 * them, those that name one of these, and so on. More than is really read, never less.
 *
 * @returns nothing when there are too many: links to directories can multiply them
 */
export function findReach(paths: Iterable<string>, layout: Layout, survey: Survey): ReadonlySet<string> | undefined {
  const reached = new Set([...paths, ...survey.open]);
  // A set hands out what is added while it is walked.
  for (const path of reached) {
    for (const next of findReaders(path, layout, survey)) reached.add(next);
    if (reached.size > MAX_REACHED) return undefined;
  }
  return reached;
}

/** Directories of charts and kustomizations that may read a path themselves, and links through which it is seen elsewhere. */
export function findReaders(path: string, { rendered, links }: Layout, { referrers }: Survey): readonly string[] {
  const around = ancestorsOf(path);
  const readers = around.filter((directory) => rendered.has(directory));
  for (const each of [path, ...around]) {
    const naming = referrers.get(each);
    if (naming !== undefined) readers.push(...naming);
  }
  return [...readers, ...seenThroughLinks(path, links)];
}

/** The names by which a path is seen through links, too. */
function seenThroughLinks(path: string, links: Layout['links']): readonly string[] {
  const names: string[] = [];
  for (const [link, target] of links) {
    // A path that has gone through a link does not go through it again.
    if (path.includes(link)) continue;
    if (target === '.') names.push(`${link}/${path}`);
    else if (path === target || path.startsWith(`${target}/`)) names.push(link + path.slice(target.length));
  }
  return names;
}

/**
 * Paths, and all names by which they are seen through links.
 *
 * @returns nothing when there are too many
 */
export function withLinks(paths: Iterable<string>, { links }: Layout): ReadonlySet<string> | undefined {
  const all = new Set(paths);
  for (const path of all) {
    for (const name of seenThroughLinks(path, links)) all.add(name);
    if (all.size > MAX_REACHED) return undefined;
  }
  return all;
}

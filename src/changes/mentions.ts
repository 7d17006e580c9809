import { nameOf } from '../discover/paths.ts';
import { ancestorsOf } from './path-set.ts';

/** A path ends where no character of a name follows. */
const END = '/*($|[^A-Za-z0-9_./-])';
/** The value of the field `path`. */
const PATH_FIELD = `path["']?[ \t]*:[ \t]*`;

/** What may stand for any path: it cannot be told by searching. */
const UNCLEAR = [
  // The root of the repository, and paths that are not written in the shortest way.
  `${PATH_FIELD}["']?[.]{1,2}${END}`,
  `${PATH_FIELD}.*(//|[.]/|/[.])`,
  // A value on the next line, an anchor, a tag, a block, a merge.
  `${PATH_FIELD}($|[#&*!|>?])`,
  '<<["\']?[ \t]*:',
  '^[ \t]*[?] ',
  // Value files by pattern, and names with variables.
  '^[ \t]*-[ \t]+["\']?[^:]*[*?[]',
  'valueFiles.*[*?]',
  '[A-Za-z0-9_./-][[]',
  '[$][{]?ARGOCD_',
  '\\\\([/xuU]|$)',
];

/**
 * Regular expressions (POSIX, extended) one of which is found in the text of every Application whose sources may read one of
 * the given paths, or a directory around it.
 */
export function mentionPatterns(paths: Iterable<string>): readonly string[] {
  const sources = new Set<string>();
  const others = new Set<string>();
  for (const path of paths) {
    if (path === '.') continue;
    for (const each of [path, ...ancestorsOf(path)]) {
      if (each === '.') continue;
      sources.add(spell(each));
      // Value files and components elsewhere are named from the app directory.
      others.add(`[.][.]/([^"']*/)?${spell(nameOf(each))}${END}`);
    }
    // Value files are named from the root, or from that of another source.
    others.add(`/${spell(path)}${END}`);
  }
  return [...[...sources].map((source) => `${PATH_FIELD}["']?${source}${END}`), ...others, ...UNCLEAR];
}

/** A line that names one of the namespaces. */
export function namePatterns(names: Iterable<string>): readonly string[] {
  return [...[...names].map(spell), '\\\\[xuU]'];
}

/** A line that may give an object one of the names. */
export function namedPatterns(names: Iterable<string>): readonly string[] {
  const field = `name["']?[ \t]*:[ \t]*`;
  return [...[...names].map((name) => `${field}["']?${spell(name)}${END}`), `${field}($|[#&*!|>?{])`, '\\\\[xuU]'];
}

function spell(path: string): string {
  return path.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll('/', '/+');
}

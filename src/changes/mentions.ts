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
  const files = [...paths].filter((path) => path !== '.');
  const around = [...new Set(files.flatMap((path) => [path, ...ancestorsOf(path)]))].filter((path) => path !== '.');
  if (around.length === 0) return UNCLEAR;
  return [
    `${PATH_FIELD}["']?${oneOf(around)}${END}`,
    // Value files and components elsewhere are named from the app directory.
    `[.][.]/([^"']*/)?${oneOf(new Set(around.map(nameOf)))}${END}`,
    // Value files are named from the root, or from that of another source.
    `/${oneOf(files)}${END}`,
    ...UNCLEAR,
  ];
}

function oneOf(paths: Iterable<string>): string {
  return `(${[...paths].map(spell).join('|')})`;
}

/** A line that names one of the namespaces. */
export function namePatterns(names: Iterable<string>): readonly string[] {
  return [...[...names].map(spell), '\\\\[xuU]'];
}

/** A line that may give an object one of the names. */
export function namedPatterns(names: Iterable<string>): readonly string[] {
  const field = `name["']?[ \t]*:[ \t]*`;
  return [`${field}["']?${oneOf(names)}${END}`, `${field}($|[#&*!|>?{])`, '\\\\[xuU]'];
}

function spell(path: string): string {
  return path.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll('/', '/+');
}

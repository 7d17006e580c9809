import { readdir } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { RenderError } from '../../model/errors.ts';
import { followPath } from '../links.ts';

/** Where a pattern is looked up: paths in it are relative to `directory`, and may not leave `root`. */
export interface GlobPlace {
  /** Absolute. */
  readonly root: string;
  /** Relative to the root. */
  readonly directory: string;
}

/**
 * Paths that match a pattern, as kustomize finds them: in byte order within a directory; names with a leading dot only for a
 * pattern whose last part has one.
 *
 * Source: Go path/filepath.Glob; kustomize kyaml/filesys/fsondisk.go, Glob
 * @throws RenderError for a pattern that is malformed or leaves the root
 */
export async function globPaths(pattern: string, place: GlobPlace): Promise<readonly string[]> {
  const found = await expand(pattern, place);
  const isHidden = (path: string) => posix.basename(path).startsWith('.');
  return isHidden(pattern) ? found : found.filter((path) => !isHidden(path));
}

async function expand(pattern: string, place: GlobPlace): Promise<readonly string[]> {
  if (!/[*?[\\]/.test(pattern)) return (await typeOf(pattern, place)) === 'missing' ? [] : [pattern];
  const slash = pattern.lastIndexOf('/');
  const directory = slash === -1 ? '.' : slash === 0 ? '/' : pattern.slice(0, slash);
  const matches = segmentMatcher(pattern.slice(slash + 1), pattern);
  const found: string[] = [];
  for (const parent of await expand(directory, place)) {
    for (const name of await namesIn(parent, place)) if (matches.test(name)) found.push(posix.join(parent, name));
  }
  return found;
}

async function typeOf(path: string, { root, directory }: GlobPlace) {
  return (await followPath(root, inRoot(path, directory), new Map())).type;
}

async function namesIn(path: string, { root, directory }: GlobPlace): Promise<readonly string[]> {
  const followed = await followPath(root, inRoot(path, directory), new Map());
  return followed.type === 'directory' ? (await readdir(join(root, followed.path))).sort() : [];
}

/** @throws RenderError when the path leaves the root */
function inRoot(path: string, directory: string): string {
  const inside = posix.normalize(posix.join(directory, path));
  if (posix.isAbsolute(path) || inside === '..' || inside.startsWith('../')) {
    throw new RenderError(`kustomize.components: ${path} leaves the repository`);
  }
  return inside;
}

/** One part of a pattern of Go's path/filepath.Match. @throws RenderError for a malformed one */
function segmentMatcher(segment: string, pattern: string): RegExp {
  let source = '';
  for (let rest = segment; rest !== ''; ) {
    const token = TOKEN.exec(rest)?.[0];
    if (token === undefined) throw new RenderError(`kustomize.components: syntax error in pattern ${pattern}`);
    source += sourceOf(token);
    rest = rest.slice(token.length);
  }
  return new RegExp(`^${source}$`, 'su');
}

const TOKEN = /^(?:\*+|\?|\[(?:\^|(?!\^))(?:(?:\\.|[^\]\\-])(?:-(?:\\.|[^\]\\-]))?)+\]|\\.|[^[\\])/su;
/** A character of a class, or a range of them. */
const RANGE = /(\\?.)(?:-(\\?.))?/gsu;

function sourceOf(token: string): string {
  if (token.startsWith('*')) return '.*';
  if (token === '?') return '.';
  if (!token.startsWith('[')) return codePoint(token);
  const negation = token[1] === '^' ? '^' : '';
  const ranges = [...token.slice(1 + negation.length, -1).matchAll(RANGE)].map(([, low = '', high = low]) => {
    // A range that runs backwards matches nothing; a regular expression would refuse it.
    return characterOf(low) <= characterOf(high) ? `${codePoint(low)}-${codePoint(high)}` : '';
  });
  return `[${negation}${ranges.join('')}]`;
}

function codePoint(char: string): string {
  return `\\u{${characterOf(char).toString(16)}}`;
}

/** The character itself, without a backslash before it. */
function characterOf(char: string): number {
  return char.codePointAt(char.startsWith('\\') && char.length > 1 ? 1 : 0) ?? 0;
}

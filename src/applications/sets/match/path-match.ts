import { type CharacterClass, classMatches, parseGoClass } from './character-class.ts';

const ANY: unique symbol = Symbol('any character but /');

/** What stands for one character. */
type Item = string | typeof ANY | CharacterClass;

/** Items in a row, behind a star or not. */
interface Chunk {
  readonly star: boolean;
  readonly items: readonly Item[];
}

/**
 * Go's `path.Match`: `*` stays in one directory, `**` is the same, classes are negated with `^` only. A malformed pattern matches
 * nothing: Argo CD logs it and goes on.
 *
 * Like Go's, it does not look back once what stands between two stars has matched, so that time is bounded by the product of
 * both lengths.
 *
 * Source: Go path/match.go; argo-cd applicationset/generators/git.go filterApps
 */
export function matchesPath(pattern: string, path: string): boolean {
  const chunks = parsePattern(pattern);
  return chunks !== undefined && matchChunks(chunks, Array.from(path));
}

function matchChunks(chunks: readonly Chunk[], path: readonly string[]): boolean {
  let position = 0;
  for (const [index, { star, items }] of chunks.entries()) {
    const isLast = index === chunks.length - 1;
    if (star && items.length === 0) return !path.includes('/', position);
    const end = findChunk(items, path, position, star, isLast);
    if (end === undefined) return false;
    position = end;
  }
  return position === path.length;
}

/** Where a chunk ends that begins at a position or, behind a star, after characters of the same directory. */
function findChunk(items: readonly Item[], path: readonly string[], from: number, star: boolean, isLast: boolean) {
  for (let start = from; start <= path.length; start++) {
    const end = matchItems(items, path, start);
    if (end !== undefined && (!isLast || end === path.length)) return end;
    if (!star || path[start] === '/') return undefined;
  }
  return undefined;
}

function matchItems(items: readonly Item[], path: readonly string[], start: number): number | undefined {
  if (start + items.length > path.length) return undefined;
  const isMatch = items.every((item, index) => matchItem(item, path[start + index] as string));
  return isMatch ? start + items.length : undefined;
}

function matchItem(item: Item, character: string): boolean {
  if (item === ANY) return character !== '/';
  return typeof item === 'string' ? item === character : classMatches(item, character);
}

/** @returns undefined when it is malformed */
function parsePattern(pattern: string): Chunk[] | undefined {
  const characters = Array.from(pattern);
  const chunks: Chunk[] = [];
  let star = false;
  let items: Item[] = [];
  for (let at = 0; at < characters.length; ) {
    if (characters[at] === '*') {
      if (items.length > 0) chunks.push({ star, items });
      star = true;
      items = [];
      at++;
      continue;
    }
    const found = parseItem(characters, at);
    if (found === undefined) return undefined;
    items.push(found.item);
    at = found.end;
  }
  return star || items.length > 0 ? [...chunks, { star, items }] : chunks;
}

function parseItem(pattern: readonly string[], at: number): { readonly item: Item; readonly end: number } | undefined {
  const character = pattern[at] as string;
  if (character === '?') return { item: ANY, end: at + 1 };
  if (character === '[') {
    const found = parseGoClass(pattern, at + 1);
    return found && { item: found.characterClass, end: found.end };
  }
  if (character !== '\\') return { item: character, end: at + 1 };
  const escaped = pattern[at + 1];
  return escaped === undefined ? undefined : { item: escaped, end: at + 2 };
}

import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { RenderError } from '../../model/errors.ts';
import { matchesSegment, parsePattern, type Segment } from './doublestar.ts';
import { typeOf } from './find-file.ts';

/** More is refused: links to directories can multiply what is below them. */
const MAX_ENTRIES = 100_000;

/**
 * Files that match a pattern, in the order of doublestar: directory by directory, in each by name. That order decides which
 * values win.
 *
 * Source: github.com/bmatcuk/doublestar v4, FilepathGlob; argo-cd reposerver/repository/repository.go,
 * verifyGlobMatchesWithinRoot
 * @param pattern relative to the root
 * @param place names the pattern in errors
 * @returns paths relative to the root, links not followed
 * @throws RenderError for a malformed pattern, for a directory, which helm could not read, and for links out of the repository
 */
export async function globFiles(root: string, pattern: string, place: string): Promise<readonly string[]> {
  const walk = new Walk(root, place);
  const isDeep = /\*\*(?=...)/su.test(pattern);
  const patterns = parse(pattern, place);
  const matches = new Set<string>();
  for (const segments of patterns) for (const path of await walk.find(segments, isDeep)) matches.add(path);
  for (const path of matches) {
    const type = await walk.typeOf(path);
    if (type !== 'file') throw new RenderError(`${place} matches ${path}, which is not a file`);
  }
  // Alternatives are merged by their text, whatever their order in the braces.
  return patterns.length > 1 ? [...matches].sort() : [...matches];
}

function parse(pattern: string, place: string): readonly (readonly Segment[])[] {
  try {
    return parsePattern(pattern);
  } catch (error) {
    if (error instanceof SyntaxError) throw new RenderError(`${place} is no pattern: ${error.message}`);
    throw error;
  }
}

class Walk {
  private readonly root: string;
  private readonly place: string;
  private entries = 0;

  constructor(root: string, place: string) {
    this.root = root;
    this.place = place;
  }

  /** @param isDeep whether doublestar sorts what matches alternatives of a name in all directories, and not in each of them */
  async find(segments: readonly Segment[], isDeep: boolean): Promise<ReadonlySet<string>> {
    let found: ReadonlySet<string> = new Set(['.']);
    for (const [index, segment] of segments.entries()) {
      const withFiles = index === segments.length - 1;
      const next = new Set<string>();
      for (const directory of found) {
        const matches =
          segment === '**' ? this.descend(directory, withFiles) : this.match(directory, segment, withFiles);
        for await (const path of matches) next.add(path);
      }
      found = isDeep && segment !== '**' && segment.length > 1 ? new Set([...next].sort()) : next;
    }
    return found;
  }

  typeOf(path: string) {
    return typeOf({ root: this.root, path }, this.place);
  }

  private async *match(directory: string, segment: Exclude<Segment, '**'>, withFiles: boolean): AsyncGenerator<string> {
    for (const { path, name, isDirectory } of await this.list(directory)) {
      if (matchesSegment(segment, name) && (withFiles || (await isDirectory()))) yield path;
    }
  }

  private async *descend(directory: string, withFiles: boolean): AsyncGenerator<string> {
    yield directory;
    for (const { path, isDirectory } of await this.list(directory)) {
      if (await isDirectory()) yield* this.descend(path, withFiles);
      else if (withFiles) yield path;
    }
  }

  private async list(directory: string) {
    const entries = await readDirectory(join(this.root, directory));
    this.entries += entries.length;
    if (this.entries > MAX_ENTRIES) throw new RenderError(`${this.place} looks at more than ${MAX_ENTRIES} files`);
    return entries
      .filter(({ name }) => directory !== '.' || name !== '.git')
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .map((entry) => {
        const path = directory === '.' ? entry.name : `${directory}/${entry.name}`;
        const isDirectory = async () =>
          entry.isSymbolicLink() ? (await this.typeOf(path)) === 'directory' : entry.isDirectory();
        return { path, name: entry.name, isDirectory };
      });
  }
}

/** What cannot be read has no files, as to doublestar. */
async function readDirectory(path: string) {
  try {
    return await readdir(path, { withFileTypes: true });
  } catch {
    return [];
  }
}

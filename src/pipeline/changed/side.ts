import { gunzipSync } from 'node:zlib';
import type { PathSet } from '../../changes/path-set.ts';
import { type Layout, layOut } from '../../changes/reach.ts';
import { findMarkedLines, MARKS, type MarkedLines, type Survey, surveyFiles } from '../../changes/survey.ts';
import { directoryOf, leavesRoot, resolveIn } from '../../discover/paths.ts';
import { readLinks } from '../../files/read-links.ts';
import type { Repository } from '../../git/repository.ts';
import { type FileEntry, FileError, type FileTree } from '../../model/ports.ts';
import { decodeText } from '../../parse/text.ts';
import type { Session } from '../session.ts';

/** A revision, or the working tree, as far as searching its files tells what they are. */
export interface Side {
  readonly session: Session;
  readonly layout: Layout;
  readonly survey: Survey;
  /** Links that lead out of the repository. */
  readonly problems: readonly FileEntry[];
  /** Changed files that hold an object on one of the sides. */
  readonly changedObjects: ReadonlySet<string>;
}

/** Both sides of a comparison. */
export interface Sides {
  readonly head: Side;
  readonly base: Side;
}

export interface Listing {
  readonly files: ReadonlySet<string>;
  /** What links say, by their paths. */
  readonly links: ReadonlyMap<string, string>;
}

/** What a search of the head gives. */
export interface Searched {
  readonly listing: Listing;
  readonly lines: MarkedLines;
}

export async function searchHead(session: Session, repository: Repository): Promise<Searched> {
  const { commit } = session;
  const [listing, lines] = await Promise.all([
    commit === undefined ? listWorkingTree(session, repository) : listCommit(repository, commit),
    repository.grepLines({ patterns: MARKS, commit }),
  ]);
  return { listing, lines };
}

/**
 * Puts together what both sides are. What has not changed is the same at the base, so that only the rest is read there.
 *
 * @param changed paths that are not the same on both sides
 */
export async function surveySides(
  head: Session,
  base: Session & { readonly commit: string },
  repository: Repository,
  { listing, lines }: Searched,
  changed: PathSet,
): Promise<Sides> {
  const listingAtBase = await listBase(base, repository, listing, changed);
  const [texts, textsAtBase] = await Promise.all([
    readTexts(head.tree, listing, changed),
    readTexts(base.tree, listingAtBase, changed),
  ]);
  const changedObjects = new Set(
    [...texts, ...textsAtBase].flatMap(([file, text]) => (/kind/.test(text) ? [file] : [])),
  );
  const after = { ...(await describe(head, listing, lines)), changedObjects };
  const marked = markedLinesOf(textsAtBase);
  if (areAlike(changed, listing, listingAtBase, lines, new Map(marked))) {
    return { head: after, base: { ...after, session: base } };
  }
  const kept = [...lines].filter(([file]) => !changed.has(file));
  const before = await describe(base, listingAtBase, new Map([...kept, ...marked]));
  return { head: after, base: { ...before, changedObjects } };
}

/** Whether changed files are there on both sides and say the same of what they hold, so that both sides are described alike. */
function areAlike(
  changed: PathSet,
  { files, links }: Listing,
  base: Listing,
  lines: MarkedLines,
  linesAtBase: MarkedLines,
): boolean {
  for (const path of changed) {
    if (path.endsWith('.tgz') || links.has(path) || base.links.has(path)) return false;
    if (!files.has(path) || !base.files.has(path)) return false;
    if ((lines.get(path) ?? []).join('\n') !== (linesAtBase.get(path) ?? []).join('\n')) return false;
  }
  return true;
}

async function listCommit(repository: Repository, commit: string): Promise<Listing> {
  const tree = await repository.openTree(commit);
  const entries = await tree.list('.', { isComplete: true });
  return { files: new Set(entries.map(({ path }) => path)), links: tree.links };
}

/** The files of the base: those that are unchanged, and what it has of the others. */
async function listBase(
  { tree, commit }: Session & { readonly commit: string },
  repository: Repository,
  { files }: Listing,
  changed: PathSet,
): Promise<Listing> {
  const { links } = await repository.openTree(commit);
  const there: string[] = [];
  for (const path of changed) if ((await tree.typeOf(path)) === 'file') there.push(path);
  if (there.length === changed.size && there.every((path) => files.has(path))) return { files, links };
  const kept = [...files].filter((path) => !changed.has(path));
  return { files: new Set([...kept, ...there]), links };
}

/** Nested repositories are searched as everything is. */
async function listWorkingTree({ root, tree }: Session, repository: Repository): Promise<Listing> {
  const all = await repository.listFiles();
  const files = new Set(all.map(({ path }) => path).filter((path) => !path.endsWith('/')));
  for (const { path } of all) {
    if (!path.endsWith('/')) continue;
    for (const entry of await tree.list(path.slice(0, -1), { isComplete: true })) files.add(entry.path);
  }
  const mayBeLinks = all.filter(({ mode, path }) => mode === '120000' || (mode === undefined && !path.endsWith('/')));
  return {
    files,
    links: readLinks(
      root,
      mayBeLinks.map(({ path }) => path),
    ),
  };
}

function markedLinesOf(texts: ReadonlyMap<string, string>): [string, readonly string[]][] {
  return [...texts].map(([file, text]) => [file, findMarkedLines(text)]);
}

async function readTexts(tree: FileTree, { files }: Listing, paths: PathSet): Promise<ReadonlyMap<string, string>> {
  const wanted = [...paths].filter((path) => files.has(path) && !path.endsWith('.tgz'));
  const texts = await Promise.all(wanted.map(async (path) => [path, await readText(tree, path)] as const));
  return new Map(texts);
}

async function readText(tree: FileTree, file: string): Promise<string> {
  try {
    return decodeText(await tree.read(file));
  } catch (error) {
    if (error instanceof FileError) return '';
    throw error;
  }
}

async function describe(
  session: Session,
  { files, links }: Listing,
  lines: MarkedLines,
): Promise<Omit<Side, 'changedObjects'>> {
  const ends = new Map([...links].map(([path, target]) => [path, resolveIn(directoryOf(path), target)]));
  const inside = new Map([...ends].filter(([, end]) => !leavesRoot(end)));
  const all = new Map([...lines, ...(await searchPacked(session.tree, files))]);
  const problems = [...ends.keys()]
    .filter((path) => !inside.has(path))
    .map((path) => ({ path, problem: 'is a link that leaves the repository' }));
  const layout = layOut(files, inside);
  const exists = (path: string) => files.has(path) || layout.directories.has(path);
  return { session, layout, survey: surveyFiles(all, exists), problems };
}

/** A packed chart is larger than this only when it wants to harm. */
const MAX_UNPACKED_BYTES = 64 * 1024 * 1024;

/** The marked lines of packed charts, in which git does not find any. */
async function searchPacked(tree: FileTree, files: ReadonlySet<string>): Promise<MarkedLines> {
  const lines = new Map<string, readonly string[]>();
  for (const file of files) {
    if (file.endsWith('.tgz')) lines.set(file, findMarkedLines(await unpack(tree, file)));
  }
  return lines;
}

/** @returns what stands for anything when it cannot be unpacked */
async function unpack(tree: FileTree, file: string): Promise<string> {
  try {
    return gunzipSync(await tree.read(file), { maxOutputLength: MAX_UNPACKED_BYTES }).toString('latin1');
  } catch {
    return 'kind:';
  }
}

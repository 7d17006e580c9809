import { mentionPatterns, namedPatterns, namePatterns } from '../../changes/mentions.ts';
import { ancestorsOf, PathSet } from '../../changes/path-set.ts';
import { findReach, findReaders, withLinks } from '../../changes/reach.ts';
import { directoryOf } from '../../discover/paths.ts';
import type { Side } from './side.ts';

/** Finds files in whose text one of some patterns is (POSIX, extended), in the directories of some files at least. */
export type Search = (patterns: readonly string[], files: Iterable<string>) => Promise<readonly string[]>;

/** Through which files may be read on one side: more than they are, never less. */
export interface Reach {
  /** Of the changed files. */
  readonly changed: PathSet;
  /** Files of charts and kustomizations that may make Namespaces or Applications. */
  readonly holders: PathSet;
  /** Those of them that may make Applications. */
  readonly makers: PathSet;
  /** Of the holders. */
  readonly holding: PathSet;
}

/** @returns nothing when it may be anything */
export function findReachOf({ layout, survey }: Side, changed: PathSet): Reach | undefined {
  const isRead = (file: string) => findReaders(file, layout, survey).length > 0;
  const holders = [...new Set([...survey.applications, ...survey.namespaces])].filter(isRead);
  const reach = findReach(changed, layout, survey);
  const named = withLinks(holders, layout);
  const holding = findReach(holders, layout, survey);
  if (reach === undefined || named === undefined || holding === undefined) return undefined;
  const makers = new PathSet([...named].filter((path) => survey.applications.has(path)));
  return { changed: new PathSet(reach), holders: new PathSet(named), makers, holding: new PathSet(holding) };
}

/** More paths than these make a search slower than reading every Application. */
const MAX_MENTIONED = 200;

/** Finds the files that may hold an Application whose sources are among what is reached; nothing when that may be any. */
export async function findMentions(
  reaches: readonly Reach[],
  { survey }: Side,
  search: Search,
): Promise<ReadonlySet<string> | undefined> {
  const reached = new Set(reaches.flatMap(({ changed, holding }) => [...changed, ...holding]));
  if (reached.size > MAX_MENTIONED) return undefined;
  return new Set(await search(mentionPatterns(reached), survey.applications));
}

/** Whether there are Applications at all decides what is marked as used by none: so many files are looked at for one. */
const SOME = 20;

/**
 * The files that decide what a change concerns: those that changed, charts and kustomizations that may read them, Applications
 * that may use these, and ApplicationSets.
 *
 * @param mentions files that may hold an Application that matters; any may, without it
 */
export function findFiles(
  side: Side,
  changed: PathSet,
  { changed: reach, holding }: Reach,
  mentions: ReadonlySet<string> | undefined,
): ReadonlySet<string> {
  const { layout, survey } = side;
  const isNamed = (file: string) => mentions === undefined || mentions.has(file) || changed.has(file);
  const applications = [...survey.applications].filter(isNamed);
  const some = applications.length > 0 ? [] : [...survey.applications].slice(0, SOME);
  const files = new Set(
    [...applications, ...some, ...survey.sets, ...changed].filter((file) => layout.files.has(file)),
  );
  addNeighbours(files, side);
  addDeciding(files, [...reach, ...holding, ...files], side);
  return files;
}

/** Everything at and below paths, and the files that may hold an Application that uses it. */
export async function findReleased(side: Side, released: PathSet, search: Search): Promise<ReadonlySet<string>> {
  const { layout, survey } = side;
  const mentions =
    released.size > MAX_MENTIONED ? undefined : new Set(await search(mentionPatterns(released), survey.applications));
  const applications = [...survey.applications].filter((file) => mentions === undefined || mentions.has(file));
  const below = [...layout.files].filter((file) => [file, ...ancestorsOf(file)].some((path) => released.has(path)));
  const files = new Set([...applications, ...below]);
  addDeciding(files, [...files], side);
  return files;
}

/** What else matters to targets that are judged. */
export interface Related {
  /** Names of namespaces that have to be known. */
  readonly namespaces: ReadonlySet<string>;
  /** Names of Applications: those that have one in common are told apart. */
  readonly applications: ReadonlySet<string>;
}

/**
 * Files that may declare one of the namespaces, or hold an Application that does, or one of the same name.
 *
 * @param known files that are read already
 */
export async function findRelated(
  side: Side,
  { namespaces, applications }: Related,
  known: ReadonlySet<string>,
  search: Search,
): Promise<ReadonlySet<string>> {
  const { survey } = side;
  const declaring = new Set([...survey.namespaces, ...survey.creators]);
  const found = await Promise.all([
    narrow(declaring, namespaces.size === 0 ? [] : namePatterns(namespaces), known, search),
    narrow(survey.applications, applications.size === 0 ? [] : namedPatterns(applications), known, search),
  ]);
  const files = new Set(found.flat());
  addDeciding(files, [...files], side);
  return files;
}

/** A few files are read rather than searched. */
const MAX_READ = 20;

async function narrow(
  files: ReadonlySet<string>,
  patterns: readonly string[],
  known: ReadonlySet<string>,
  search: Search,
): Promise<readonly string[]> {
  const others = [...files].filter((file) => !known.has(file));
  if (patterns.length === 0 || others.length === 0) return [];
  if (others.length <= MAX_READ || patterns.length > MAX_MENTIONED) return others;
  const matching = new Set(await search(patterns, others));
  return others.filter((file) => matching.has(file));
}

/** Manifests that nobody renders are judged by directory: those beside a changed one belong to it. */
function addNeighbours(files: Set<string>, { layout, changedObjects }: Side): void {
  const directories = new Set([...changedObjects].map(directoryOf));
  for (const directory of layout.rendered.keys()) directories.delete(directory);
  if (directories.size === 0) return;
  for (const file of layout.files) if (directories.has(directoryOf(file))) files.add(file);
}

/** The files by which directories around a path, and those that name it, are rendered. */
function addDeciding(files: Set<string>, paths: Iterable<string>, { layout, survey }: Side): void {
  const directories = new Set<string>();
  for (const path of paths) {
    for (const each of [path, ...ancestorsOf(path), ...findReaders(path, layout, survey)]) {
      if (layout.rendered.has(each)) directories.add(each);
    }
  }
  for (const directory of directories) for (const file of layout.rendered.get(directory) ?? []) files.add(file);
}

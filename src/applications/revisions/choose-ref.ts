import { readConstraint } from './constraint.ts';
import { compareVersions, readVersion, type Version } from './version.ts';

/** A branch, tag or other reference of a remote repository. */
export interface RemoteRef {
  /** Full: `HEAD`, `refs/heads/main`, `refs/tags/v1.0.0`. */
  readonly name: string;
  /** Full id of the object that it names. */
  readonly id: string;
}

/** What a revision means: an object by its full id, or the beginning of one, which only the repository itself can complete. */
export type ChosenRevision = { readonly id: string } | { readonly truncated: string };

const FULL_ID = /^[0-9a-f]{40}$/i;
const TRUNCATED_ID = /^[0-9a-f]{7,39}$/i;

/** Whether a revision is a commit in full, so that nobody has to be asked what it means. */
export function isFullId(revision: string): boolean {
  return FULL_ID.test(revision);
}

/**
 * What Argo CD takes a revision for: a full id, the highest tag of a constraint, the first reference with this name, else a
 * truncated id.
 *
 * Source: argo-cd util/git/client.go, lsRemote
 * @param refs in the order in which the remote lists them
 * @returns nothing when it names nothing
 */
export function chooseRef(revision: string, refs: readonly RemoteRef[]): ChosenRevision | undefined {
  if (isFullId(revision)) return { id: revision.toLowerCase() };
  const name = highestTag(revision, tagsOf(refs)) ?? (revision === '' ? 'HEAD' : revision);
  const found = refs.find((ref) => ref.name === name || shortName(ref.name) === name);
  if (found !== undefined) return { id: found.id };
  return TRUNCATED_ID.test(name) ? { truncated: name.toLowerCase() } : undefined;
}

/**
 * The highest of the tags that a constraint wants.
 *
 * Source: argo-cd util/versions/tags.go, MaxVersion
 * @returns nothing where the revision is no constraint, or no tag meets it
 */
export function highestTag(revision: string, tags: readonly string[]): string | undefined {
  const isWanted = readConstraint(revision);
  if (isWanted === undefined) return undefined;
  let highest: { readonly tag: string; readonly version: Version } | undefined;
  for (const tag of tags) {
    const version = readVersion(tag);
    if (version === undefined || !isWanted(version)) continue;
    if (highest === undefined || compareVersions(version, highest.version) > 0) highest = { tag, version };
  }
  return highest?.tag;
}

function tagsOf(refs: readonly RemoteRef[]): string[] {
  return refs
    .map(({ name }) => name)
    .filter((name) => name.startsWith('refs/tags/'))
    .map(shortName);
}

/** As go-git shortens names. */
function shortName(name: string): string {
  return name.replace(/^refs\/(?:heads|tags|remotes|notes)\//, '');
}

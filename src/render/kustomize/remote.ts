/** Kustomize fetches what begins so, whatever lies beside the kustomization. */
const SCHEME = /^\s*[a-z][a-z0-9+.-]*:/i;
/** It takes these for Git repositories when there is no such file: `git@host:…`, `host.example/org/repo?ref=v1`. */
const REPOSITORY = /[:@?]|^[\w-]+(?:\.[\w-]+)+\/|\.git(?:\/|$)/;
/** What is written in place and not referred to: a patch as JSON. */
const WRITTEN_IN_PLACE = /[\s{}"]/;

/**
 * Whether kustomize would fetch what an entry names.
 *
 * Source: kustomize api/internal/git/repospec.go, NewRepoSpecFromURL; api/internal/loader/fileloader.go, Load
 * @param exists whether there is something of that name
 */
export function isRemote(entry: string, exists: boolean): boolean {
  if (SCHEME.test(entry)) return true;
  return !exists && REPOSITORY.test(entry) && !WRITTEN_IN_PLACE.test(entry);
}

export function refuseRemotes(remotes: readonly string[]): string {
  return `needs ${remotes.join(', ')}: nothing is fetched`;
}

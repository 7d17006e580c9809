import { resolveIn } from '../discover/paths.ts';
import type { Application } from '../model/application.ts';
import type { FileTree } from '../model/ports.ts';
import { normalizeRepositoryUrl } from './repository-url.ts';

/** Tells which repository URLs mean the repository at hand. */
export interface OwnRepository {
  isOwn(repoUrl: string): boolean;
  /**
   * URL that was taken for this repository's, because no Application names it by one that is known: so it is in forks and
   * mirrors, and outside of Git.
   */
  readonly assumedUrl?: string;
}

/**
 * Decides by the URLs that are known, if an Application names one of them, else takes the URL whose paths exist here most
 * often.
 *
 * @param urls of this repository, from the configuration or its remote
 */
export async function findOwnRepository(
  applications: readonly Application[],
  urls: readonly string[],
  tree: FileTree,
): Promise<OwnRepository> {
  const known = new Set(urls.map(normalizeRepositoryUrl));
  const sources = applications.flatMap((application) => application.sources);
  const isKnown = (repoUrl: string) => known.has(normalizeRepositoryUrl(repoUrl));
  if (sources.some(({ repoUrl }) => isKnown(repoUrl))) return { isOwn: isKnown };
  const counts = new Map<string, number>();
  for (const { repoUrl, path } of sources) {
    if (path === undefined || repoUrl === '' || (await tree.typeOf(resolveIn('.', path))) !== 'directory') continue;
    counts.set(repoUrl, (counts.get(repoUrl) ?? 0) + 1);
  }
  const [assumedUrl] = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0] ?? [];
  if (assumedUrl === undefined) return { isOwn: isKnown };
  const assumed = normalizeRepositoryUrl(assumedUrl);
  return { isOwn: (repoUrl) => normalizeRepositoryUrl(repoUrl) === assumed, assumedUrl };
}

import { describe, expect, it } from 'vitest';
import { findOwnRepository } from '../../src/applications/own-repository.ts';
import { readApplication } from '../../src/applications/read-application.ts';
import { parseManifests } from '../../src/parse/manifests.ts';
import { sourceOfFile } from '../../src/parse/sources.ts';
import { createFileTree } from '../fakes/file-tree.ts';

const US = 'https://github.com/org/gitops.git';
const OTHER = 'https://github.com/org/other';
const tree = createFileTree({ 'apps/a/x.yaml': '', 'apps/b/x.yaml': '' });

/** Applications of `URL path`. */
function applications(...sources: readonly string[]) {
  const documents = sources.map((source) => {
    const [repoURL, path] = source.split(' ');
    return JSON.stringify({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      spec: { source: { repoURL, path } },
    });
  });
  const { manifests } = parseManifests(documents.join('\n---\n'), sourceOfFile('a.yaml'));
  return manifests.flatMap((manifest) => readApplication(manifest, []) ?? []);
}

describe('findOwnRepository', () => {
  it.each<
    [name: string, sources: string[], urls: string[], own: [us: boolean, other: boolean], assumed: string | undefined]
  >([
    ['by the URL of the remote', [`${US} apps/a`, `${OTHER} apps/a`], [US], [true, false], undefined],
    ['however it is written', [`${US} apps/a`], ['git@github.com:Org/gitops'], [true, false], undefined],
    [
      'by the paths that are here, in a fork',
      [`${US} apps/a`, `${OTHER} gone`],
      ['https://github.com/me/gitops'],
      [true, false],
      US,
    ],
    ['by most of them', [`${OTHER} apps/a`, `${US} apps/a`, `${US} apps/b`], [], [true, false], US],
    ['by the first of as many', [`${OTHER} apps/a`, `${US} apps/a`], [], [true, false], US],
    ['not where no path is here', [`${OTHER} gone`], [], [false, false], undefined],
    ['not without Applications', [], [US], [true, false], undefined],
  ])('knows this repository %s', async (_, sources, urls, own, assumed) => {
    const found = await findOwnRepository(applications(...sources), urls, tree);
    expect([found.isOwn(US), found.isOwn(OTHER)]).toEqual(own);
    expect(found.assumedUrl).toBe(assumed);
  });
});

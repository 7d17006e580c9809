import type { Failure } from '../../model/failure.ts';
import type { Manifest } from '../../model/manifest.ts';
import { FileError, type FileTree } from '../../model/ports.ts';
import { decodeText } from '../../parse/text.ts';
import { findDirectoryFiles } from './find-files.ts';
import { readManifestFile, SKIP_MARK } from './read-file.ts';

/** What a Directory source would apply. */
export interface DirectoryManifests {
  readonly manifests: readonly Manifest[];
  readonly failures: readonly Failure[];
  /** Files that the source consists of, relative to the root, whether they hold manifests or not. */
  readonly files: readonly string[];
}

export interface DirectorySettings {
  /** What stands before a path in reports; see `Checkout.prefix`. */
  readonly prefix?: string;
}

/** Argo CD's limit for YAML and JSON of a source together: 10M. */
const MAX_DIRECTORY_BYTES = 10_000_000;

/**
 * Reads the manifests of a Directory source. Never throws for what the repository does.
 *
 * Source: argo-cd reposerver/repository/repository.go, findManifests
 *
 * @param path the app directory, relative to the root
 * @param options `spec.source.directory`
 */
export async function readDirectory(
  tree: FileTree,
  path: string,
  options: Readonly<Record<string, unknown>>,
  { prefix = '' }: DirectorySettings = {},
): Promise<DirectoryManifests> {
  const { files, jsonnet, problems } = await findDirectoryFiles(tree, path, options);
  const manifests: Manifest[] = [];
  const failures: Failure[] = problems.map((message) => ({ rule: 'render', message }));
  let bytes = 0;
  for (const file of files) {
    const read = await readText(tree, file, prefix);
    if ('failure' in read) failures.push(read.failure);
    else {
      const found = readManifestFile(read.text, prefix + file);
      manifests.push(...found.manifests);
      failures.push(...found.failures);
      if (!read.text.includes(SKIP_MARK)) bytes += read.bytes;
    }
  }
  if (bytes > MAX_DIRECTORY_BYTES) {
    const message = `its manifests have ${bytes} bytes; Argo CD refuses more than ${MAX_DIRECTORY_BYTES}`;
    failures.push({ rule: 'render', message });
  }
  for (const file of jsonnet) failures.push(...(await refuseJsonnet(tree, file, prefix)));
  return { manifests, failures, files: [...files, ...jsonnet] };
}

type ReadText = { readonly text: string; readonly bytes: number } | { readonly failure: Failure };

async function readText(tree: FileTree, file: string, prefix: string): Promise<ReadText> {
  try {
    const content = await tree.read(file);
    return { text: decodeText(content), bytes: content.length };
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    return { failure: { rule: 'parse', message: error.message, location: { file: prefix + file } } };
  }
}

async function refuseJsonnet(tree: FileTree, file: string, prefix: string): Promise<readonly Failure[]> {
  const read = await readText(tree, file, prefix);
  if ('failure' in read) return [read.failure];
  if (read.text.includes(SKIP_MARK)) return [];
  const message =
    'jsonnet is not evaluated, so that what it applies is not known; --plugin does not help, for it is for sources that name a plugin';
  return [{ rule: 'render', message, location: { file: prefix + file } }];
}

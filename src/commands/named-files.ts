import { stat } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { openFileTree, readRegularFile } from '../files/file-tree.ts';
import { UsageError } from '../model/errors.ts';
import { formatLocation } from '../model/location.ts';
import type { Manifest } from '../model/manifest.ts';
import { FileError, type FileTree } from '../model/ports.ts';
import { isUnrelated, parseManifests } from '../parse/manifests.ts';
import { sourceOfFile } from '../parse/sources.ts';
import { decodeText } from '../parse/text.ts';
import type { Io } from './io.ts';
import { relativeToRoot } from './load-config.ts';

/** Where the files of a run are. */
export interface Place {
  readonly root: string;
  readonly tree: FileTree;
}

/** A file or a directory that our user named. */
export interface NamedFiles {
  /** As our user wrote it. */
  readonly named: string;
  /** Files in it; the file itself where it is none. */
  readonly list: () => Promise<readonly NamedFile[]>;
}

interface NamedFile {
  /** As messages and reports show it. */
  readonly shown: string;
  readonly read: () => Promise<Uint8Array>;
  /** Whether our user named it, so that it has to hold manifests. */
  readonly isNamed: boolean;
}

/** @param setting of the configuration, which names it relative to the root of the repository */
export function inRepository(setting: string, path: string, { tree }: Place): NamedFiles {
  const normal = path.replace(/^\.\//, '').replace(/\/+$/, '') || '.';
  const fileAt = (at: string, isNamed: boolean): NamedFile => ({ shown: at, read: () => tree.read(at), isNamed });
  return {
    named: `${setting}: ${path}`,
    list: async () => {
      if ((await tree.typeOf(normal)) !== 'directory') return [fileAt(normal, true)];
      return (await filesIn(tree, normal)).map((at) => fileAt(at, false));
    },
  };
}

/** @param option that names it, relative to the working directory */
export function onMachine(option: string, path: string, { root }: Place, { workingDirectory }: Io): NamedFiles {
  const absolute = resolve(workingDirectory, path);
  return {
    named: `${option}: ${path}`,
    list: async () => {
      const files = await listPolicyFiles(absolute);
      return files.map((file) => ({
        shown: relativeToRoot(root, file) ?? join(path, relative(absolute, file)),
        read: () => readRegularFile(file),
        isNamed: file === absolute,
      }));
    },
  };
}

/**
 * Absolute paths of the files with manifests at a path: itself, where it is no directory.
 *
 * @throws UsageError when a directory cannot be read
 */
export async function listPolicyFiles(absolute: string): Promise<readonly string[]> {
  if (!(await isDirectory(absolute))) return [absolute];
  return (await filesIn(openFileTree(absolute), '.')).map((at) => join(absolute, at));
}

async function isDirectory(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

/** Not what lies below a hidden directory: people keep tests of policies there, with pieces of policies in them. */
async function filesIn(tree: FileTree, directory: string): Promise<readonly string[]> {
  const below = directory === '.' ? '' : `${directory}/`;
  const entries = (await tree.list(directory)).filter(({ path }) => !/(?:^|\/)\./.test(path.slice(below.length)));
  const unreadable = entries.find(({ problem }) => problem !== undefined);
  if (unreadable !== undefined) throw new UsageError(`${unreadable.path}: ${unreadable.problem}`);
  return entries.map(({ path }) => path).filter((path) => /\.(?:ya?ml|json)$/.test(path));
}

/**
 * The objects in them. Files of a directory that have nothing to do with Kubernetes are passed over.
 *
 * @throws UsageError for what cannot be read
 */
export async function readNamedFiles({ named, list }: NamedFiles): Promise<readonly Manifest[]> {
  const documents: Manifest[] = [];
  for (const { shown, read, isNamed } of await list()) {
    const text = await readText(read, isNamed ? named : `${named}: ${shown}`);
    const parsed = parseManifests(text, sourceOfFile(shown));
    if (!isNamed && isUnrelated(text, parsed)) continue;
    const [error] = parsed.errors;
    if (error !== undefined) {
      const place = formatLocation(error.line === undefined ? { file: shown } : { file: shown, line: error.line });
      throw new UsageError(`${place}: ${error.message}`);
    }
    documents.push(...parsed.manifests);
  }
  return documents;
}

async function readText(read: () => Promise<Uint8Array>, place: string): Promise<string> {
  try {
    return decodeText(await read());
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    throw new UsageError(`${place}: ${error.message}`);
  }
}

import { stat } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { openFileTree, readRegularFile } from '../files/file-tree.ts';
import { createEngine, isPolicyDocument, type PolicyEngine } from '../kyverno/engine.ts';
import type { PolicyProblem } from '../kyverno/types.ts';
import { UsageError } from '../model/errors.ts';
import { formatLocation } from '../model/location.ts';
import type { Manifest } from '../model/manifest.ts';
import { FileError, type FileTree } from '../model/ports.ts';
import { isUnrelated, parseManifests } from '../parse/manifests.ts';
import { sourceOfFile } from '../parse/sources.ts';
import { decodeText } from '../parse/text.ts';
import type { Io } from './io.ts';
import { type LoadedConfig, relativeToRoot } from './load-config.ts';
import type { ClusterOptions } from './options.ts';

/** Where the files of a run are. */
interface Place {
  readonly root: string;
  readonly tree: FileTree;
}

/**
 * The policies that options and configuration name, ready to judge; nothing where they name none.
 *
 * @throws UsageError that lists everything that is wrong with them, a line each
 */
export async function readPolicies(
  options: ClusterOptions,
  { config }: LoadedConfig,
  place: Place,
  io: Io,
): Promise<PolicyEngine | undefined> {
  const named = [
    ...config.policies.files.map((path) => inRepository(path, place)),
    ...options.policy.map((path) => onMachine(path, place, io)),
  ];
  if (named.length === 0) return undefined;
  const read: Manifest[][] = [];
  for (const files of named) read.push(await readDocuments(files));
  const documents = read.flat();
  const { engine, problems } = createEngine(documents.filter(isPolicy), {
    mode: options.kyvernoMode ?? config.policies.kyvernoMode,
    ignoresUnsupported: options.ignoreUnsupported || config.policies.unsupported === 'skip',
    requiresBinding: true,
    params: documents.filter((document) => !isPolicy(document)).map(({ object }) => object),
  });
  if (problems.length > 0) throw new UsageError(problems.map(describeProblem).join('\n'));
  return engine;
}

function isPolicy({ object }: Manifest): boolean {
  return isPolicyDocument(object);
}

function describeProblem({ file, line, policy, path, message }: PolicyProblem): string {
  const place = formatLocation(line === undefined ? { file } : { file, line });
  return `${place}: ${policy}: ${path === '' ? '' : `${path}: `}${message}`;
}

/** A file or a directory with policies. */
interface PolicyFiles {
  /** As our user wrote it. */
  readonly named: string;
  /** Files in it; the file itself where it is none. */
  readonly list: () => Promise<readonly PolicyFile[]>;
}

interface PolicyFile {
  /** As messages and reports show it. */
  readonly shown: string;
  readonly read: () => Promise<Uint8Array>;
  /** Whether our user named it, so that it has to hold policies. */
  readonly isNamed: boolean;
}

function inRepository(path: string, { tree }: Place): PolicyFiles {
  const normal = path.replace(/^\.\//, '').replace(/\/+$/, '') || '.';
  const fileAt = (at: string, isNamed: boolean): PolicyFile => ({ shown: at, read: () => tree.read(at), isNamed });
  return {
    named: `policies.files: ${path}`,
    list: async () => {
      if ((await tree.typeOf(normal)) !== 'directory') return [fileAt(normal, true)];
      return (await filesIn(tree, normal)).map((at) => fileAt(at, false));
    },
  };
}

function onMachine(path: string, { root }: Place, { workingDirectory }: Io): PolicyFiles {
  const absolute = resolve(workingDirectory, path);
  return {
    named: `--policy: ${path}`,
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
 * Absolute paths of the files that hold the policies of a path: itself, where it is no directory.
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

async function filesIn(tree: FileTree, directory: string): Promise<readonly string[]> {
  const entries = await tree.list(directory);
  const unreadable = entries.find(({ problem }) => problem !== undefined);
  if (unreadable !== undefined) throw new UsageError(`${unreadable.path}: ${unreadable.problem}`);
  return entries.map(({ path }) => path).filter((path) => /\.(?:ya?ml|json)$/.test(path));
}

async function readDocuments({ named, list }: PolicyFiles): Promise<Manifest[]> {
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
  if (!documents.some(isPolicy)) throw new UsageError(`${named}: holds no policy; allowed: ${ALLOWED}`);
  return documents;
}

const ALLOWED =
  'files and directories with policies of Kyverno (ClusterPolicy, Policy, ValidatingPolicy, MutatingPolicy), PolicyExceptions, or ValidatingAdmissionPolicies';

async function readText(read: () => Promise<Uint8Array>, place: string): Promise<string> {
  try {
    return decodeText(await read());
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    throw new UsageError(`${place}: ${error.message}`);
  }
}

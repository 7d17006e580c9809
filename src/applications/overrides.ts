import { resolveIn } from '../discover/paths.ts';
import { isRecord } from '../model/manifest.ts';
import { FileError, type FileTree } from '../model/ports.ts';
import { decodeText } from '../parse/text.ts';
import { YamlError } from '../parse/yaml/construct.ts';
import { readYaml } from '../parse/yaml/read.ts';
import { decodeOver, ShapeError } from './overrides/decode-over.ts';
import { withoutEmptyBlocks } from './overrides/empty-blocks.ts';
import { mergePatch } from './overrides/merge-patch.ts';
import { SOURCE } from './overrides/shape.ts';

type Source = Readonly<Record<string, unknown>>;

/** A source with its parameter override files merged in, and these files, relative to the root. */
export interface OverriddenSource {
  readonly source: Source;
  readonly files: readonly string[];
}

export interface OverrideSettings {
  /** Whether blocks that say nothing stay: those of `spec.sources` and of a dry source do; see `withoutEmptyBlocks`. */
  readonly keepsEmptyBlocks?: boolean;
}

/**
 * Merges `.argocd-source.yaml` and `.argocd-source-<instanceName>.yaml` of the app directory into a source. Where the
 * source comes from is put back.
 *
 * A null in such a file removes nothing but what is below `valuesObject`: Argo CD merges rightly, and decodes the outcome
 * over the source that still has the old value. For the same reason an item of a list keeps what the new one does not
 * say; see `decodeOver`.
 *
 * Source: argo-cd reposerver/repository/repository.go, mergeSourceParameters
 *
 * @returns or what is wrong with a file: Argo CD renders nothing then
 */
export async function applyOverrides(
  tree: FileTree,
  path: string,
  instanceName: string,
  source: Source,
  { keepsEmptyBlocks = false }: OverrideSettings = {},
): Promise<OverriddenSource | { readonly problem: string }> {
  const own = keepsEmptyBlocks ? source : withoutEmptyBlocks(source);
  const names = ['.argocd-source.yaml', ...(instanceName === '' ? [] : [`.argocd-source-${instanceName}.yaml`])];
  const files: string[] = [];
  let merged: Source = own;
  for (const name of names) {
    const file = resolveIn(path, name);
    try {
      const patch = await readPatch(tree, file);
      if (patch === undefined) continue;
      merged = decodeOver(merged, mergePatch(merged, patch), SOURCE) as Source;
      files.push(file);
    } catch (error) {
      if (!isReason(error)) throw error;
      return { problem: `error while parsing source parameters: ${file}: ${error.message}` };
    }
  }
  return { source: putBack(merged, own), files };
}

/** @returns nothing where there is no such file */
async function readPatch(tree: FileTree, file: string): Promise<Source | undefined> {
  const type = await tree.typeOf(file);
  if (type === 'directory') return undefined;
  if (type === undefined) return refuseLink(tree, file);
  const patch = readYaml(firstDocument(decodeText(await tree.read(file))));
  if (!isRecord(patch)) throw new ShapeError('it must hold an object');
  return patch;
}

/** Argo CD reads no further than the end of the first document, whatever follows. */
function firstDocument(text: string): string {
  const marks = [...text.matchAll(/^(?:---|\.\.\.)(?=\s|$)/gm)].map(({ index }) => index);
  return text.slice(
    0,
    marks.find((index) => HAS_CONTENT.test(text.slice(0, index).replace(/^---/gm, ''))),
  );
}

/** A line that is neither blank nor a comment nor a directive. */
const HAS_CONTENT = /^[ \t]*[^\s#%]/m;

/** A file that leads out of the repository is none to us, and something to Argo CD. */
async function refuseLink(tree: FileTree, file: string): Promise<undefined> {
  const directory = resolveIn(file, '..');
  if ((await tree.typeOf(directory)) !== 'directory') return undefined;
  const entries = await tree.list(directory, { isShallow: true });
  const problem = entries.find((entry) => entry.path === file)?.problem;
  if (problem !== undefined) throw new FileError(problem);
  return undefined;
}

function isReason(error: unknown): error is Error {
  return error instanceof YamlError || error instanceof FileError || error instanceof ShapeError;
}

function putBack(merged: Source, source: Source): Source {
  const fields = ['chart', 'path', 'repoURL', 'targetRevision'];
  const others = Object.entries(merged).filter(([key]) => !fields.includes(key));
  const own = fields.flatMap((key) => (Object.hasOwn(source, key) ? [[key, source[key]] as const] : []));
  return Object.fromEntries([...own, ...others]);
}

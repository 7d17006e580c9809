import { nameOf } from '../discover/paths.ts';
import { KUSTOMIZATION_NAMES } from '../discover/source-type.ts';
import type { FileTree } from '../model/ports.ts';
import { compareInWalk } from './directory/walk-order.ts';

/** How Argo CD renders a source. */
export type AppSourceType = 'Helm' | 'Kustomize' | 'Directory' | 'Plugin';

export interface DetectedType {
  readonly type: AppSourceType;
  /** What decided, for people. */
  readonly because: string;
}

export interface TypeSettings {
  /** Types that argocd-cm switches off: `helm.enable: "false"`, `kustomize.enable: "false"`. */
  readonly disabled: readonly ('helm' | 'kustomize')[];
}

/** Blocks of a source that say its type, in the order in which Argo CD names them. */
const BLOCKS = { kustomize: 'Kustomize', helm: 'Helm', directory: 'Directory', plugin: 'Plugin' } as const;
type Block = keyof typeof BLOCKS;

/**
 * The type of a source: what it says itself, else what its app directory looks like. Whether a plugin would take the
 * directory cannot be known here.
 *
 * Source: argo-cd reposerver/repository/repository.go, GetAppSourceType; v1alpha1/types.go, ExplicitType
 *
 * @param source with override files merged in, see `applyOverrides`
 * @returns or Argo CD's words when the source says two types
 */
export async function detectAppSourceType(
  tree: FileTree,
  path: string,
  source: Readonly<Record<string, unknown>>,
  { disabled }: TypeSettings,
): Promise<DetectedType | { readonly problem: string }> {
  const blocks = (Object.keys(BLOCKS) as Block[]).filter((block) => isSet(source[block]));
  const [block] = blocks;
  if (block === undefined) return discoverType(tree, path, disabled);
  if (blocks.length > 1) {
    return { problem: `multiple application sources defined: ${blocks.map((each) => BLOCKS[each]).join(',')}` };
  }
  return disabled.some((each) => each === block)
    ? { type: 'Directory', because: `${block} is set, which argocd-cm switches off` }
    : { type: BLOCKS[block], because: `${block} is set` };
}

function isSet(value: unknown): boolean {
  return value !== undefined && value !== null;
}

/**
 * Only files directly in the directory count, and a later name replaces an earlier one: `Chart.yaml` comes before
 * `kustomization.yaml`, which comes before `myChart.yaml`. An app directory that is itself a link has no files.
 *
 * Source: argo-cd util/app/discovery/discovery.go, Discover
 */
async function discoverType(tree: FileTree, path: string, disabled: TypeSettings['disabled']): Promise<DetectedType> {
  const entries = await tree.list(path, { isShallow: true, isComplete: true });
  const names = entries.filter(({ isDirectory }) => isDirectory !== true).map((entry) => nameOf(entry.path));
  const found = names.sort(compareInWalk).flatMap((name): DetectedType[] => {
    if (name.endsWith('Chart.yaml') && !disabled.includes('helm')) return [{ type: 'Helm', because: name }];
    const isKustomization = KUSTOMIZATION_NAMES.has(name) && !disabled.includes('kustomize');
    return isKustomization ? [{ type: 'Kustomize', because: name }] : [];
  });
  return found.at(-1) ?? { type: 'Directory', because: 'no chart and no kustomization' };
}

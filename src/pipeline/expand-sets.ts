import { expandApplicationSet, type InventoryCluster, type SetContext } from '../applications/sets/expand.ts';
import type { Failure } from '../model/failure.ts';
import type { FieldPath } from '../model/field-path.ts';
import { type Manifest, type ManifestSource, metadataText } from '../model/manifest.ts';
import type { Target } from '../model/target.ts';
import { createTemplateRenderer } from '../render/go-templates.ts';
import type { Session } from './session.ts';

export interface ExpandSettings {
  /** Clusters that Argo CD knows, for cluster generators; nothing when nobody gave them. */
  readonly inventory?: readonly InventoryCluster[] | undefined;
  /** Parameters of generators that need an API, by `namespace/name` of the ApplicationSet. */
  readonly recorded: SetContext['recorded'];
  /** Whether `*` in paths of git file generators stops at `/`. */
  readonly newGlobbing: boolean;
}

/** An ApplicationSet and the target that holds it. */
export interface HeldSet {
  readonly set: Manifest;
  readonly target: Target;
}

export interface ExpandedSets {
  readonly applications: readonly Manifest[];
  /** A target for each set of which something could not be evaluated. */
  readonly failed: readonly { readonly target: Target; readonly failures: readonly Failure[] }[];
}

/** Makes the Applications of ApplicationSets, as far as that can be done offline. */
export async function expandSets(
  sets: readonly HeldSet[],
  isOwn: (repoUrl: string) => boolean,
  session: Session,
  { inventory, recorded, newGlobbing }: ExpandSettings,
): Promise<ExpandedSets> {
  const context: SetContext = {
    tree: session.tree,
    isOwn: (repoUrl, revision) => isOwn(repoUrl) && !isPinned(revision),
    clusters: inventory ?? [],
    hasInventory: inventory !== undefined,
    recorded,
    newGlobbing,
    renderTemplates: createTemplateRenderer({
      renderers: session.renderers,
      sandbox: session.sandbox,
      limit: session.limit,
      timeoutMs: session.settings.timeoutMs,
      signal: session.settings.signal,
    }),
  };
  const applications: Manifest[] = [];
  const failed: { target: Target; failures: Failure[] }[] = [];
  for (const { set } of sets) {
    const expanded = await expandApplicationSet(set.object, context);
    const source = templateSource(set.source);
    applications.push(...expanded.applications.map((object) => ({ object, source })));
    if (expanded.problems.length > 0)
      failed.push({ target: toTarget(set), failures: toFailures(set, expanded.problems) });
  }
  return { applications, failed };
}

/** Not a branch: a commit, or a constraint on tags. */
function isPinned(revision: string): boolean {
  return /^[0-9a-f]{40}$|[*<>=^~|]/.test(revision);
}

/** Fields of what was generated are written in the template. */
function templateSource({ file, lineOf }: ManifestSource): ManifestSource {
  return { file, lineOf: (path: FieldPath) => lineOf(['spec', 'template', ...path]) };
}

function toTarget({ object, source }: Manifest): Target {
  const name = metadataText(object, 'name');
  const namespace = metadataText(object, 'namespace');
  return {
    id: `applicationset:${namespace === '' ? '' : `${namespace}/`}${name}`,
    name,
    kind: 'Application',
    path: source.file,
    definition: source.file,
    files: [],
    origin: 'scanned',
  };
}

function toFailures({ source }: Manifest, problems: readonly string[]): Failure[] {
  const line = source.lineOf(['spec', 'generators']);
  const location = line === undefined ? { file: source.file } : { file: source.file, line };
  return problems.map((message) => ({ rule: 'render', message, location }));
}

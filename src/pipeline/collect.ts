import pLimit from 'p-limit';
import { type Application, createPlacements, type KnownCluster, readApplication } from '../discover/applications.ts';
import type { TargetContent } from '../judge/judge-target.ts';
import { UsageError } from '../model/errors.ts';
import type { Placement, Target } from '../model/target.ts';
import type { Unjudged, Workload } from '../model/workload.ts';
import type { ExtractWorkloads } from '../parse/workloads/extract.ts';
import { type Rendered, render } from './render.ts';
import type { Session } from './session.ts';
import { type TracedNamespace, traceNamespaces } from './trace-namespaces.ts';

export interface CollectSettings {
  readonly extractWorkloads: ExtractWorkloads;
  readonly clusters: readonly KnownCluster[];
  /** URLs by which Applications may call this repository; every URL does when there is none. */
  readonly repositoryUrls: readonly string[];
  /** Called when a target is rendered. */
  readonly onProgress?: ((done: number, total: number, target: Target) => void) | undefined;
}

/** What matters of a rendered target. The objects themselves are let go. */
export interface CollectedTarget {
  readonly target: Target;
  readonly objects: number;
  readonly content: TargetContent;
  readonly namespaces: readonly TracedNamespace[];
  readonly applications: readonly Application[];
}

export interface Collection {
  readonly targets: readonly CollectedTarget[];
  /** See `Placements.assumedUrl`. */
  readonly assumedUrl?: string;
}

/** More rounds of Applications that place charts that hold Applications are taken for an endless chain. */
const MAX_ROUNDS = 10;

/**
 * Renders all targets, several at a time, and places them where Applications send them. A chart is rendered once for each
 * namespace that it goes to; since rendering may bring up further Applications, this goes on until nothing new comes.
 */
export async function collect(
  targets: readonly Target[],
  session: Session,
  settings: CollectSettings,
): Promise<Collection> {
  const collector = new Collector(session, settings, targets.length);
  const charts = targets.filter(({ kind }) => kind === 'HelmChart');
  const others = await collector.collectAll(targets.filter(({ kind }) => kind !== 'HelmChart'));
  const rendered = new Map<string, CollectedTarget>();
  const applications = others.flatMap((each) => each.applications);
  for (let round = 0; ; round++) {
    const placements = createPlacements(applications, settings.repositoryUrls);
    const placed = charts.flatMap((chart) => place(chart, placements.of(chart)));
    const missing = placed.filter(({ id }) => !rendered.has(id));
    if (missing.length === 0 || round === MAX_ROUNDS) {
      const known = placed.map((target) => rendered.get(target.id) ?? endless(target));
      const rest = others.flatMap((each) =>
        place(each.target, placements.of(each.target)).map((target) => ({ ...each, target })),
      );
      const { assumedUrl } = placements;
      return { targets: [...known, ...rest], ...(assumedUrl === undefined ? {} : { assumedUrl }) };
    }
    for (const collected of await collector.collectAll(missing)) {
      rendered.set(collected.target.id, collected);
      applications.push(...collected.applications);
    }
  }
}

/** One target for each place that it goes to; itself when no Application uses it. */
function place(target: Target, placements: readonly Placement[]): Target[] {
  if (placements.length < 2)
    return placements.length === 0 ? [target] : [{ ...target, placement: placements[0] as Placement }];
  return placements.map((placement) => {
    const where = `${placement.cluster}/${placement.namespace}`;
    return { ...target, id: `${target.id}@${where}`, name: `${target.name} (${where})`, placement };
  });
}

function endless(target: Target): CollectedTarget {
  const message = 'Applications that it renders place it in ever more namespaces';
  return toCollected(target, { manifests: [], failures: [{ rule: 'render', message }] });
}

class Collector {
  private readonly session: Session;
  private readonly settings: CollectSettings;
  private readonly limit: ReturnType<typeof pLimit>;
  private total: number;
  private done = 0;

  constructor(session: Session, settings: CollectSettings, total: number) {
    this.session = session;
    this.settings = settings;
    this.limit = pLimit(session.settings.jobs);
    this.total = total;
  }

  async collectAll(targets: readonly Target[]): Promise<CollectedTarget[]> {
    this.total = Math.max(this.total, this.done + targets.length);
    const all = await Promise.all(targets.map((target) => this.limit(() => this.collectOne(target))));
    this.session.settings.signal?.throwIfAborted();
    return all.filter((collected) => collected !== undefined);
  }

  private async collectOne(target: Target): Promise<CollectedTarget | undefined> {
    const collected = await this.collectSafely(target);
    this.settings.onProgress?.(++this.done, this.total, target);
    return collected;
  }

  /** A bug of ours costs the target on which it shows, never the others, and never lets it pass. */
  private async collectSafely(target: Target): Promise<CollectedTarget | undefined> {
    try {
      return await this.render(target);
    } catch (error) {
      if (error instanceof UsageError) throw error;
      const message = `internal error of pss-gate, please report it: ${error instanceof Error ? error.message : String(error)}`;
      return toCollected(target, { manifests: [], failures: [{ rule: 'render', message }] });
    }
  }

  /** @returns nothing for a directory that turned out to hold no manifests */
  private async render(target: Target): Promise<CollectedTarget | undefined> {
    const rendered = await render(target, this.session);
    const isUnrelated = rendered.manifests.length === 0 && rendered.failures.length === 0;
    if (target.kind === 'Directory' && isUnrelated) return undefined;
    const { extractWorkloads, clusters } = this.settings;
    const namespaces = await traceNamespaces(rendered.manifests, target, this.session.tree);
    const applications = rendered.manifests.flatMap((manifest) => readApplication(manifest, clusters) ?? []);
    return { ...toCollected(target, rendered, extractWorkloads), namespaces, applications };
  }
}

function toCollected(
  target: Target,
  { manifests, failures }: Rendered,
  extractWorkloads?: ExtractWorkloads,
): CollectedTarget {
  const workloads: Workload[] = [];
  const unjudged: Unjudged[] = [];
  for (const manifest of manifests) {
    const extracted = extractWorkloads?.(manifest);
    workloads.push(...(extracted?.workloads ?? []));
    unjudged.push(...(extracted?.unjudged ?? []));
  }
  const content = { workloads, unjudged, failures };
  return { target, objects: manifests.length, content, namespaces: [], applications: [] };
}

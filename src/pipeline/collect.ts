import pLimit from 'p-limit';
import { type CustomResourceScopes, scopesOf } from '../applications/after-generation/scopes.ts';
import { findOwnRepository, type OwnRepository } from '../applications/own-repository.ts';
import { isKind, readApplication } from '../applications/read-application.ts';
import type { TargetContent } from '../judge/judge-target.ts';
import type { Application } from '../model/application.ts';
import { UsageError } from '../model/errors.ts';
import type { Manifest } from '../model/manifest.ts';
import type { Target } from '../model/target.ts';
import type { Unjudged, Workload } from '../model/workload.ts';
import type { ExtractWorkloads } from '../parse/workloads/extract.ts';
import { ApplicationBook, idOfApplication, MAX_APPLICATIONS } from './application-book.ts';
import { createCheckouts, type FindCheckout } from './checkouts.ts';
import type { Candidate, Choice, ChooseTarget } from './choice.ts';
import { type ExpandSettings, expandSets } from './expand-sets.ts';
import type { GivenCheckout } from './given-checkout.ts';
import { type Rendered, render } from './render.ts';
import {
  type ApplicationSettings,
  findOwned,
  type PreparedPart,
  prepareApplication,
  renderApplication,
} from './render-application.ts';
import type { Session } from './session.ts';
import { findApplicationClosure, findTargetClosure } from './source-closure.ts';
import { type TracedNamespace, traceNamespaces } from './trace-namespaces.ts';

export interface CollectSettings extends ApplicationSettings, ExpandSettings {
  readonly extractWorkloads: ExtractWorkloads;
  /** URLs by which Applications may call this repository; see `findOwnRepository`. */
  readonly repositoryUrls: readonly string[];
  /** Checkouts of other repositories. */
  readonly checkouts: readonly GivenCheckout[];
  /** Whether charts, kustomizations and directories that no Application uses are targets too. */
  readonly judgesUnowned: boolean;
  /** Paths that are used by Applications besides those that are found. */
  readonly ownedElsewhere?: readonly string[] | undefined;
  /** Decides what becomes of a target; without it, all are judged. */
  readonly choose?: ChooseTarget | undefined;
  /** Whether policies may be about objects of a kind, which are then kept. */
  readonly concernsPolicies?: ((apiVersion: string, kind: string) => boolean) | undefined;
  /** Whether what was rendered is kept; otherwise only what judging needs. */
  readonly keepsManifests?: boolean | undefined;
  /** Called when a target is rendered. */
  readonly onProgress?: ((done: number, total: number, target: Target, milliseconds: number) => void) | undefined;
}

/** What matters of a rendered target. The objects themselves are let go unless they are asked for. */
export interface CollectedTarget {
  readonly target: Target;
  readonly objects: number;
  readonly content: TargetContent;
  /** Objects that policies may be about. */
  readonly policyObjects: readonly Manifest[];
  /** Scopes of custom resources that are defined here, by `group/Kind`. */
  readonly customResourceScopes: CustomResourceScopes;
  readonly namespaces: readonly TracedNamespace[];
  readonly applications: readonly Application[];
  /** ApplicationSets, still to be expanded. */
  readonly sets: readonly Manifest[];
  /** Files and directories that are no target of their own, because an Application uses them. */
  readonly owns: readonly string[];
  /** Why it is not rendered, on purpose. */
  readonly skipped?: string;
  /** What became of it in a run that does not judge all. */
  readonly choice?: Choice;
  readonly notes: readonly string[];
  /** Whether no Application uses it, where there are some. */
  readonly isUnowned?: boolean;
  readonly manifests?: readonly Manifest[];
}

export interface Collection {
  readonly targets: readonly CollectedTarget[];
  /** What is not judged, because no Application uses it or it was not chosen; what it says of namespaces holds all the same. */
  readonly leftOut: readonly CollectedTarget[];
  /** See `OwnRepository.assumedUrl`. */
  readonly assumedUrl?: string;
}

/**
 * Renders all targets, several at a time: first the files that need no renderer, then the Applications among them and those
 * that come up while these are rendered, then what no Application uses.
 */
export async function collect(
  targets: readonly Target[],
  session: Session,
  settings: CollectSettings,
): Promise<Collection> {
  const collector = new Collector(session, settings);
  const needsRenderer = ({ kind }: Target) => kind === 'HelmChart' || kind === 'Kustomization';
  const plain = await collector.renderAll(targets.filter((target) => !needsRenderer(target)));
  const owned = await collector.followApplications(plain);
  const ownedPaths = new Set([...(settings.ownedElsewhere ?? []), ...owned.flatMap(({ owns }) => owns)]);
  const rest = targets.filter(needsRenderer).filter(({ path }) => !ownedPaths.has(path));
  // Also where it is not judged: what nobody uses may hold the Applications that use something else.
  const unowned = await collector.renderAll(rest);
  const late = await collector.followApplications(unowned);
  const applications = [...owned, ...late];
  const others = await collector.withoutOwned([...plain, ...unowned], applications);
  const isMarked = applications.length > 0;
  const isWanted = ({ target }: CollectedTarget) => settings.judgesUnowned || !isMarked || target.origin === 'given';
  const mark = (each: CollectedTarget) =>
    isMarked && each.target.origin === 'scanned' ? { ...each, isUnowned: true } : each;
  const wanted = [...applications, ...others.filter(isWanted).map(mark)];
  const isJudged = ({ choice }: CollectedTarget) => choice === undefined || choice.role === 'judged';
  const { assumedUrl } = collector;
  return nameApart({
    targets: wanted.filter(isJudged),
    leftOut: [...wanted.filter((each) => !isJudged(each)), ...others.filter((each) => !isWanted(each))],
    ...(assumedUrl === undefined ? {} : { assumedUrl }),
  });
}

/** Applications of one name, as in several control planes, are told apart by their files. */
export function nameApart({ targets, leftOut, ...rest }: Collection): Collection {
  const named = giveIds([...targets, ...leftOut]);
  return { ...rest, targets: named.slice(0, targets.length), leftOut: named.slice(targets.length) };
}

function giveIds(all: readonly CollectedTarget[]): readonly CollectedTarget[] {
  const idOf = ({ target }: CollectedTarget) =>
    target.application === undefined ? target.id : idOfApplication(target.application);
  const counts = new Map<string, number>();
  for (const each of all) counts.set(idOf(each), (counts.get(idOf(each)) ?? 0) + 1);
  const seen = new Map<string, number>();
  return all.map((each) => {
    const { target } = each;
    if (target.kind !== 'Application' || (counts.get(idOf(each)) ?? 0) < 2) return each;
    const id = `${idOf(each)}@${target.definition}`;
    const count = (seen.get(id) ?? 0) + 1;
    seen.set(id, count);
    return { ...each, target: { ...target, id: count === 1 ? id : `${id}#${count}` } };
  });
}

/** Targets under way at once: most of them wait for a renderer, of which fewer run, or are read from the cache. */
const AT_ONCE = 16;

class Collector {
  assumedUrl: string | undefined;
  private readonly session: Session;
  private readonly settings: CollectSettings;
  private readonly limit: ReturnType<typeof pLimit>;
  private readonly book = new ApplicationBook();
  private own: OwnRepository | undefined;
  private findCheckout: Promise<FindCheckout> | undefined;
  private total = 0;
  private done = 0;

  constructor(session: Session, settings: CollectSettings) {
    this.session = session;
    this.settings = settings;
    this.limit = pLimit(Math.max(AT_ONCE, session.settings.jobs));
  }

  async renderAll(targets: readonly Target[]): Promise<CollectedTarget[]> {
    this.total += targets.length;
    const all = await Promise.all(targets.map((target) => this.limit(() => this.renderOne(target))));
    this.session.settings.signal?.throwIfAborted();
    return all.filter((collected) => collected !== undefined);
  }

  /** Renders the Applications that targets hold, those that these hold, and so on: each once, so that circles end. */
  async followApplications(targets: readonly CollectedTarget[]): Promise<CollectedTarget[]> {
    const rendered: CollectedTarget[] = [];
    for (let pending = targets; pending.length > 0; ) {
      const found = pending.flatMap(({ applications }) => applications);
      this.own ??= await this.findOwn(found);
      const expanded = await this.expand(pending);
      const added = this.book.add([...found, ...expanded.applications]);
      pending = [...expanded.failed, ...(await this.renderAll(added))];
      rendered.push(...pending);
      if (this.book.isFull) {
        rendered.push(tooMany(this.session));
        break;
      }
    }
    return rendered;
  }

  /** Scanned directories without the files that Applications apply, and nothing that they apply as a whole. */
  async withoutOwned(
    targets: readonly CollectedTarget[],
    applications: readonly CollectedTarget[],
  ): Promise<CollectedTarget[]> {
    const elsewhere = this.settings.ownedElsewhere ?? [];
    const owned = new Set([...elsewhere, ...applications.flatMap(({ owns }) => owns)]);
    const kept: CollectedTarget[] = [];
    const partly: Target[] = [];
    for (const each of targets) {
      const { target } = each;
      if (target.kind !== 'Directory' || target.files.length === 0) {
        if (target.origin === 'given' || !owned.has(target.path)) kept.push(each);
        continue;
      }
      const files = target.files.filter((file) => !owned.has(file));
      if (files.length === target.files.length) kept.push(each);
      else if (files.length > 0) partly.push({ ...target, files });
    }
    return [...kept, ...(await this.renderAll(partly))];
  }

  private async findOwn(applications: readonly Application[]): Promise<OwnRepository | undefined> {
    if (applications.length === 0) return undefined;
    const own = await findOwnRepository(applications, await this.repositoryUrls(), this.session.tree);
    this.assumedUrl = own.assumedUrl;
    return own;
  }

  /** The remote's URL counts as long as the configuration does not say which URLs do. */
  private async repositoryUrls(): Promise<readonly string[]> {
    if (this.settings.repositoryUrls.length > 0) return this.settings.repositoryUrls;
    const url = (await this.session.repository())?.url;
    return url === undefined ? [] : [url];
  }

  private async expand(targets: readonly CollectedTarget[]) {
    const sets = targets.flatMap((collected) => collected.sets.map((set) => ({ set, target: collected.target })));
    const isOwn = (repoUrl: string) => this.own?.isOwn(repoUrl) ?? true;
    const expanded = await expandSets(sets, isOwn, this.session, this.settings);
    return {
      applications: expanded.applications.flatMap((manifest): Application[] => {
        const application = readApplication(manifest, this.settings.clusters);
        return application === undefined ? [] : [{ ...application, isGenerated: true }];
      }),
      failed: expanded.failed.map(({ target, failures }) => toCollected(target, { manifests: [], failures })),
    };
  }

  private async renderOne(target: Target): Promise<CollectedTarget | undefined> {
    const start = performance.now();
    const collected = await this.renderSafely(target);
    this.settings.onProgress?.(++this.done, this.total, target, performance.now() - start);
    return collected;
  }

  /** A bug of ours costs the target on which it shows, never the others, and never lets it pass. */
  private async renderSafely(target: Target): Promise<CollectedTarget | undefined> {
    try {
      return await this.renderTarget(target);
    } catch (error) {
      if (error instanceof UsageError) throw error;
      const message = `internal error of pss-gate, please report it: ${error instanceof Error ? error.message : String(error)}`;
      return toCollected(target, { manifests: [], failures: [{ rule: 'render', message }] });
    }
  }

  /** @returns nothing for a directory that turned out to hold no manifests */
  private async renderTarget(target: Target): Promise<CollectedTarget | undefined> {
    const { application } = target;
    const parts = application === undefined ? [] : await this.prepare(application);
    const choice = await this.choose(target, parts);
    const chosen = choice === undefined ? {} : { choice };
    if (choice?.role === 'skipped') {
      const owns = await findOwned(parts);
      return { ...toCollected(target, { manifests: [], failures: [], owns }), ...chosen };
    }
    const rendered =
      application === undefined
        ? await render(target, this.session, this.settings)
        : await renderApplication(application, parts, this.session, this.settings);
    const isUnrelated = rendered.manifests.length === 0 && rendered.failures.length === 0;
    if (target.kind === 'Directory' && isUnrelated) return undefined;
    const { clusters, extractWorkloads, concernsPolicies, keepsManifests } = this.settings;
    const { manifests } = rendered;
    return {
      ...toCollected(target, rendered, extractWorkloads),
      ...chosen,
      ...(concernsPolicies === undefined ? {} : forPolicies(manifests, concernsPolicies)),
      namespaces: await traceNamespaces(rendered, target, this.session.tree),
      applications: manifests.flatMap((manifest) => readApplication(manifest, clusters) ?? []),
      sets: manifests.filter((manifest) => isKind(manifest, 'ApplicationSet')),
      ...(keepsManifests === true ? { manifests } : {}),
    };
  }

  private async prepare(application: Application): Promise<readonly PreparedPart[]> {
    this.findCheckout ??= this.openCheckouts();
    return prepareApplication(application, await this.findCheckout, this.settings);
  }

  private async choose(target: Target, parts: readonly PreparedPart[]): Promise<Choice | undefined> {
    const { session, settings } = this;
    const { application } = target;
    return settings.choose?.({
      target,
      sources: application === undefined ? [{ path: target.path, options: {} }] : sourcesOf(parts),
      findClosure: () =>
        application === undefined
          ? findTargetClosure(target, session, settings)
          : findApplicationClosure(parts, session, settings),
    });
  }

  private async openCheckouts(): Promise<FindCheckout> {
    const own = this.own ?? { isOwn: () => true };
    return createCheckouts(own, this.session, await this.session.checkout(), this.settings.checkouts);
  }
}

/** Where an Application's sources are in this repository. */
function sourcesOf(parts: readonly PreparedPart[]): Candidate['sources'] {
  return parts.flatMap((part) => {
    if (!('request' in part)) return part.closure.inputs.map((path) => ({ path, options: {} }));
    const { request, checkout } = part;
    return [{ path: checkout.prefix === '' ? request.path : 'elsewhere/', options: request.options }];
  });
}

function tooMany(session: Session): CollectedTarget {
  const target: Target = {
    id: 'applications:too-many',
    name: 'Applications',
    kind: 'Application',
    path: session.paths[0] ?? '.',
    definition: '.',
    files: [],
    origin: 'scanned',
  };
  const message = `more than ${MAX_APPLICATIONS} Applications; what is beyond is not evaluated`;
  return toCollected(target, { manifests: [], failures: [{ rule: 'render', message }] });
}

function toCollected(target: Target, rendered: Rendered, extractWorkloads?: ExtractWorkloads): CollectedTarget {
  const { manifests, failures, owns = [], notes = [], skipped } = rendered;
  const workloads: Workload[] = [];
  const unjudged: Unjudged[] = [];
  for (const manifest of manifests) {
    const extracted = extractWorkloads?.(manifest);
    workloads.push(...(extracted?.workloads ?? []));
    unjudged.push(...(extracted?.unjudged ?? []));
  }
  return {
    target,
    objects: manifests.length,
    content: { workloads, unjudged, failures },
    policyObjects: [],
    customResourceScopes: NO_SCOPES,
    namespaces: [],
    applications: [],
    sets: [],
    owns,
    notes,
    ...(skipped === undefined ? {} : { skipped }),
  };
}

const NO_SCOPES: CustomResourceScopes = new Map();

function forPolicies(
  manifests: readonly Manifest[],
  concerns: NonNullable<CollectSettings['concernsPolicies']>,
): Pick<CollectedTarget, 'policyObjects' | 'customResourceScopes'> {
  return {
    policyObjects: manifests.filter(({ object }) => concerns(String(object.apiVersion ?? ''), object.kind)),
    customResourceScopes: scopesOf(manifests),
  };
}

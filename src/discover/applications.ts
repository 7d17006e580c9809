import type { FieldPath } from '../model/field-path.ts';
import { groupOf, isRecord, type Manifest, metadataText } from '../model/manifest.ts';
import type { Placement, Target } from '../model/target.ts';
import { isBelow, resolveIn } from './paths.ts';
import { normalizeRepositoryUrl } from './repository-url.ts';

/** What an Argo CD Application says of where its sources go, and of the namespace that it creates. */
export interface Application {
  readonly manifest: Manifest;
  readonly name: string;
  /** Namespace of the Application itself. */
  readonly namespace: string;
  readonly destination: Placement;
  readonly sources: readonly ApplicationSource[];
  /** Whether it has the sync option `CreateNamespace=true`. */
  readonly createsNamespace: boolean;
  /** `managedNamespaceMetadata`, if there is one; it does nothing unless the Application creates its namespace. */
  readonly managed: Readonly<Record<string, unknown>> | undefined;
  /** Where its spec stands in the object: `spec`, or in an ApplicationSet `spec.template.spec`. */
  readonly specPath: FieldPath;
}

export interface ApplicationSource {
  readonly repoUrl: string;
  /** Relative to the root of that repository, normalized. */
  readonly path: string;
  readonly recurse: boolean;
}

/** A cluster by the name that reports use, and the URL by which Applications may call it. */
export interface KnownCluster {
  readonly name: string;
  readonly server?: string | undefined;
}

const IN_CLUSTER = 'in-cluster';
const LOCAL_SERVER = 'https://kubernetes.default.svc';

/**
 * Reads an Application. Of an ApplicationSet the template counts as one as far as nothing in it depends on parameters.
 *
 * Source: argo-cd pkg/apis/application/v1alpha1/types.go
 * @returns nothing for other objects, and for templates that parameters decide
 */
export function readApplication(manifest: Manifest, clusters: readonly KnownCluster[]): Application | undefined {
  const { object } = manifest;
  if (groupOf(object.apiVersion) !== 'argoproj.io') return undefined;
  const specPath = Object.hasOwn(SPEC_PATHS, object.kind) ? SPEC_PATHS[object.kind] : undefined;
  const spec = specPath?.reduce<unknown>((value, step) => fields(value)[String(step)], object);
  if (specPath === undefined || !isRecord(spec)) return undefined;
  const syncPolicy = fields(spec.syncPolicy);
  const managed = isRecord(syncPolicy.managedNamespaceMetadata) ? syncPolicy.managedNamespaceMetadata : undefined;
  const application: Application = {
    manifest,
    name: metadataText(object, 'name'),
    namespace: metadataText(object, 'namespace'),
    destination: {
      cluster: clusterOf(fields(spec.destination), clusters),
      namespace: textOf(fields(spec.destination).namespace),
    },
    sources: sourcesOf(spec),
    createsNamespace: listOf(syncPolicy.syncOptions).includes('CreateNamespace=true'),
    managed,
    specPath,
  };
  return isTemplated(application) ? undefined : application;
}

const SPEC_PATHS: Readonly<Record<string, FieldPath>> = {
  Application: ['spec'],
  ApplicationSet: ['spec', 'template', 'spec'],
};

function isTemplated({ destination, sources, managed, specPath }: Application): boolean {
  return specPath.length > 1 && JSON.stringify([destination, sources, managed]).includes('{{');
}

/**
 * The name of a destination's cluster: as our user calls it, `in-cluster` for the one that Argo CD runs in, its URL when it has
 * no name.
 */
export function clusterOf(destination: Fields, clusters: readonly KnownCluster[]): string {
  const name = textOf(destination.name);
  if (name !== '') return name;
  const server = normalizeServer(textOf(destination.server) || LOCAL_SERVER);
  const known = clusters.find((cluster) => cluster.server !== undefined && normalizeServer(cluster.server) === server);
  return known?.name ?? (server === LOCAL_SERVER ? IN_CLUSTER : server);
}

/** Schemes and hosts have no case, and a slash at the end means nothing. */
function normalizeServer(url: string): string {
  return url.replace(/\/$/, '').replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]*/i, (origin) => origin.toLowerCase());
}

function sourcesOf(spec: Fields): ApplicationSource[] {
  const dry = fields(spec.sourceHydrator).drySource;
  const listed = listOf(spec.sources);
  const sources = dry !== undefined ? [dry] : listed.length > 0 ? listed : [spec.source];
  return sources.flatMap((source) => {
    const { repoURL, path, chart, directory } = fields(source);
    if (textOf(repoURL) === '' || textOf(path) === '' || textOf(chart) !== '') return [];
    return [
      {
        repoUrl: textOf(repoURL),
        path: resolveIn('.', textOf(path)),
        recurse: fields(directory).recurse === true,
      },
    ];
  });
}

/** Finds where targets go, by the Applications that name their paths. */
export interface Placements {
  /** Distinct placements of a target, sorted; none when no Application uses it. */
  of(target: Target): readonly Placement[];
  /**
   * URL that the Applications name although the repository is known under others: they were taken for this repository's
   * all the same, because otherwise none of them is.
   */
  readonly assumedUrl?: string;
}

/** @param urls of this repository; when none is known, every Application counts */
export function createPlacements(applications: readonly Application[], urls: readonly string[]): Placements {
  const own = new Set(urls.map(normalizeRepositoryUrl));
  const sources = applications.flatMap(({ destination, sources }) =>
    sources.map((source) => ({ ...source, destination })),
  );
  const known = sources.filter(({ repoUrl }) => own.has(normalizeRepositoryUrl(repoUrl)));
  const relevant = known.length > 0 ? known : sources;
  const [first] = sources;
  return {
    of(target) {
      const found = relevant.filter((source) => covers(source, target)).map(({ destination }) => destination);
      return distinct(found);
    },
    ...(own.size > 0 && known.length === 0 && first !== undefined ? { assumedUrl: first.repoUrl } : {}),
  };
}

function covers({ path, recurse }: ApplicationSource, target: Target): boolean {
  if (target.path === path) return true;
  return recurse && target.kind === 'Directory' && isBelow(target.path, path);
}

function distinct(placements: readonly Placement[]): Placement[] {
  const byKey = new Map(placements.map((placement) => [`${placement.cluster}\n${placement.namespace}`, placement]));
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, placement]) => placement);
}

type Fields = Readonly<Record<string, unknown>>;

function fields(value: unknown): Fields {
  return isRecord(value) ? value : {};
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

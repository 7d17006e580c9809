import type { Application, ApplicationSource } from '../model/application.ts';
import { groupOf, isRecord, type Manifest, metadataText } from '../model/manifest.ts';

/** A cluster by the name that reports use, and the URL by which Applications may call it. */
export interface KnownCluster {
  readonly name: string;
  readonly server?: string | undefined;
}

type Fields = Readonly<Record<string, unknown>>;

const IN_CLUSTER = 'in-cluster';
const LOCAL_SERVER = 'https://kubernetes.default.svc';

/**
 * Reads an Application.
 *
 * Source: argo-cd pkg/apis/application/v1alpha1/types.go; which sources count: GetSources
 * @returns nothing for other objects
 */
export function readApplication(manifest: Manifest, clusters: readonly KnownCluster[]): Application | undefined {
  const { object } = manifest;
  if (!isKind(manifest, 'Application') || !isRecord(object.spec)) return undefined;
  const { spec } = object;
  const syncPolicy = fields(spec.syncPolicy);
  const dry = fields(spec.sourceHydrator).drySource;
  const listed = listOf(spec.sources);
  return {
    manifest,
    name: metadataText(object, 'name'),
    namespace: metadataText(object, 'namespace'),
    project: textOf(spec.project) || 'default',
    destination: {
      cluster: clusterOf(fields(spec.destination), clusters),
      namespace: textOf(fields(spec.destination).namespace),
    },
    sources: (dry !== undefined ? [dry] : listed.length > 0 ? listed : [spec.source]).flatMap(readSource),
    isMultiSource: dry === undefined && listed.length > 0,
    isHydrated: dry !== undefined,
    createsNamespace: listOf(syncPolicy.syncOptions).includes('CreateNamespace=true'),
    managed: isRecord(syncPolicy.managedNamespaceMetadata) ? syncPolicy.managedNamespaceMetadata : undefined,
  };
}

/** Whether an object is an Application or ApplicationSet of Argo CD. */
export function isKind({ object }: Manifest, kind: 'Application' | 'ApplicationSet'): boolean {
  return object.kind === kind && groupOf(object.apiVersion) === 'argoproj.io';
}

const TEXTS = ['repoURL', 'targetRevision', 'path', 'chart', 'ref'];

function readSource(value: unknown): ApplicationSource[] {
  if (!isRecord(value)) return [];
  const mistyped = TEXTS.find((field) => value[field] != null && typeof value[field] !== 'string');
  return [
    {
      ...(mistyped === undefined ? {} : { mistyped }),
      spec: value,
      repoUrl: textOf(value.repoURL),
      targetRevision: textOf(value.targetRevision),
      path: textOf(value.path) || undefined,
      chart: textOf(value.chart) || undefined,
      ref: textOf(value.ref) || undefined,
    },
  ];
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

/**
 * Server URL of a cluster by the name that `clusterOf` gave it, as rules of Argo CD see it; nothing for a name that nobody
 * explained.
 */
export function serverOf(cluster: string, clusters: readonly KnownCluster[]): string | undefined {
  const known = clusters.find(({ name }) => name === cluster)?.server;
  if (known !== undefined) return known.replace(/\/+$/, '');
  if (cluster === IN_CLUSTER) return LOCAL_SERVER;
  return cluster.includes('://') ? cluster : undefined;
}

/** Schemes and hosts have no case, and a slash at the end means nothing. */
function normalizeServer(url: string): string {
  return url.replace(/\/$/, '').replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]*/i, (origin) => origin.toLowerCase());
}

function fields(value: unknown): Fields {
  return isRecord(value) ? value : {};
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

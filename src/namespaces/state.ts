import type { AdmissionConfiguration } from '../admission/configuration.ts';
import { isExemptNamespace } from '../admission/exemptions.ts';
import { LABEL_KEYS, levelLabel, MODES } from '../admission/labels.ts';
import { DEFAULT_POLICY, type LabelError, type Policy, resolvePolicy, type Standard } from '../admission/policy.ts';
import { groupBy } from '../model/group-by.ts';
import { formatLocation } from '../model/location.ts';
import type { NamespaceDeclaration } from '../model/namespace.ts';
import type { Mode } from '../model/report.ts';
import { compareLevels } from '../pss/levels.ts';

/** How Pod Security Admission is configured in a cluster. */
export interface ClusterAdmission {
  readonly configuration: AdmissionConfiguration;
  /** Where the default of a mode is written, for people; words where nobody configured one. */
  readonly originOf: (mode: Mode) => string;
  /** Where the exemption lists are written. */
  readonly exemptionsOrigin: string;
  /** Whether our user said how the cluster is configured; otherwise it is taken as Kubernetes ships it. */
  readonly isConfigured: boolean;
}

export interface NamespaceSettings {
  readonly admissionOf: (cluster: string) => ClusterAdmission;
  /** Level for namespaces about which nothing is known, and where that is written. */
  readonly unknown: Standard;
  readonly unknownOrigin: string;
}

/** All that is known of a namespace in a cluster. */
export interface NamespaceState {
  readonly cluster: string;
  readonly name: string;
  /** Every source that speaks of it, in the order of the targets. */
  readonly declarations: readonly NamespaceDeclaration[];
  /** Labels as they will be after a sync. */
  readonly labels: Readonly<Record<string, string>>;
  /** Who gives a label, or would have to; nothing when nobody declares the namespace. */
  readonly ownerOf: (key?: string) => NamespaceDeclaration | undefined;
  readonly policy: Policy;
  readonly errors: readonly LabelError[];
  /** Who says what is in force in a mode: `file:line`, or words. */
  readonly origins: Readonly<Record<Mode, string>>;
  readonly isExempt: boolean;
  readonly admission: ClusterAdmission;
  /** What it may end up with, where sources of equal rank give it other Pod Security labels; empty when they agree. */
  readonly contestants: readonly Candidate[];
}

/** Labels that a namespace may end up with, and who gives each. */
export interface Candidate {
  readonly labels: Readonly<Record<string, string>>;
  readonly owner: NamespaceDeclaration;
  readonly ownerOf: (key: string) => NamespaceDeclaration;
}

/** The namespaces of a run, by cluster. */
export interface Namespaces {
  /** The namespace that a workload runs in. Without a cluster, the one that is declared, the strictest of several. */
  of(cluster: string, name: string): NamespaceState;
  /** The namespaces of a name in all clusters; of one that nobody speaks of, the one without a cluster. */
  named(name: string): readonly NamespaceState[];
  /** All that somebody declares or that was asked for, sorted by cluster and name. */
  all(): readonly NamespaceState[];
}

/**
 * Puts together what all sources say of namespaces, in this order: manifests that a target renders, managed labels of
 * Applications over those of the live namespace, the live namespace, defaults of the cluster, nothing.
 *
 * Where sources of equal rank differ, the last sync wins in the cluster; here the strictest does.
 */
export function createNamespaces(
  declarations: readonly NamespaceDeclaration[],
  settings: NamespaceSettings,
): Namespaces {
  const byName = groupBy(declarations, ({ name }) => name);
  const states = new Map<string, NamespaceState>();
  const askedWithoutCluster = new Set<string>();
  const get = (cluster: string, name: string): NamespaceState => {
    const key = `${cluster}\n${name}`;
    let state = states.get(key);
    if (state === undefined) {
      const relevant = (byName.get(name) ?? []).filter((each) => each.cluster === cluster || each.cluster === '');
      state = resolveState(cluster, name, relevant, settings);
      states.set(key, state);
    }
    return state;
  };
  const clustersOf = (name: string) =>
    [...new Set((byName.get(name) ?? []).map(({ cluster }) => cluster))].filter((cluster) => cluster !== '').sort();
  const all = (): readonly NamespaceState[] => {
    for (const name of byName.keys()) for (const cluster of clustersOf(name)) get(cluster, name);
    const placed = new Set([...states.values()].flatMap(({ cluster, name }) => (cluster === '' ? [] : [name])));
    for (const name of byName.keys()) if (!placed.has(name)) get('', name);
    return [...states.values()]
      .filter(({ cluster, name }) => cluster !== '' || !placed.has(name) || askedWithoutCluster.has(name))
      .sort((a, b) => compareText(a.cluster, b.cluster) || compareText(a.name, b.name));
  };
  return {
    of(cluster, name) {
      if (cluster !== '') return get(cluster, name);
      const [first, ...others] = clustersOf(name).map((each) => get(each, name));
      if (first !== undefined) return others.reduce(stricter, first);
      askedWithoutCluster.add(name);
      return get('', name);
    },
    named(name) {
      const known = all().filter((state) => state.name === name);
      return known.length > 0 ? known : [get('', name)];
    },
    all,
  };
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function stricter(a: NamespaceState, b: NamespaceState): NamespaceState {
  return comparePolicies(b.policy, a.policy) > 0 ? b : a;
}

/** By enforce, then warn, then audit; within a level the newer version is the stricter. */
function comparePolicies(a: Policy, b: Policy): number {
  for (const mode of ['enforce', 'warn', 'audit'] as const) {
    const levels = compareLevels(a[mode].level, b[mode].level);
    if (levels !== 0) return levels;
    const [versionA, versionB] = [a[mode].version.minor, b[mode].version.minor];
    if (versionA !== versionB) return versionA < versionB ? -1 : 1;
  }
  return 0;
}

function resolveState(
  cluster: string,
  name: string,
  declarations: readonly NamespaceDeclaration[],
  settings: NamespaceSettings,
): NamespaceState {
  const admission = settings.admissionOf(cluster);
  const { configuration } = admission;
  const facts = { cluster, name, declarations, admission, isExempt: isExemptNamespace(configuration, name) };
  const resolved = candidatesOf(declarations).map((candidate) => ({
    candidate,
    ...resolvePolicy(candidate.labels, configuration.defaults),
  }));
  const [first, ...others] = resolved;
  if (first === undefined)
    return { ...facts, ...unknownLevels(admission, settings), labels: {}, ownerOf: () => undefined };
  const chosen = others.reduce((a, b) => (comparePolicies(b.policy, a.policy) > 0 ? b : a), first);
  const { candidate, policy, errors } = chosen;
  const ownerOf = (key?: string) => (key === undefined ? candidate.owner : candidate.ownerOf(key));
  if (candidate.owner.source === 'created') {
    return { ...facts, ...unknownLevels(admission, settings), labels: candidate.labels, ownerOf };
  }
  const isContested = resolved.some(({ candidate: other }) => !hasSameLevels(other.labels, candidate.labels));
  return {
    ...facts,
    labels: candidate.labels,
    ownerOf,
    policy,
    errors,
    origins: originsOf(candidate, policy, admission),
    contestants: isContested ? resolved.map(({ candidate: other }) => other) : [],
  };
}

/**
 * Nobody says which labels it has. An Application that creates it without any does not either: a namespace that is there
 * already keeps those that it has.
 */
function unknownLevels(
  { configuration, originOf, isConfigured }: ClusterAdmission,
  { unknown, unknownOrigin }: NamespaceSettings,
): Pick<NamespaceState, 'policy' | 'errors' | 'origins' | 'contestants'> {
  const known = { errors: [], contestants: [] };
  if (isConfigured) return { ...known, policy: configuration.defaults, origins: mapModes(originOf) };
  return {
    ...known,
    policy: { ...DEFAULT_POLICY, enforce: unknown },
    origins: mapModes((mode) => (mode === 'enforce' ? unknownOrigin : originOf(mode))),
  };
}

function candidatesOf(declarations: readonly NamespaceDeclaration[]): readonly Candidate[] {
  const from = (source: NamespaceDeclaration['source']) => declarations.filter((each) => each.source === source);
  const [manifests, managed, live, created] = [from('manifest'), from('managed'), from('live'), from('created')];
  if (manifests.length > 0) return manifests.map((each) => stack([each]));
  const bases: readonly (readonly NamespaceDeclaration[])[] = live.length === 0 ? [[]] : live.map((each) => [each]);
  if (managed.length > 0) return managed.flatMap((last) => bases.map((base) => stack(inOrder(base, managed, last))));
  return (live.length > 0 ? live : created).map((each) => stack([each]));
}

/** Each Application sets its own labels, so that of all but one key nobody minds who comes last. */
function inOrder(
  base: readonly NamespaceDeclaration[],
  managed: readonly NamespaceDeclaration[],
  last: NamespaceDeclaration,
): readonly NamespaceDeclaration[] {
  return [...base, ...managed.filter((each) => each !== last), last];
}

/** Labels of several sources, of which later ones win. */
function stack(layers: readonly NamespaceDeclaration[]): Candidate {
  const owner = layers.at(-1) as NamespaceDeclaration;
  return {
    labels: Object.assign({}, ...layers.map(({ labels }) => labels)) as Readonly<Record<string, string>>,
    owner,
    ownerOf: (key) => layers.findLast(({ labels }) => Object.hasOwn(labels, key)) ?? owner,
  };
}

function hasSameLevels(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  return LABEL_KEYS.every((key) => a[key] === b[key]);
}

/** A mode is what its label says; `warn` without a label may follow the label of `enforce`. */
function originsOf({ labels, ownerOf }: Candidate, policy: Policy, admission: ClusterAdmission) {
  const placeOf = (key: string) => formatLocation(ownerOf(key).locate(key));
  return mapModes((mode) => {
    const key = levelLabel(mode);
    if (Object.hasOwn(labels, key)) return placeOf(key);
    const isDerived = policy[mode].level !== admission.configuration.defaults[mode].level;
    return isDerived ? placeOf(levelLabel('enforce')) : admission.originOf(mode);
  });
}

function mapModes<Value>(make: (mode: Mode) => Value): Readonly<Record<Mode, Value>> {
  return Object.fromEntries(MODES.map((mode) => [mode, make(mode)])) as Record<Mode, Value>;
}

/** Whether the level in force is only an assumption: nobody says which labels the namespace has, nor how its cluster is set up. */
export function isAssumed({ declarations, admission }: NamespaceState): boolean {
  return !admission.isConfigured && declarations.every(({ source }) => source === 'created');
}

import { expect } from 'vitest';
import { judgeTarget } from '../../src/judge/judge-target.ts';
import { ReadinessBook } from '../../src/judge/readiness.ts';
import type { Failure } from '../../src/model/failure.ts';
import type { NamespaceDeclaration } from '../../src/model/namespace.ts';
import type { Finding } from '../../src/model/report.ts';
import type { Target } from '../../src/model/target.ts';
import type { Namespaces } from '../../src/namespaces/state.ts';
import { parseManifests } from '../../src/parse/manifests.ts';
import { sourceOfChart, sourceOfFile } from '../../src/parse/sources.ts';
import { createWorkloadExtractor } from '../../src/parse/workloads/extract.ts';
import type { Level } from '../../src/pss/levels.ts';
import { createTestNamespaces, standard, type TestCluster } from '../fakes/namespaces.ts';

export const TARGET: Target = {
  id: 'directory:apps',
  name: 'apps',
  kind: 'Directory',
  path: 'apps',
  definition: 'apps',
  files: ['apps/a.yaml'],
  origin: 'scanned',
};

const extract = createWorkloadExtractor();

export interface Settings {
  /** What a namespace of which nobody speaks enforces. */
  readonly level?: Level;
  readonly version?: string;
  readonly target?: Target;
  readonly failures?: readonly Failure[];
  readonly isRendered?: boolean;
  readonly listPasses?: boolean;
  readonly declarations?: readonly NamespaceDeclaration[];
  readonly cluster?: TestCluster;
  /** `--level`. */
  readonly alsoAt?: string;
  readonly judgesControllersAsPods?: boolean;
  readonly readiness?: ReadinessBook;
  /** Instead of those that `declarations` make. */
  readonly namespaces?: Namespaces;
}

/** Judges all objects of a text. */
export function judge(text: string, settings: Settings = {}) {
  const { target = TARGET, failures = [], isRendered = false, listPasses = false } = settings;
  const { level = 'restricted', version = 'latest', declarations = [], cluster, alsoAt } = settings;
  const { manifests, errors } = parseManifests(text, isRendered ? sourceOfChart('apps') : sourceOfFile('apps/a.yaml'));
  expect(errors).toEqual([]);
  const extracted = manifests.map(extract);
  const content = {
    workloads: extracted.flatMap(({ workloads }) => workloads),
    unjudged: extracted.flatMap(({ unjudged }) => unjudged),
    failures,
  };
  const namespaces =
    settings.namespaces ?? createTestNamespaces(declarations, { unknown: `${level}:${version}`, ...cluster });
  const readiness = settings.readiness ?? new ReadinessBook();
  const judgement = judgeTarget(target, content, {
    namespaces,
    readiness,
    listPasses,
    judgesControllersAsPods: settings.judgesControllersAsPods ?? true,
    ...(alsoAt === undefined ? {} : { level: { standard: standard(alsoAt), origin: '--level' } }),
  });
  return { ...judgement, namespaces, readiness };
}

/** Names of the namespaces that were asked about. */
export const namesOf = ({ namespaces }: Pick<ReturnType<typeof judge>, 'namespaces'>) =>
  namespaces.all().map(({ name }) => name);

export const findingsOf = (text: string, settings?: Settings) => judge(text, settings).findings;
export const fingerprintsOf = (text: string, settings?: Settings) =>
  findingsOf(text, settings).map(({ fingerprint }) => fingerprint);

/** The finding of a check, when there is just one. */
export function findingOf(check: string, text: string, settings?: Settings): Finding {
  const found = findingsOf(text, settings).filter(({ rule }) => rule === check);
  const [finding] = found;
  if (finding === undefined || found.length > 1) throw new Error(`${found.length} findings of ${check}`);
  return finding;
}

export const SECURE = 'allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}';
export const POD_SECURE = 'securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}';

/** A Pod that restricted allows, with other containers or fields. */
export const pod = (containers = `{name: app, securityContext: {${SECURE}}}`, fields = '') => `apiVersion: v1
kind: Pod
metadata: {name: a, namespace: shop}
spec: {${POD_SECURE}, containers: [${containers}]${fields === '' ? '' : `, ${fields}`}}
`;

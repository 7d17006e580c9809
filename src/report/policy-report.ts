import { createHash } from 'node:crypto';
import { groupBy } from '../model/group-by.ts';
import type { Finding, Resource, Result } from '../model/report.ts';
import { writeYaml } from '../parse/yaml/write.ts';
import { OWN_SOURCE } from './own-source.ts';
import { describeResult, type PolicyReportResult } from './policy-report-result.ts';
import type { Reporter } from './reporter.ts';

/** A resource definition for results of policies, and what is different in it. */
interface ReportApi {
  readonly apiVersion: string;
  readonly namespaced: string;
  readonly clusterScoped: string;
  /** Whether the report names its source, as its results do. */
  readonly namesSource: boolean;
}

/** PolicyReports and ClusterPolicyReports of the Kubernetes Policy Working Group, which Policy Reporter reads. */
export const policyreport: Reporter = createReporter({
  apiVersion: 'wgpolicyk8s.io/v1alpha2',
  namespaced: 'PolicyReport',
  clusterScoped: 'ClusterPolicyReport',
  namesSource: false,
});

/** Their successors. */
export const openreports: Reporter = createReporter({
  apiVersion: 'openreports.io/v1alpha1',
  namespaced: 'Report',
  clusterScoped: 'ClusterReport',
  namesSource: true,
});

/**
 * One report, a document, for each resource and each source of results, as Kyverno makes them: readers take the source of the first
 * result for that of all. What is about no resource, such as a chart that does not render, is in a report of its target.
 *
 * There are no times in it, so that the same input gives the same bytes; there is no owner, since there is no object in a cluster.
 */
function createReporter(api: ReportApi): Reporter {
  return function* (report) {
    const clusters = new Map(report.targets.map(({ id, cluster }) => [id, cluster ?? '']));
    const subjects = report.findings.map((finding) => ({ finding, subject: subjectOf(finding, clusters) }));
    const groups = [...groupBy(subjects, ({ subject }) => subject.key).values()].sort(bySubject);
    yield `# ${api.namespaced}s and ${api.clusterScoped}s by pss-gate ${report.tool.version}${groups.length === 0 ? ': none' : ''}\n`;
    for (const group of groups) {
      const [first] = group;
      if (first === undefined) continue;
      const results = group.map(({ finding }) => describeResult(finding));
      yield `---\n${writeYaml(describeReport(first.subject, results, api))}`;
    }
  };
}

/** What a report is about. */
interface Subject {
  readonly source: string;
  /** Empty when nobody says which. */
  readonly cluster: string;
  readonly resource: Resource | undefined;
  /** The same for findings of one report. */
  readonly key: string;
}

function subjectOf(finding: Finding, clusters: ReadonlyMap<string, string>): Subject {
  const { source = OWN_SOURCE, resource, target } = finding;
  const cluster = finding.cluster ?? clusters.get(target) ?? '';
  const about =
    resource === undefined
      ? ['', '', '', target]
      : [resource.namespace, resource.kind, resource.name, resource.apiVersion];
  return { source, cluster, resource, key: JSON.stringify([...about, cluster, source]) };
}

function bySubject([a]: readonly { subject: Subject }[], [b]: readonly { subject: Subject }[]): number {
  return compareText(a?.subject.key ?? '', b?.subject.key ?? '');
}

function describeReport(
  { source, resource, key }: Subject,
  results: readonly PolicyReportResult[],
  { apiVersion, namespaced, clusterScoped, namesSource }: ReportApi,
) {
  const namespace = resource?.namespace ?? '';
  return {
    apiVersion,
    kind: namespace === '' ? clusterScoped : namespaced,
    metadata: {
      // Kyverno takes the UID of the resource, which nobody knows before there is one.
      name: `pss-gate-${createHash('sha256').update(key).digest('hex').slice(0, 32)}`,
      ...(namespace === '' ? {} : { namespace }),
      labels: { 'app.kubernetes.io/managed-by': 'pss-gate' },
    },
    ...(namesSource ? { source } : {}),
    ...(resource === undefined ? {} : { scope: describeScope(resource) }),
    summary: summarize(results),
    results: results.toSorted(byPolicy),
  };
}

function describeScope({ apiVersion, kind, namespace, name }: Resource) {
  return { apiVersion, kind, ...(namespace === '' ? {} : { namespace }), name };
}

function summarize(results: readonly PolicyReportResult[]): Readonly<Record<Result, number>> {
  const summary = { pass: 0, fail: 0, warn: 0, error: 0, skip: 0 };
  for (const { result } of results) summary[result]++;
  return summary;
}

/** As Kyverno sorts them; what is alike by the rest, so that the order never depends on that of the findings. */
function byPolicy(a: PolicyReportResult, b: PolicyReportResult): number {
  return (
    compareText(a.policy, b.policy) ||
    compareText(a.rule ?? '', b.rule ?? '') ||
    compareText(a.properties.resultID ?? '', b.properties.resultID ?? '')
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

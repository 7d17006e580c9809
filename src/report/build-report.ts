import type {
  Finding,
  NamespaceReport,
  Report,
  Result,
  Summary,
  TargetReport,
  ToolVersions,
  Verdict,
} from '../model/report.ts';

/** What became of one target. */
export interface TargetOutcome {
  readonly target: TargetReport;
  readonly findings: readonly Finding[];
  readonly passes: number;
  /** Rules of policies that did not apply after all. */
  readonly skips: number;
}

export interface ReportFacts {
  readonly tool: ToolVersions;
  readonly repository: Report['repository'];
  readonly level: Report['level'];
  readonly notes: readonly string[];
  /** Sorted. */
  readonly namespaces: readonly NamespaceReport[];
  /** Findings about namespaces, whichever target they belong to. */
  readonly labelFindings: readonly Finding[];
  readonly reason: string | undefined;
  readonly decide: (findings: readonly Finding[]) => Verdict;
}

/** Puts the outcomes of all targets together. Whatever order they finished in, the same input gives the same report. */
export function buildReport(outcomes: readonly TargetOutcome[], facts: ReportFacts): Report {
  const targets = sortTargets(outcomes);
  const findings = sortFindings([...outcomes.flatMap((outcome) => outcome.findings), ...facts.labelFindings], outcomes);
  return {
    schemaVersion: '1',
    tool: facts.tool,
    repository: facts.repository,
    verdict: facts.decide(findings),
    ...(facts.reason === undefined ? {} : { reason: facts.reason }),
    ...(facts.level === undefined ? {} : { level: facts.level }),
    notes: facts.notes,
    summary: summarize(outcomes, targets, findings, facts.namespaces.length),
    targets,
    namespaces: facts.namespaces,
    findings,
  };
}

function sortTargets(outcomes: readonly TargetOutcome[]): TargetReport[] {
  return outcomes.map(({ target }) => target).sort((a, b) => compareText(a.path, b.path) || compareText(a.id, b.id));
}

/** In the order of the targets; what belongs to none comes last. */
export function sortFindings(findings: readonly Finding[], outcomes: readonly TargetOutcome[]): Finding[] {
  const order = new Map(sortTargets(outcomes).map(({ id }, index) => [id, index]));
  const positionOf = ({ target }: Finding) => order.get(target) ?? order.size;
  return [...findings].sort((a, b) => positionOf(a) - positionOf(b) || compareFindings(a, b));
}

function summarize(
  outcomes: readonly TargetOutcome[],
  targets: readonly TargetReport[],
  findings: readonly Finding[],
  namespaces: number,
): Summary {
  const withStatus = (status: TargetReport['status']) => targets.filter((target) => target.status === status).length;
  const withResult = (result: Exclude<Result, 'pass'>) =>
    findings.filter((finding) => finding.result === result).length;
  return {
    targets: {
      total: targets.length,
      evaluated: withStatus('evaluated'),
      error: withStatus('error'),
      skipped: withStatus('skipped'),
    },
    workloads: sum(targets.map(({ workloads }) => workloads)),
    namespaces,
    results: {
      pass: sum(outcomes.map(({ passes }) => passes)),
      fail: withResult('fail'),
      warn: withResult('warn'),
      error: withResult('error'),
      skip: withResult('skip') + sum(outcomes.map(({ skips }) => skips)),
    },
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/** By file, line, resource, rule and container; the fingerprint decides between what is alike in all of these. */
function compareFindings(a: Finding, b: Finding): number {
  return (
    compareText(a.location?.file ?? '', b.location?.file ?? '') ||
    compareText(resourceKey(a), resourceKey(b)) ||
    compareText(a.rule, b.rule) ||
    (a.location?.line ?? 0) - (b.location?.line ?? 0) ||
    compareText(a.container ?? '', b.container ?? '') ||
    compareText(a.fingerprint, b.fingerprint)
  );
}

function resourceKey({ resource }: Finding): string {
  return resource === undefined
    ? ''
    : [resource.namespace, resource.kind, resource.name, resource.apiVersion].join('\n');
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

import { groupBy } from '../model/group-by.ts';
import { printable } from '../model/printable.ts';
import {
  type EffectiveLevel,
  type Finding,
  isAboutLabels,
  type NamespaceReport,
  type Report,
} from '../model/report.ts';
import { count, type Paint, placeOf } from './terminal.ts';

/** Every namespace with what is in force there and who says so, and what is wrong with its labels. */
export function describeNamespaces({ namespaces, findings }: Report, paint: Paint): string[] {
  const problems = groupBy(findings.filter(isAboutLabels), ({ cluster = '', resource }) =>
    keyOf(cluster, resource?.name ?? ''),
  );
  if (namespaces.length === 0 && problems.size === 0) return [];
  const clusters = countClusters(namespaces);
  const lines = namespaces.flatMap((namespace) => {
    const key = keyOf(namespace.cluster, namespace.name);
    const found = problems.get(key) ?? [];
    problems.delete(key);
    return describeNamespace(namespace, found, clusters > 1, paint);
  });
  // Of namespaces that are gone.
  const rest = [...problems.values()].flatMap((found) => [
    `  ${paint('bold', printable(nameOf(found[0], clusters > 1)))}`,
    ...found.flatMap((finding) => describeProblem(finding, paint)),
  ]);
  return ['', paint('bold', 'Namespaces'), ...lines, ...rest];
}

/** Clusters that have a name: where there is but one, nobody needs to be told. */
export function countClusters(namespaces: readonly NamespaceReport[]): number {
  return new Set(namespaces.flatMap(({ cluster }) => (cluster === '' ? [] : [cluster]))).size;
}

function keyOf(cluster: string, name: string): string {
  return JSON.stringify([cluster, name]);
}

/** Name of a namespace that is gone, after that of its cluster where there are several. */
export function nameOf(finding: Finding | undefined, withCluster: boolean): string {
  const name = finding?.resource?.name ?? '';
  return withCluster && finding?.cluster !== undefined ? `${finding.cluster}/${name}` : name;
}

function describeNamespace(
  namespace: NamespaceReport,
  findings: readonly Finding[],
  withCluster: boolean,
  paint: Paint,
): string[] {
  const { cluster, name, effective, exempt, workloads, readiness } = namespace;
  const title = withCluster && cluster !== '' ? `${cluster}/${name}` : name;
  const { enforce, warn, audit } = effective;
  const modes = [
    exempt === true ? 'exempt' : `enforces ${describeLevel(enforce)}`,
    ...(isSame(warn, enforce) || isIdle(warn) ? [] : [`warns at ${describeLevel(warn)}`]),
    ...(isSame(audit, enforce) || isIdle(audit) ? [] : [`audits at ${describeLevel(audit)}`]),
  ];
  const ready = readiness.blockers === 0 ? '' : `, ${readiness.blockers} short of ${nextLevel(readiness.strictest)}`;
  return [
    `  ${paint('bold', printable(title))}  ${printable(modes.join(', '))}${paint('dim', ` · ${count(workloads, 'workload')}${ready}`)}`,
    ...findings.flatMap((finding) => describeProblem(finding, paint)),
  ];
}

export function nextLevel(level: string): string {
  return level === 'privileged' ? 'baseline' : 'restricted';
}

function describeLevel({ level, version, origin }: EffectiveLevel): string {
  return `${level}:${version} (${origin})`;
}

function isSame(a: EffectiveLevel, b: EffectiveLevel): boolean {
  return a.level === b.level && a.version === b.version;
}

function isIdle({ level }: EffectiveLevel): boolean {
  return level === 'privileged';
}

/** A problem of labels, and what to do about it. */
export function describeProblem(
  { message, location, result, remediation }: Finding,
  paint: Paint,
  indent = '    ',
): string[] {
  const mark = result === 'fail' ? paint('red', '✗') : paint('yellow', '!');
  const place = location === undefined ? '' : `  ${paint('dim', placeOf(location))}`;
  return [
    `${indent}${mark} ${printable(message)}${place}`,
    ...(remediation === undefined ? [] : [`${indent}  ${paint('green', 'fix')}  ${printable(remediation)}`]),
  ];
}

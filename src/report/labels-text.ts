import { groupBy } from '../model/group-by.ts';
import type {
  AssignedLabelReport,
  LabelsReport,
  MissingLabels,
  NamespaceLabels,
  WhatIf,
} from '../model/labels-report.ts';
import { printable } from '../model/printable.ts';
import { type Finding, isAboutLabels, type Mode } from '../model/report.ts';
import { countClusters, describeProblem, nameOf } from './namespaces-text.ts';
import { count, createPaint, type Paint, placeOf } from './terminal.ts';

/** What `labels` tells people at a terminal: every namespace, what is in force, what is wrong, what is next. */
export function labelsText(report: LabelsReport, { colors }: { readonly colors: boolean }): string {
  const paint = createPaint(colors);
  const clusters = countClusters(report.namespaces);
  const problems = groupBy(report.findings.filter(isAboutLabels), ({ cluster = '', resource }) =>
    keyOf(cluster, resource?.name ?? ''),
  );
  const sections = report.namespaces.map((namespace) =>
    describeNamespace(namespace, take(problems, keyOf(namespace.cluster, namespace.name)), clusters > 1, paint),
  );
  const lines = [
    ...report.notes.map(printable),
    ...(report.notes.length > 0 ? [''] : []),
    ...sections.flat(),
    ...[...problems.values()].flatMap((found) => describeGone(found, clusters > 1, paint)),
    ...report.findings.filter(({ result }) => result === 'error').flatMap((finding) => describeError(finding, paint)),
    ...report.whatIf.flatMap((answer) => describeWhatIf(answer, paint)),
    ...describeManifests(report.namespaces, paint),
    summarize(report),
  ];
  return `${lines.join('\n')}\n`;
}

function keyOf(cluster: string, name: string): string {
  return JSON.stringify([cluster, name]);
}

function take(groups: Map<string, Finding[]>, key: string): readonly Finding[] {
  const found = groups.get(key) ?? [];
  groups.delete(key);
  return found;
}

function describeNamespace(
  namespace: NamespaceLabels,
  findings: readonly Finding[],
  withCluster: boolean,
  paint: Paint,
): string[] {
  const { cluster, name, exempt, declaredIn } = namespace;
  const title = withCluster && cluster !== '' ? `${cluster}/${name}` : name;
  const where = declaredIn.length === 0 ? 'declared nowhere' : declaredIn.join(', ');
  return [
    `${paint('bold', printable(title))}  ${paint('dim', printable(where))}`,
    ...(exempt === true ? ['  exempt from Pod Security: what follows is not enforced'] : []),
    ...MODES.map((mode) => describeMode(namespace, mode)),
    ...(namespace.assigned ?? []).map(describeAssigned),
    ...describeReadiness(namespace),
    ...findings.flatMap((finding) => describeProblem(finding, paint, '  ')),
    ...(namespace.missing === undefined ? [] : describeMissing(namespace.missing, paint)),
    '',
  ];
}

function describeAssigned({ label, value, found, policy, origin }: AssignedLabelReport): string {
  const instead = found === null ? '' : ` instead of ${found}`;
  return `  ${printable(`${policy} sets ${label}: ${value}${instead}  ${origin}`)}`;
}

const MODES: readonly Mode[] = ['enforce', 'audit', 'warn'];

function describeMode({ effective }: NamespaceLabels, mode: Mode): string {
  const { level, version, origin } = effective[mode];
  return `  ${mode.padEnd(8)} ${`${level}:${version}`.padEnd(18)}  ${printable(origin)}`;
}

function describeReadiness({ workloads, readiness, blocked }: NamespaceLabels): string[] {
  if (workloads === 0) return ['  no workloads'];
  const { strictest, blockers } = readiness;
  const all = workloads === 1 ? 'its workload meets' : `all ${workloads} workloads meet`;
  if (blocked === undefined) return [`  ${all} ${strictest}`];
  const met = strictest === 'privileged' ? `${count(workloads, 'workload')}` : `${all} ${strictest}`;
  const broken =
    workloads === 1 ? `breaks ${blocked.level}` : `${blockers} ${blockers === 1 ? 'breaks' : 'break'} ${blocked.level}`;
  const width = Math.max(...blocked.controls.map(({ control }) => control.length));
  return [
    `  ${met}, ${broken}:`,
    ...blocked.controls.map(
      ({ control, workloads: names }) =>
        `    ${control.padEnd(width)}  ${String(names.length).padStart(3)}  ${printable(shorten(names))}`,
    ),
  ];
}

const MAX_NAMES = 5;

function shorten(names: readonly string[]): string {
  if (names.length <= MAX_NAMES) return names.join(', ');
  return `${names.slice(0, MAX_NAMES).join(', ')} and ${names.length - MAX_NAMES} more`;
}

function describeMissing({ labels, file, isWritten, refusal }: MissingLabels, paint: Paint): string[] {
  const list = Object.entries(labels).map(([key, value]) => `    ${printable(key)}: ${printable(value)}`);
  if (file !== undefined) {
    const title = isWritten
      ? paint('green', `added to ${printable(file)}`)
      : `missing; --write adds to ${printable(file)}`;
    return [`  ${title}`, ...list];
  }
  return [`  ${paint('yellow', 'missing')}, and to be added by hand: ${printable(refusal ?? '')}`, ...list];
}

/** A namespace that is gone, and what is wrong about that. */
function describeGone(findings: readonly Finding[], withCluster: boolean, paint: Paint): string[] {
  return [
    paint('bold', printable(nameOf(findings[0], withCluster))),
    ...findings.flatMap((finding) => describeProblem(finding, paint, '  ')),
    '',
  ];
}

function describeError({ target, message, location }: Finding, paint: Paint): string[] {
  const place = location === undefined ? '' : `  ${paint('dim', placeOf(location))}`;
  return [`${paint('yellow', '! not evaluated')}  ${printable(target)}: ${printable(message)}${place}`, ''];
}

function describeWhatIf({ cluster, namespace, standard, warnings, refused }: WhatIf, paint: Paint): string[] {
  const title = `What if ${cluster === '' ? '' : `${cluster}/`}${namespace} enforced ${standard}?`;
  if (warnings.length === 0)
    return [paint('bold', printable(title)), '  Nothing that this repository deploys would be refused.', ''];
  return [
    paint('bold', printable(title)),
    ...warnings.map((warning) => `  Warning: ${printable(warning)}`),
    ...refused.map(({ workload, target, detail }) => `    ${printable(`${workload}  ${target}: ${detail}`)}`),
    '',
  ];
}

/** Ready to apply, or to copy into a file. */
function describeManifests(namespaces: readonly NamespaceLabels[], paint: Paint): string[] {
  const manifests = namespaces.flatMap(({ missing }) => (missing?.manifest === undefined ? [] : [missing.manifest]));
  if (manifests.length === 0) return [];
  return [
    paint('bold', 'Manifests for what cannot be edited'),
    ...manifests.map((manifest) => `---\n${manifest.trimEnd().split('\n').map(printable).join('\n')}`),
    '',
  ];
}

function summarize({ namespaces, findings, verdict, reason }: LabelsReport): string {
  const labels = findings.filter(isAboutLabels);
  const missing = namespaces.filter((namespace) => namespace.missing !== undefined).length;
  const parts = [
    count(namespaces.length, 'namespace'),
    count(labels.filter(({ result }) => result === 'fail').length, 'label problem'),
    count(labels.filter(({ result }) => result === 'warn').length, 'warning'),
    ...(missing === 0 ? [] : [`${missing} without labels that policy assigns`]),
  ];
  const why = reason === undefined ? '' : `: ${printable(reason)}`;
  return `${parts.join(' · ')}\n${VERDICTS[verdict]}${why}`;
}

const VERDICTS: Readonly<Record<LabelsReport['verdict'], string>> = {
  pass: '✓ passed',
  warn: '✓ passed with warnings',
  block: '✗ blocked',
  error: '! could not evaluate',
};

import { groupBy } from '../model/group-by.ts';
import { printable } from '../model/printable.ts';
import {
  type Finding,
  type FindingField,
  isAboutLabels,
  type Report,
  type TargetReport,
  type Verdict,
} from '../model/report.ts';
import { describeNamespaces } from './namespaces-text.ts';
import type { Reporter } from './reporter.ts';
import { count, createPaint, type Paint, placeOf } from './terminal.ts';

/** For people at a terminal or in a CI log: what is wrong by target and workload, what to do about it, a summary. */
export const text: Reporter = function* (report, { colors }) {
  const paint = createPaint(colors);
  const ofWorkloads = report.findings.filter((finding) => !isAboutLabels(finding));
  const byTarget = groupBy(ofWorkloads, ({ target }) => target);
  yield lines(header(report));
  for (const target of report.targets) yield lines(describeTarget(target, byTarget.get(target.id) ?? [], paint));
  yield lines(describeNamespaces(report, paint));
  yield lines(summary(report, paint));
};

function lines(all: readonly string[]): string {
  return all.map((line) => `${line}\n`).join('');
}

function header({ tool, level, notes }: Report): string[] {
  const renderers = Object.entries(tool.renderers).map(([name, version]) => `${name} ${version ?? 'not found'}`);
  const lines = [`pss-gate ${tool.version} · ${renderers.join(' · ')}`];
  if (level !== undefined) {
    lines.push(`Every pod is judged at ${level.level}:${level.version} as well (${level.origin}).`);
  }
  return [...lines, ...notes.map(printable), ''];
}

function describeTarget(target: TargetReport, findings: readonly Finding[], paint: Paint): string[] {
  const isRefused = findings.some(({ result }) => result === 'fail');
  const isWarned = findings.some(({ result }) => result === 'warn');
  const mark =
    target.status === 'error' || (isWarned && !isRefused)
      ? paint('yellow', '!')
      : isRefused
        ? paint('red', '✗')
        : paint('green', '✓');
  // Alone, `.` and `-` tell nobody what was judged.
  const path =
    target.path.length === 1 && target.path !== target.name ? `${target.name} (${target.path})` : target.path;
  const title = `${mark} ${paint('bold', printable(path))}  ${paint('dim', printable(describeKind(target)))}`;
  const chosen = target.chosen === undefined ? [] : [`    ${paint('dim', `because  ${printable(target.chosen)}`)}`];
  const notes = [...chosen, ...(target.notes ?? []).map((note) => `    ${paint('dim', `note  ${printable(note)}`)}`)];
  if (target.status === 'skipped') {
    return [title, `    ${paint('cyan', 'skipped')}  ${printable(target.reason ?? '')}`, ...notes, ''];
  }
  if (findings.length === 0) return [title, ...notes];
  const ofTarget = findings.filter(({ resource }) => resource === undefined);
  const ofWorkloads = findings.filter(({ resource }) => resource !== undefined);
  return [
    title,
    ...notes,
    ...ofTarget.flatMap((finding) => describeFailure(finding, paint)),
    ...[...groupBy(ofWorkloads, resourceKey).values()].flatMap((group) => describeWorkload(group, paint)),
    '',
  ];
}

/** What a target is, how much of it there is, and where it goes. */
function describeKind({ name, path, kind, workloads, unowned, cluster, namespace }: TargetReport): string {
  const app = kind === 'Application' && name !== path ? `Application ${name}` : kind;
  const to = kind !== 'Application' || cluster === undefined ? '' : ` · to ${cluster}/${namespace ?? ''}`;
  return `${app}${to} · ${count(workloads, 'workload')}${unowned === true ? ' · no Application uses it' : ''}`;
}

function describeFailure({ message, location, result }: Finding, paint: Paint): string[] {
  const place = location === undefined ? '' : `  ${paint('dim', placeOf(location))}`;
  const words = result === 'skip' ? paint('cyan', 'not judged') : paint('yellow', 'not evaluated');
  return [`    ${words}  ${printable(message)}${place}`];
}

function describeWorkload(findings: readonly Finding[], paint: Paint): string[] {
  const [first] = findings;
  if (first === undefined) return [];
  const file = first.location === undefined ? '' : `  ${paint('dim', printable(first.location.file))}`;
  return [
    `  ${paint('bold', printable(nameOf(first)))}${file}`,
    ...[...groupBy(findings.toSorted(byWeight), ({ effect }) => effect).values()].flatMap((group) =>
      describeEffect(group, paint),
    ),
  ];
}

/** What keeps a pod out comes first. */
function byWeight(a: Finding, b: Finding): number {
  return RESULTS.indexOf(a.result) - RESULTS.indexOf(b.result);
}

const RESULTS: readonly Finding['result'][] = ['fail', 'error', 'warn', 'skip', 'pass'];

/** What follows for a workload, and why. */
function describeEffect(findings: readonly Finding[], paint: Paint): string[] {
  const [first] = findings;
  const rules = [...groupBy(findings, ({ rule, message }) => `${rule}\n${message}`).values()];
  const lines = rules.flatMap((group) => describeRule(group, paint));
  if (first?.effect === undefined) return lines;
  return [`    ${paint(['bold', colorOf(first)], printable(first.effect))}`, ...lines];
}

function colorOf({ result }: Finding): 'red' | 'yellow' {
  return result === 'fail' ? 'red' : 'yellow';
}

/** One control that a workload breaks, in all its containers. */
function describeRule(findings: readonly Finding[], paint: Paint): string[] {
  const [first] = findings;
  if (first === undefined) return [];
  const by = first.source === undefined ? '' : `${printable([first.policy, first.rule].filter(Boolean).join('/'))}: `;
  const message = by + printable(first.message);
  if (first.result === 'skip') {
    return [`    ${paint('cyan', isExempt(first) ? 'exempt' : 'not judged')}  ${message}`];
  }
  if (first.result === 'error') return [`    ${paint('yellow', 'not evaluated')}  ${message}`];
  if (first.result === 'pass') return [`    ${paint('green', 'passed')}  ${message}`];
  return [
    `    ${paint(colorOf(first), isNamedByRule(first) ? `${printable(first.rule)}: ${printable(first.message)}` : printable(first.message))}`,
    ...findings.flatMap(({ fields }) => fields.map((field) => describeField(field, paint))),
    ...(first.remediation === undefined ? [] : [`      ${paint('green', 'fix')}  ${first.remediation}`]),
  ];
}

/** Whether the rule of a policy is worth a word; a check of the standards is named by its control, and policies in CEL have no rules. */
function isNamedByRule({ source, rule, check }: Finding): boolean {
  return source !== undefined && rule !== '' && check === undefined;
}

/** Let through on purpose: by the configuration of the cluster, or by an exception from a policy. */
function isExempt({ rule, source, properties }: Finding): boolean {
  return source === undefined
    ? rule === 'exempt-namespace' || rule === 'exempt-runtime-class'
    : properties?.exceptions !== undefined;
}

function describeField({ path, found, allowed, line }: FindingField, paint: Paint): string {
  const value = found === null ? 'not set' : `is ${printable(JSON.stringify(found))}`;
  const place = line === undefined ? '' : `  ${paint('dim', `line ${line}`)}`;
  return `      ${printable(path)} ${value}, allowed: ${allowed}${place}`;
}

function summary({ summary: counts, verdict, reason, findings }: Report, paint: Paint): string[] {
  const { targets, workloads, namespaces, results } = counts;
  const broken = findings.filter(({ result, check }) => result === 'fail' && check !== undefined);
  const blocked = new Set(broken.map((finding) => `${finding.target}\n${resourceKey(finding)}`)).size;
  const controls = new Set(broken.map(({ control }) => control)).size;
  const labels = findings.filter((finding) => finding.result === 'fail' && isAboutLabels(finding)).length;
  const refused = findings.filter(
    ({ result, check, source }) => result === 'fail' && check === undefined && source !== undefined,
  );
  const listed = findings.filter(({ result }) => result === 'skip');
  const exempt = listed.filter(isExempt).length;
  const skipped = listed.length - exempt;
  const lines = [
    '',
    `${count(targets.total, 'target')}: ${targets.evaluated} evaluated, ${targets.error} with errors${targets.skipped === 0 ? '' : `, ${targets.skipped} skipped`} · ${count(workloads, 'workload')} in ${count(namespaces, 'namespace')}`,
    [
      `${count(broken.length, 'violation')} of ${count(controls, 'control')} in ${count(blocked, 'workload')}`,
      ...(labels === 0 ? [] : [count(labels, 'label problem')]),
      ...(refused.length === 0 ? [] : [count(refused.length, 'policy failure')]),
      count(results.warn, 'warning'),
      count(results.error, 'error'),
      ...(exempt === 0 ? [] : [`${exempt} exempt`]),
      `${skipped} not judged`,
    ].join(' · '),
  ];
  const { text: words, style } = VERDICTS[verdict];
  const why = reason === undefined ? '' : `: ${printable(reason)}`;
  const doubt = skipped > 0 && style === 'green' ? `, but ${skipped} not judged` : '';
  return [...lines, paint(style, `${words}${why}${doubt}`)];
}

const VERDICTS: Readonly<Record<Verdict, { readonly text: string; readonly style: 'green' | 'yellow' | 'red' }>> = {
  pass: { text: '✓ passed', style: 'green' },
  warn: { text: '✓ passed with warnings', style: 'yellow' },
  block: { text: '✗ blocked', style: 'red' },
  error: { text: '! could not evaluate', style: 'yellow' },
};

function nameOf({ resource }: Finding): string {
  if (resource === undefined) return '';
  const { kind, namespace, name } = resource;
  return `${kind} ${namespace === '' ? '' : `${namespace}/`}${name}`;
}

function resourceKey({ resource, location }: Finding): string {
  return JSON.stringify([resource, location?.file]);
}

import { printable } from '../model/printable.ts';
import type { Finding, FindingField, Report, TargetReport, Verdict } from '../model/report.ts';
import type { Reporter } from './reporter.ts';
import { createPaint, type Paint } from './terminal.ts';

/** For people at a terminal or in a CI log: what is wrong by target and workload, what to do about it, a summary. */
export const text: Reporter = (report, { colors }) => {
  const paint = createPaint(colors);
  const byTarget = new Map(groupBy(report.findings, ({ target }) => target).map((group) => [group[0]?.target, group]));
  const sections = [
    header(report),
    ...report.targets.map((target) => describeTarget(target, byTarget.get(target.id) ?? [], paint)),
    summary(report, paint),
  ];
  return `${sections.flat().join('\n')}\n`;
};

function header({ tool, level }: Report): string[] {
  const renderers = Object.entries(tool.renderers).map(([name, version]) => `${name} ${version ?? 'not found'}`);
  const lines = [`pss-gate ${tool.version} · ${renderers.join(' · ')}`];
  if (level !== undefined) lines.push(`Every pod is judged at ${level.level}:${level.version} (${level.origin}).`);
  return [...lines, ''];
}

function describeTarget(target: TargetReport, findings: readonly Finding[], paint: Paint): string[] {
  const broken = findings.filter(({ result }) => result === 'fail' || result === 'warn');
  const mark =
    target.status === 'error' ? paint('yellow', '!') : broken.length > 0 ? paint('red', '✗') : paint('green', '✓');
  // Alone, `.` and `-` tell nobody what was judged.
  const path =
    target.path.length === 1 && target.path !== target.name ? `${target.name} (${target.path})` : target.path;
  const title = `${mark} ${paint('bold', printable(path))}  ${paint('dim', `${target.kind} · ${count(target.workloads, 'workload')}`)}`;
  if (findings.length === 0) return [title];
  return [
    title,
    ...findings.filter(({ resource }) => resource === undefined).flatMap((finding) => describeFailure(finding, paint)),
    ...groupBy(
      findings.filter(({ resource }) => resource !== undefined),
      resourceKey,
    ).flatMap((group) => describeWorkload(group, paint)),
    '',
  ];
}

function describeFailure({ message, location }: Finding, paint: Paint): string[] {
  const place = location === undefined ? '' : `  ${paint('dim', placeOf(location))}`;
  return [`    ${paint('yellow', 'not evaluated')}  ${printable(message)}${place}`];
}

function describeWorkload(findings: readonly Finding[], paint: Paint): string[] {
  const [first] = findings;
  if (first === undefined) return [];
  return [
    `  ${paint('bold', printable(nameOf(first)))}  ${paint('dim', first.location === undefined ? '' : printable(first.location.file))}`,
    ...groupBy(findings, ({ rule, message }) => `${rule}\n${message}`).flatMap((group) => describeRule(group, paint)),
  ];
}

/** One control that a workload breaks, in all its containers. */
function describeRule(findings: readonly Finding[], paint: Paint): string[] {
  const [first] = findings;
  if (first === undefined) return [];
  if (first.result === 'skip') return [`    ${paint('cyan', 'not judged')}  ${printable(first.message)}`];
  if (first.result === 'error') return [`    ${paint('yellow', 'not evaluated')}  ${printable(first.message)}`];
  if (first.result === 'pass') return [`    ${paint('green', 'passed')}  ${printable(first.message)}`];
  const color = first.result === 'fail' ? 'red' : 'yellow';
  return [
    `    ${paint(color, printable(first.message))}`,
    ...findings.flatMap(({ fields }) => fields.map((field) => describeField(field, paint))),
    ...(first.remediation === undefined ? [] : [`      ${paint('green', 'fix')}  ${first.remediation}`]),
  ];
}

function describeField({ path, found, allowed, line }: FindingField, paint: Paint): string {
  const value = found === null ? 'not set' : `is ${printable(JSON.stringify(found))}`;
  const place = line === undefined ? '' : `  ${paint('dim', `line ${line}`)}`;
  return `      ${printable(path)} ${value}, allowed: ${allowed}${place}`;
}

function summary({ summary: counts, verdict, reason, findings }: Report, paint: Paint): string[] {
  const { targets, workloads, namespaces, results } = counts;
  const broken = findings.filter(({ result }) => result === 'fail');
  const blocked = new Set(broken.map((finding) => `${finding.target}\n${resourceKey(finding)}`)).size;
  const controls = new Set(broken.map(({ control }) => control)).size;
  const lines = [
    '',
    `${count(targets.total, 'target')}: ${targets.evaluated} evaluated, ${targets.error} with errors · ${count(workloads, 'workload')} in ${count(namespaces, 'namespace')}`,
    `${count(results.fail, 'violation')} of ${count(controls, 'control')} in ${count(blocked, 'workload')} · ${count(results.warn, 'warning')} · ${count(results.error, 'error')} · ${results.skip} not judged`,
  ];
  const { text: words, style } = VERDICTS[verdict];
  const why = reason === undefined ? '' : `: ${printable(reason)}`;
  const doubt = results.skip > 0 && style === 'green' ? `, but ${results.skip} not judged` : '';
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
  return `${resource.kind} ${resource.namespace}/${resource.name}`;
}

function resourceKey({ resource, location }: Finding): string {
  return JSON.stringify([resource, location?.file]);
}

function placeOf({ file, line }: NonNullable<Finding['location']>): string {
  return printable(line === undefined ? file : `${file}:${line}`);
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

function groupBy(findings: readonly Finding[], key: (finding: Finding) => string): Finding[][] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const group = groups.get(key(finding));
    if (group === undefined) groups.set(key(finding), [finding]);
    else group.push(finding);
  }
  return [...groups.values()];
}

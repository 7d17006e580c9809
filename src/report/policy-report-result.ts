import { formatLocation } from '../model/location.ts';
import { type Finding, isAboutLabels, type Result } from '../model/report.ts';
import { OWN_SOURCE } from './own-source.ts';

/** A result in a report. Both resource definitions have the same fields. */
export interface PolicyReportResult {
  readonly source: string;
  readonly policy: string;
  readonly rule?: string;
  readonly category?: string;
  readonly severity?: NonNullable<Finding['severity']>;
  readonly result: Result;
  readonly scored: boolean;
  readonly message: string;
  readonly properties: Readonly<Record<string, string>>;
}

export function describeResult(finding: Finding): PolicyReportResult {
  const { source = OWN_SOURCE, policy, rule, scored = true } = finding;
  const category = finding.category ?? categoryOf(finding);
  const severity = finding.severity ?? severityOf(finding);
  const reported = reportedResult(finding);
  return {
    source,
    policy,
    ...(rule === '' ? {} : { rule }),
    ...(category === undefined ? {} : { category }),
    ...(severity === undefined ? {} : { severity }),
    result: reported,
    scored,
    message: messageOf(finding, reported),
    properties: propertiesOf(finding),
  };
}

/** Kyverno reports a failure as such, whatever the cluster does about it, unless the policy is not scored. */
function reportedResult({ source, result, scored }: Finding): Result {
  if (source === undefined || (result !== 'fail' && result !== 'warn')) return result;
  return scored === false ? 'warn' : 'fail';
}

/** Of our own findings; policies that were given say it themselves, or nothing. */
function categoryOf(finding: Finding): string | undefined {
  const { source, policy, level, result } = finding;
  if (source !== undefined) return undefined;
  if (level === 'baseline' || level === 'restricted') {
    return `Pod Security Standards (${level === 'baseline' ? 'Baseline' : 'Restricted'})`;
  }
  if (isAboutLabels(finding)) return 'Namespace Labels';
  return policy === 'PodSecurity' || result !== 'error' ? 'Pod Security Admission' : 'Evaluation';
}

/** A control of baseline keeps out known ways to take over a node; one of restricted hardens. What is not known may be either. */
function severityOf(finding: Finding): Finding['severity'] {
  const { source, level, result } = finding;
  if (source !== undefined) return undefined;
  if (result === 'error' || level === 'baseline') return 'high';
  if (level === 'restricted' || isAboutLabels(finding)) return 'medium';
  return 'info';
}

/** A policy may have words of its own for reports. Source: https://kyverno.io/docs/policy-reports/, reportProperties */
function messageOf({ message, properties = {} }: Finding, result: Result): string {
  return properties.message || properties[`${result}Message`] || message;
}

function propertiesOf(finding: Finding): Readonly<Record<string, string>> {
  const { fingerprint, target, mode, container, location, check, level, version, properties } = finding;
  return {
    ...(finding.source === undefined && check !== undefined && finding.result !== 'pass' ? controlsOf(finding) : {}),
    ...(check === undefined || level === undefined ? {} : { standard: level }),
    ...(check === undefined || version === undefined ? {} : { version }),
    ...properties,
    ...(mode === undefined ? {} : { mode }),
    ...(container === undefined ? {} : { container }),
    ...(target === '' ? {} : { target }),
    ...(location === undefined ? {} : { location: formatLocation(location) }),
    // Readers tell results apart by it.
    resultID: fingerprint,
  };
}

/** In the form that Kyverno gives them: the images are not known. */
function controlsOf({ check, control = '' }: Finding): Readonly<Record<string, string>> {
  if (check === undefined) return {};
  return { controls: check, controlsJSON: JSON.stringify([{ ID: check, Name: control, Images: null }]) };
}

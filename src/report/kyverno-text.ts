import type {
  PolicyDiagnostic,
  PolicyResults,
  PolicyResultsEntry,
  PolicyResultsRule,
} from '../model/policy-results.ts';
import { printable } from '../model/printable.ts';
import type { Resource } from '../model/report.ts';
import { countResults, isClassic } from './kyverno-counts.ts';

export interface KyvernoTextSettings {
  /** As `--audit-warn` of `kyverno apply`: failures of policies that do not enforce are told and counted as warnings. */
  readonly auditWarn?: boolean;
}

/**
 * The text of `kyverno apply`, for those who read it with scripts. Without what is not about results: warnings of what is deprecated, and
 * resources as mutations left them.
 *
 * Source: kyverno cmd/cli/kubectl-kyverno/commands/apply/{command,print}.go, 1.19
 */
export function* kyvernoText(
  results: PolicyResults,
  { auditWarn = false }: KyvernoTextSettings = {},
): Iterable<string> {
  const { ruleCount, resourceCount, exceptionCount, entries, skippedPolicies, invalidPolicies } = results;
  const exceptions = exceptionCount > 0 ? ` with ${exceptionCount} exception(s)` : '';
  yield `\nApplying ${ruleCount} policy rule(s) to ${resourceCount} resource(s)${exceptions}...\n`;
  yield describePolicies('Policies Skipped:', skippedPolicies);
  yield describePolicies('Invalid Policies:', invalidPolicies);
  for (const entry of entries) yield describeEntry(entry, auditWarn);
  const { pass, fail, warn, error, skip } = countResults(results, auditWarn);
  yield `\npass: ${pass}, fail: ${fail}, warn: ${warn}, error: ${error}, skip: ${skip} \n`;
}

const DIVIDER = '-'.repeat(70);

function describePolicies(title: string, policies: readonly PolicyDiagnostic[]): string {
  if (policies.length === 0) return '';
  const lines = policies.map(
    ({ name, reason }, index) => `${index + 1}. ${printable(name)}${reason === '' ? '' : `: ${show(reason)}`}`,
  );
  return lineBreaks([DIVIDER, title, ...lines, DIVIDER]);
}

function describeEntry(entry: PolicyResultsEntry, auditWarn: boolean): string {
  const about = `${printable(nameOf(entry.policy))} -> resource ${pathOf(entry.resource)}`;
  const failed = entry.responses.filter(({ status }) => status === 'fail');
  const lines = entry.responses.flatMap((response) => describeProblem(response, about));
  if (failed.length > 0) {
    lines.push(`policy ${about} ${auditWarn && !enforces(entry) ? 'failed as audit warning:' : 'failed:'}`);
    lines.push(
      ...failed.map(
        ({ rule, message }, index) => `${index + 1} - ${printable(rule)} ${show(message) || 'validation failed'}`,
      ),
    );
  }
  return lineBreaks(lines);
}

/** What happened to a mutation or a generation that changed nothing. */
function describeProblem({ type, status, message }: PolicyResultsRule, about: string): readonly string[] {
  if (type === 'mutate' && status === 'skip') return ['', `skipped mutate policy ${about}`];
  if (type === 'mutate' && status === 'error') {
    return ['', `error while applying mutate policy ${about} `, `error:  ${show(message)}`];
  }
  if (type === 'generate' && status === 'error') {
    return ['', `error while applying generate policy ${about} `, `error: ${show(message)}`];
  }
  return [];
}

/** Kyverno takes policies that are not its own for such as do not enforce. */
function enforces(entry: PolicyResultsEntry): boolean {
  return isClassic(entry) && entry.action === 'enforce';
}

/** The name of a policy without its namespace. */
function nameOf(policy: string): string {
  return policy.slice(policy.lastIndexOf('/') + 1);
}

/** With an empty namespace for what is in none: `/Namespace/pay`. */
function pathOf({ namespace, kind, name }: Resource): string {
  return printable(`${namespace}/${kind}/${name}`);
}

/** Messages may have lines. */
function show(message: string): string {
  return message.split('\n').map(printable).join('\n');
}

function lineBreaks(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}

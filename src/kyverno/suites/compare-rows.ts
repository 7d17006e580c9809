import { type KubernetesObject, metadataText } from '../../model/manifest.ts';
import type { RuleResponse } from '../types.ts';
import type { Answer } from './ask.ts';
import { findDifferences } from './equal.ts';
import type { SuiteResource } from './resources.ts';
import type { ExpectedRow, ResourceSpec, RowOperation } from './suite.ts';

/** What became of a row for one resource, one line of output. */
export interface RowResult {
  /** As the suite writes it. */
  readonly policy: string;
  /** As it is after auto-generation; as the suite writes it where no rule answered. */
  readonly rule: string;
  /** Undefined where the suite has no resources. */
  readonly resource: SuiteResource | undefined;
  /**
   * `unsupported`: what the row is about cannot be judged here. `not-compared`: the file with what is expected says nothing of the
   * resource, which Kyverno's CLI passes over in silence.
   */
  readonly outcome: 'ok' | 'excluded' | 'different' | 'not-found' | 'unsupported' | 'not-compared';
  /** Kyverno's word for it: `Ok`, `Excluded`, `Want pass, got fail`, `Not found`. */
  readonly reason: string;
  /** What the rule says. */
  readonly message: string;
}

/** A resource, and what all policies answered. */
export interface Evaluated {
  readonly resource: SuiteResource;
  /** For an operation that a row asks for, or for none. */
  readonly answers: (operation: RowOperation | undefined) => readonly Answer[];
}

/** What comparing needs to know besides the row. */
export interface CompareContext {
  readonly evaluated: readonly Evaluated[];
  /** What is in the cluster already. Answers are those of policies that changed it. */
  readonly targets: readonly Evaluated[];
  /** The objects in a file that a row names, or why there are none. */
  readonly readExpected: (path: string) => readonly SuiteResource[] | string;
  /** Why a policy could not be used, by its name. */
  readonly invalid: ReadonlyMap<string, string>;
  /** What a policy or a resource needs that is not looked at here, by the name of the policy. */
  readonly unsupported: (row: ExpectedRow) => string | undefined;
}

/**
 * Compares what a row expects with what was answered. A row without resources, or of which no resource is there, is about all
 * resources. Every rule that answered gives a result of its own.
 *
 * Source: kyverno cmd/cli/kubectl-kyverno/commands/test/output.go
 */
export function compareRow(row: ExpectedRow, context: CompareContext): readonly RowResult[] {
  const all = [...context.targets, ...context.evaluated];
  const named = (row.resources ?? []).flatMap((name) => all.filter(({ resource }) => isNamed(resource, name)));
  const specified =
    row.resources === undefined
      ? []
      : row.resourceSpecs.flatMap((spec) => all.filter(({ resource }) => meets(resource, spec)));
  const chosen = [...named, ...specified];
  if (all.length === 0) return [notFound(row, undefined, context)];
  return (chosen.length === 0 ? all : chosen).flatMap((each) =>
    context.targets.includes(each) ? compareTarget(row, each, context) : compareResource(row, each, context),
  );
}

function isNamed({ namespace, name }: SuiteResource, named: string): boolean {
  const parts = named.split('/');
  if (parts.length === 1) return parts[0] === name;
  return parts.length === 2 && parts[0] === namespace && parts[1] === name;
}

function meets(resource: SuiteResource, { group, version, namespace, name }: ResourceSpec): boolean {
  const apiVersion = group === '' ? version : `${group}/${version}`;
  return resource.apiVersion === apiVersion && resource.namespace === namespace && resource.name === name;
}

function compareResource(
  row: ExpectedRow,
  { resource, answers }: Evaluated,
  context: CompareContext,
): readonly RowResult[] {
  const name = policyOf(row);
  const results: RowResult[] = [];
  let isPassedOver = false;
  for (const answer of answers(row.operation)) {
    if (answer.policy.name !== name) continue;
    for (const rule of rulesOf(row, answer)) {
      const result = compareRule(row, resource, answer, rule, context);
      if (result === undefined) isPassedOver = true;
      else results.push(result);
    }
    // That no rule answered is right, whatever the row expects.
    if (results.length === 0 && !isPassedOver) results.push(describe(row, resource, 'excluded', 'Excluded'));
  }
  if (results.length > 0) return results;
  return [
    isPassedOver
      ? describe(row, resource, 'not-compared', 'Not compared', NO_DOCUMENT.message)
      : notFound(row, resource, context),
  ];
}

/** The policy counts for nothing: what changed the target is compared with what it should have become. */
function compareTarget(
  row: ExpectedRow,
  { resource, answers }: Evaluated,
  context: CompareContext,
): readonly RowResult[] {
  const results = answers(undefined).flatMap((answer) =>
    answer.rules.map((rule) => compareRule({ ...row, failsOnMissing: true }, resource, answer, rule, context)),
  );
  return results.length > 0 ? results.filter((result) => result !== undefined) : [notFound(row, resource, context)];
}

function rulesOf({ rule }: ExpectedRow, { policy, rules }: Answer): readonly RuleResponse[] {
  if (rule === '' || policy.hasNoRules) return rules;
  const names = [rule, `autogen-${rule}`, `autogen-cronjob-${rule}`];
  return rules.filter((response) => names.includes(response.rule));
}

/** The name of the policy that a row is about; the namespace counts for nothing. */
export function policyOf({ policy }: ExpectedRow): string {
  return policy.slice(policy.lastIndexOf('/') + 1);
}

function notFound(row: ExpectedRow, resource: SuiteResource | undefined, context: CompareContext): RowResult {
  const invalid = context.invalid.get(policyOf(row));
  if (invalid !== undefined) return describe(row, resource, 'not-found', 'Invalid policy', invalid);
  const unsupported = context.unsupported(row);
  if (unsupported !== undefined) return describe(row, resource, 'unsupported', `Not supported: ${unsupported}`);
  return describe(row, resource, 'not-found', 'Not found');
}

function describe(
  { policy, rule }: ExpectedRow,
  resource: SuiteResource | undefined,
  outcome: RowResult['outcome'],
  reason: string,
  message = '',
): RowResult {
  return { policy, rule, resource, outcome, reason, message };
}

/** Nothing for a resource that is passed over: the file with what is expected has no document for it. */
function compareRule(
  row: ExpectedRow,
  resource: SuiteResource,
  answer: Answer,
  response: RuleResponse,
  context: CompareContext,
): RowResult | undefined {
  const { rule, message } = response;
  const named = { ...row, rule };
  if (isUnsupported(response) && !(response.status === 'error' && row.result === 'error')) {
    return describe(named, resource, 'unsupported', `Not supported: ${response.unsupported ?? response.type}`, message);
  }
  const difference =
    row.patchedResources === undefined
      ? undefined
      : compareObject(answer.object, row.patchedResources, context.readExpected(row.patchedResources));
  if (difference === NO_DOCUMENT && !row.failsOnMissing) return undefined;
  if (difference !== undefined) {
    const cause = response.status === 'error' ? `${message}; ` : '';
    return describe(named, resource, 'different', difference.reason, cause + difference.message);
  }
  const got = response.status === 'fail' && answer.policy.isUnscored ? 'warn' : response.status;
  return got === row.result
    ? describe(named, resource, 'ok', 'Ok', message)
    : describe(named, resource, 'different', `Want ${row.result}, got ${got}`, message);
}

function isUnsupported({ type, unsupported }: RuleResponse): boolean {
  return unsupported !== undefined || type === 'generate';
}

interface Difference {
  readonly reason: string;
  readonly message: string;
}

const NO_DOCUMENT: Difference = {
  reason: 'Resource error',
  message: 'the file with the patched resources has no such resource',
};

/** As many places are named as one can take in. */
const SHOWN = 3;

function compareObject(
  actual: KubernetesObject,
  path: string,
  expected: readonly SuiteResource[] | string,
): Difference | undefined {
  if (typeof expected === 'string') return { reason: 'Resource error', message: `${path}: ${expected}` };
  const [namespace, name] = [metadataText(actual, 'namespace'), metadataText(actual, 'name')];
  const same = expected.find(
    (each) =>
      each.apiVersion === actual.apiVersion &&
      each.kind === actual.kind &&
      each.namespace === namespace &&
      each.name === name,
  );
  if (same === undefined) return NO_DOCUMENT;
  const differences = findDifferences(actual, same.object);
  if (differences.length === 0) return undefined;
  const more = differences.length > SHOWN ? `, and ${differences.length - SHOWN} more` : '';
  return { reason: 'Resource diff', message: `${path}: ${differences.slice(0, SHOWN).join('; ')}${more}` };
}
